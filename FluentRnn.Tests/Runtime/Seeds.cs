using System.Globalization;

namespace FluentRnn.Tests.Runtime;

/// <summary>Tests with random cases: another seed in every run, or the one that a failure printed.</summary>
static class Seeds
{
    /// <summary>The number in <c>FLUENTRNN_SEED</c>, or a random one.</summary>
    public static int Chosen() => Environment.GetEnvironmentVariable("FLUENTRNN_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : System.Random.Shared.Next();
}
