using System.Globalization;

namespace FluentRnn.Tests.Runtime;

/// <summary>Tests with random cases: another seed in every run, or the one that a failure printed.</summary>
static class Seeds
{
    /// <summary>The number in <c>FLUENTRNN_SEED</c>, or a random one.</summary>
    public static int Chosen() => Number("FLUENTRNN_SEED") ?? System.Random.Shared.Next();

    /// <summary>The number of cases in an environment variable, or the usual one.</summary>
    public static int Count(string variable, int usual) => Number(variable) ?? usual;

    static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : null;
}
