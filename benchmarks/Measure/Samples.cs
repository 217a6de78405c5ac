namespace FluentRnn.Benchmarks.Measure;

/// <summary>What was measured of one contender.</summary>
/// <param name="Times">Milliseconds a call, one number a round; none is left out.</param>
/// <param name="ManagedBytes">What a call allocates on the managed heap.</param>
/// <param name="NativePeak">How far resident memory rises in a call, in bytes; null where the system does not tell.</param>
sealed record Samples(IReadOnlyList<double> Times, long ManagedBytes, long? NativePeak);
