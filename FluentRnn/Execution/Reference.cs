using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The reference executor: runs the lambda of the declaration, step by step. It is the definition of what a recurrence means, and the generated code must agree
/// with it; so it shares none of the pieces of a generated loop but what says what the inputs of a step are (<see cref="RecurrenceCall"/>).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reference
{
    /// <summary>Runs a call.</summary>
    /// <param name="call">The call, of a whole sequence or of one step.</param>
    /// <returns>The results; they belong to the caller.</returns>
    /// <exception cref="InvalidOperationException">The step yielded null, or a value of the wrong shape or dtype.</exception>
    public static RecurrenceResult Run(RecurrenceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var modules = call.Definition.ModulesOf(call.Container, call.IsBackward);
        var initial = InitialStates(call, modules);
        return call.IsStep ? OneStep(call, modules, initial)
            : call.Steps == 0 ? EmptySequence.Run(call, modules, initial)
            : Loop(call, modules, initial);
    }

    /// <summary>A state that was given; else what <c>Initial</c> computes; else what was learned; else zeros.</summary>
    internal static Tensor[] InitialStates(RecurrenceCall call, object?[] modules)
    {
        var states = call.Definition.States;
        var needed = Enumerable.Range(0, states.Count).Any(state => call.Needs(state) && call.Definition.InitialStates.Contains(states[state].Name));
        var computed = needed ? call.Definition.ComputeInitial(call.Constants, modules) : new Tensor?[states.Count];
        return [.. computed.Select((value, state) => call.Initial(state, value))];
    }

    static RecurrenceResult OneStep(RecurrenceCall call, object?[] modules, Tensor[] states)
    {
        using var step = call.OpenStep();
        var yielded = Step(call, call.Sequences, states, modules);
        return new RecurrenceResult(
            Returned(call, yielded.Sequence),
            Returned(call, yielded.Last),
            Returned(call, yielded.Next),
            lengths: null,
            yielded.Done is null ? null : call.Return(yielded.Done));
    }

    static RecurrenceResult Loop(RecurrenceCall call, object?[] modules, Tensor[] initial)
    {
        var definition = call.Definition;
        var sequence = definition.SequenceOutputs.Select(_ => new List<Tensor>()).ToArray();
        var states = initial;
        Tensor[] last = [];
        var finished = call.FinishedBefore is { } rows ? Kept(call, rows) : null;
        Tensor? lengths = null;

        for (var k = 0L; k < call.Steps; k++)
        {
            using var step = call.OpenStep();
            var position = call.Position(k);
            var masked = call.MaskedAt(position);
            var idle = masked is not null && finished is not null ? masked.logical_or(finished) : masked ?? finished;

            // A row that is reset begins with its declared initial states again, also where it is masked, unless it is done.
            var begun = states.Select((state, i) => When(Unless(call.ResetAt(position), finished), () => call.Declared(i), state)).ToArray();
            var inputs = call.Sequences.Select(x => x.select(1, position)).ToArray();
            var seen = begun.Select((state, i) => call.Feed(i, state, k)).ToArray();
            var yielded = Step(call, inputs, seen, modules);

            // A row that is masked or done holds its states and its last outputs.
            var next = yielded.Next.Select((value, i) => When(idle, () => begun[i], value)).ToArray();
            var lastNow = yielded.Last.Select((value, i) => When(idle, () => k > 0 ? last[i] : zeros_like(value), value)).ToArray();
            var emitted = yielded.Sequence.Select((value, i) => When(finished, () => zeros_like(value), definition.MaskedOutputs switch
            {
                Masked.Held when Before(i) is { } before => When(masked, () => before, value),
                Masked.Computed => value,
                _ => When(masked, () => zeros_like(value), value),
            })).ToArray();

            // What outlives the step is a handle of its own, so that it can be disposed of without asking who else has it.
            var (oldStates, oldLast, oldFinished, oldLengths) = (states, last, finished, lengths);
            states = Kept(call, next);
            last = Kept(call, lastNow);
            for (var i = 0; i < sequence.Length; i++)
            {
                if (k > 0) call.CheckShape(definition.SequenceOutputs[i], emitted[i], sequence[i][0].shape);
                sequence[i].Add(Kept(call, emitted[i]));
            }

            var goesOn = true;
            if (yielded.Done is { } done)
            {
                var ran = idle is null ? ones([call.Batch], ScalarType.Int64, call.Device) : idle.logical_not().to(ScalarType.Int64);
                var ended = Unless(done, masked)!;
                lengths = Kept(call, lengths is null ? ran : lengths + ran);
                finished = Kept(call, finished is null ? ended : finished.logical_or(ended));
                goesOn = !finished.all().ToBoolean();
            }

            if (k > 0) DisposeAll([.. oldStates, .. oldLast]);
            oldFinished?.Dispose();
            oldLengths?.Dispose();
            if (!goesOn) break;
        }

        var stacked = sequence.Select(values => Stacked(call, values)).ToArray();
        return new RecurrenceResult(
            Returned(call, stacked),
            Returned(call, last),
            Returned(call, states),
            lengths is null ? null : call.Return(lengths),
            call.IsSegment && finished is not null ? call.Return(finished) : null);

        Tensor? Before(int output) => sequence[output] is [.., var newest] ? newest : call.EmittedBefore(definition.SequenceOutputs[output]);
    }

    /// <summary>The values of a sequence output as (B, T, …).</summary>
    static Tensor Stacked(RecurrenceCall call, List<Tensor> values)
    {
        // With sequences the result is as long as they are, also when all rows were done early.
        if (call.Definition.TakesSequences)
        {
            while (values.Count < call.Steps) values.Add(zeros_like(values[0]));
        }

        if (call.IsBackward && call.Definition.KeepOrder) values.Reverse();
        return stack(values, 1);
    }

    /// <summary>Runs the user's step, and checks what it yields.</summary>
    internal static (Tensor[] Sequence, Tensor[] Last, Tensor[] Next, Tensor? Done) Step(
        RecurrenceCall call, Tensor[] sequences, Tensor[] states, object?[] modules)
    {
        var definition = call.Definition;
        var seen = states.Select((state, i) => definition.States[i].Lag is null ? state : state.select(1, 0)).ToArray();
        var yielded = definition.Step(sequences, call.Constants, seen, modules);
        if (yielded.Done is not null && definition.IsBidirectional)
            throw new InvalidOperationException($"{call.Container.GetName()}: a step of both directions cannot say done, for they meet every step at different times; leave done out.");
        return (
            [.. yielded.Sequence.Select((value, i) => call.CheckOutput(definition.SequenceOutputs[i], value))],
            [.. yielded.Last.Select((value, i) => call.CheckOutput(definition.LastOutputs[i], value))],
            [.. yielded.Next.Select((value, i) => Delayed(definition.States[i], states[i], call.CheckYielded(i, value)))],
            yielded.Done is null ? null : call.CheckDone(yielded.Done));
    }

    /// <summary>What is carried after a step: the value yielded, or, of a state with a lag, it as the youngest of as many.</summary>
    static Tensor Delayed(SlotSpec slot, Tensor carried, Tensor value) => slot.Lag is null ? value : stack([.. carried.unbind(1)[1..], value], 1);

    internal static Tensor[] Returned(RecurrenceCall call, IEnumerable<Tensor> values) => [.. values.Select(call.Return)];

    /// <summary>The one value in the rows that are flagged, the other elsewhere; null flags none.</summary>
    static Tensor When(Tensor? rows, Func<Tensor> value, Tensor otherwise) =>
        rows is null ? otherwise : where(RecurrenceCall.RowsOf(rows, otherwise.dim()), value(), otherwise);

    /// <summary>The rows that are flagged by the first, but not by the second; null flags none.</summary>
    static Tensor? Unless(Tensor? rows, Tensor? others) => rows is null || others is null ? rows : rows.logical_and(others.logical_not());

    static Tensor Kept(RecurrenceCall call, Tensor value) => call.Keep(value.alias());

    static Tensor[] Kept(RecurrenceCall call, IEnumerable<Tensor> values) => [.. values.Select(value => Kept(call, value))];

    static void DisposeAll(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
