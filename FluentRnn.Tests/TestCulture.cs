using System.Globalization;
using System.Runtime.CompilerServices;

namespace FluentRnn.Tests;

/// <summary>
/// The culture of the whole run: that in <c>FLUENTRNN_CULTURE</c>, else Turkish, where numbers have a comma and the upper case of i is not I. What is
/// written, read or told must not depend on it.
/// </summary>
static class TestCulture
{
    const string Usual = "tr-TR";

#pragma warning disable CA2255 // A test project is its own application.
    [ModuleInitializer]
    public static void Choose()
#pragma warning restore CA2255
    {
        var culture = CultureInfo.GetCultureInfo(Environment.GetEnvironmentVariable("FLUENTRNN_CULTURE") ?? Usual);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = culture;
    }
}
