using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

// The steps: the scopes of their temporaries, and what lives longer.
public sealed partial class RecurrenceCall
{
    /// <summary>Begins a step of a generated loop: its temporaries die with the scope returned, but for those that are kept.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public DisposeScope NewStep()
    {
        var opened = OpenStep();
        try
        {
            var position = Position(begun - 1);
            Rows.Begin(MaskedAt(position));
            if (ResetAt(position) is { } rows) carried?.Reset(Rows.Finished is { } finished ? rows.logical_and(finished.logical_not()) : rows);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins a step that makes nothing but what outlives it. Then one scope serves all steps, which costs less than one for each, unless some row is masked, reset or taught.
    /// </summary>
    /// <returns>What <see cref="NewStep"/> returns; null where nothing ends with the step.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public DisposeScope? NewStepWithoutTemporaries()
    {
        if (ofAllSteps is null && !IsPlain) return NewStep();
        Begin();
        step = ofAllSteps ??= NewDisposeScope();
        return null;
    }

    /// <summary>Begins a step: opens the scope of its temporaries.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    internal DisposeScope OpenStep()
    {
        Begin();
        return step = NewDisposeScope();
    }

    void Begin()
    {
        cancellation.ThrowIfCancellationRequested();
        begun++;
        if (whole is not null) whole.begun = segment!.First + begun;
        masks.Rewind();
    }

    /// <summary>Begins a segment of this call: opens the scope of its temporaries.</summary>
    internal DisposeScope NewSegment() => step = NewDisposeScope();

    /// <summary>The rows that are masked at a step on the time axis of the inputs, (B) bool; null for none.</summary>
    internal Tensor? MaskedAt(long position) => masked?.At(position);

    /// <summary>The rows that are reset before a step on the time axis of the inputs, (B) bool; null for none.</summary>
    internal Tensor? ResetAt(long position) => resets?.At(position);

    /// <summary>Lets the states of a generated loop take part in resets.</summary>
    internal void Carry(CarriedStates states) => carried = states;

    /// <summary>Lets a tensor of the current step live as long as the call. Inputs and weights stay whose they are.</summary>
    public Tensor Keep(Tensor tensor)
    {
        if (IsOfStep(tensor)) step!.MoveToOther(scope, tensor);
        return tensor;
    }

    /// <summary>Takes a tensor from the current step, so that it lives on after it.</summary>
    /// <returns>Whether the step made it.</returns>
    internal bool Take(Tensor tensor)
    {
        if (!IsOfStep(tensor)) return false;

        // The scope of all steps lives as long as the call.
        if (step != ofAllSteps) step!.MoveToOther(scope, tensor);
        return true;
    }

    /// <summary>The mask of <see cref="Dsl.SequenceDropout"/> for the next of its uses in a step: zeros, and 1 / (1 - p).</summary>
    /// <exception cref="InvalidOperationException">At the steps before, the shape was another.</exception>
    internal Tensor SequenceMask(Tensor x, double p)
    {
        var shape = x.shape;
        var mask = masks.Next(() => Keep(nn.functional.dropout(ones(shape, x.dtype, x.device), p, training: true)));
        return mask.shape.AsSpan().SequenceEqual(shape) ? mask : throw Wrong("what SequenceDropout is given", $"{Text.Shape(mask.shape)} as at the steps before", Text.Shape(shape));
    }

    bool IsOfStep(Tensor tensor) => step is not null && step.Contains(tensor);
}
