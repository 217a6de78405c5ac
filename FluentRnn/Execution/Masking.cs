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
    public static Tensor Without(Tensor input, StepFlags? masked) => masked is null ? input : input.masked_fill(Over(masked.All, input.dim()), 0);

    /// <summary>A sequence output (B, T, …) in the order of the inputs, with what the declaration says of masked outputs at the masked steps, (B, T) bool.</summary>
    public static Tensor Emitted(RecurrenceCall call, string output, Tensor values, Tensor masked) => call.Definition.MaskedOutputs switch
    {
        FluentRnn.Masked.Computed => values,
        FluentRnn.Masked.Held => Held(call, output, values, masked),
        _ => values.masked_fill(Over(masked, values.dim()), 0),
    };

    /// <summary>At each masked step the value of the last valid one that was processed before it, or what the step before the first emitted, or zeros.</summary>
    static Tensor Held(RecurrenceCall call, string output, Tensor values, Tensor masked)
    {
        if (call.IsBackward) return HeldInOrder(values.flip(1), masked.flip(1)).flip(1);
        return HeldInOrder(values, masked);

        Tensor HeldInOrder(Tensor processed, Tensor flags)
        {
            var valid = where(flags, -1L, arange(call.Steps, ScalarType.Int64, call.Device)).cummax(1).values;
            var source = Over(valid.clamp_min(0), processed.dim()).expand(processed.shape);
            var held = processed.gather(1, source);
            var before = call.EmittedBefore(output)?.unsqueeze(1) ?? zeros_like(held);
            return where(Over(valid.lt(0), processed.dim()), before, held);
        }
    }

    /// <summary>Something of rows and steps, (B, T), as it goes over a tensor with that many axes.</summary>
    static Tensor Over(Tensor flags, long axes) => flags.view([.. flags.shape, .. Enumerable.Repeat(1L, (int)axes - 2)]);
}
