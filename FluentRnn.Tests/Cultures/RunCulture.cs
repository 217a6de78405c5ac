using System.Globalization;
using System.Runtime.CompilerServices;

namespace FluentRnn.Tests.Cultures;

/// <summary>The culture of the whole run: that in <c>FLUENTRNN_CULTURE</c>, if there is one.</summary>
static class RunCulture
{
#pragma warning disable CA2255 // A test project is its own application.
    [ModuleInitializer]
    public static void Choose()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable("FLUENTRNN_CULTURE") is not { Length: > 0 } name) return;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
    }
}
