namespace FluentRnn.Benchmarks.Peers;

/// <summary>The inputs of a graph.</summary>
/// <param name="Batch">The number of rows.</param>
/// <param name="X">The sequence, time first as ONNX has it: (T, B, inputs).</param>
/// <param name="Memory">What a decoder attends to, (B, positions, size); null for other cells.</param>
sealed record OnnxInputs(long Batch, OnnxValue X, OnnxValue? Memory);
