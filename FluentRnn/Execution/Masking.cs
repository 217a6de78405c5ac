using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What the lengths and the mask of a call mean: which steps of which rows are padding, and inputs without what the padding holds.</summary>
static class Masking
{
    /// <summary>The steps that are masked, because the mask says so or because they lie beyond the length; null for none.</summary>
    public static StepFlags? Masked(Tensor? mask, Tensor? lengths, long steps)
    {
        if (mask is null && lengths is null) return null;
        var masked = mask?.logical_not();
        if (lengths is not null)
        {
            var beyond = arange(steps, ScalarType.Int64, lengths.device).ge(lengths.unsqueeze(1));
            masked = masked is null ? beyond : masked.logical_or(beyond);
        }

        return StepFlags.Of(masked!);
    }

    /// <summary>An input (B, T, …) with zeros at the masked steps: neither values nor gradients meet what was there, be it NaN or a token that does not exist.</summary>
    public static Tensor Without(Tensor input, StepFlags? masked) => masked is null ? input
        : input.masked_fill(masked.All.view([.. masked.All.shape, .. Enumerable.Repeat(1L, (int)input.dim() - 2)]), 0);
}
