using System.Globalization;

namespace FluentRnn.Tests.Runtime;

/// <summary>Tests with random cases: the seed that a failure printed, or another.</summary>
static class Seeds
{
    /// <summary>The number in <c>FLUENTRNN_SEED</c>, else the usual one, else a random one.</summary>
    public static int Chosen(int? usual = null) => Number("FLUENTRNN_SEED") ?? usual ?? System.Random.Shared.Next();

    /// <summary>The number of cases in an environment variable, or the usual one.</summary>
    public static int Count(string variable, int usual) => Number(variable) ?? usual;

    static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : null;
}
