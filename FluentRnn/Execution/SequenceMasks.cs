using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The masks of one call that stay the same at every step. A mask is known by its place in the order in which a step asks for masks, which is the same at every step,
/// since what a step does depends on sizes and modes alone. Steps that are run again, given the same store, find the same masks.
/// </summary>
sealed class SequenceMasks
{
    readonly List<Tensor> masks;

    // Where those of the steps begin: what Initial asks for comes before the first step.
    int? first;
    int next;

    /// <summary>Begins without masks.</summary>
    public SequenceMasks() => masks = [];

    /// <summary>Begins with those of the steps before.</summary>
    public SequenceMasks(IEnumerable<Tensor> drawn) => (masks, first) = ([.. drawn], 0);

    /// <summary>The masks of the steps.</summary>
    public IEnumerable<Tensor> OfSteps => masks.Skip(first ?? masks.Count);

    /// <summary>Begins a step.</summary>
    public void Rewind()
    {
        first ??= masks.Count;
        next = first.Value;
    }

    /// <summary>The next mask of the step, drawn when no step had it before.</summary>
    public Tensor Next(Func<Tensor> draw)
    {
        if (next == masks.Count) masks.Add(draw());
        return masks[next++];
    }
}
