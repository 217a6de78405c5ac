namespace FluentRnn.Benchmarks;

/// <summary>Something a person must know before believing any number: the message is for them.</summary>
sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
