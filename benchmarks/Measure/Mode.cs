namespace FluentRnn.Benchmarks.Measure;

/// <summary>What one call is.</summary>
enum Mode
{
    /// <summary>The forward pass, in torch's inference mode.</summary>
    Inference,

    /// <summary>The forward pass, a weighted sum of its outputs, and the backward pass.</summary>
    Training,
}
