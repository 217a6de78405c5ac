using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>The results of the two directions of a call as one.</summary>
static class BothDirections
{
    /// <summary>Merges the outputs as the declaration says; the states of the backward direction come after those of the other.</summary>
    /// <exception cref="InvalidOperationException">An output has no axis to be concatenated on.</exception>
    public static RecurrenceResult Merged(RecurrenceCall call, RecurrenceResult forward, RecurrenceResult backward) => new(
        Merged(call, call.Definition.SequenceOutputs, forward.Sequence, backward.Sequence, ["B", "T"]),
        Merged(call, call.Definition.LastOutputs, forward.Last, backward.Last, ["B"]),
        [.. forward.States.Concat(backward.States).Select(call.Return)]);

    static Tensor[] Merged(RecurrenceCall call, IReadOnlyList<string> names, Tensor[] forward, Tensor[] backward, string[] axes) =>
        call.Definition.Merge == Merge.Apart
            ? [.. forward.Concat(backward).Select(call.Return)]
            : [.. names.Select((name, i) => call.Return(Merged(call, name, forward[i], backward[i], axes)))];

    static Tensor Merged(RecurrenceCall call, string name, Tensor forward, Tensor backward, string[] axes) => call.Definition.Merge switch
    {
        Merge.Sum => forward + backward,
        Merge.Mean => (forward + backward) / 2,
        Merge.Product => forward * backward,
        _ => forward.dim() > axes.Length ? cat([forward, backward], -1) : throw new InvalidOperationException(
            $"{call.Container.GetName()}: output '{name}' is {Text.Shape(axes, [])}, without an axis to concatenate both directions on; unsqueeze it, or choose another Merge."),
    };
}
