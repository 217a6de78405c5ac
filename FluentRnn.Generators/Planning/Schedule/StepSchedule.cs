using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>When each operation of a body is executed, in order; and which values pass from one phase to the next.</summary>
/// <param name="Once">Once a call, before the first step.</param>
/// <param name="Ahead">For all steps at once, before the loop: the steps of a row are rows of their own.</param>
/// <param name="Loop">Each step.</param>
/// <param name="Behind">For all steps at once, after the loop.</param>
/// <param name="After">After the last step, on its values.</param>
/// <param name="Parted">The values made ahead that the loop reads step by step; sequences are not among them.</param>
/// <param name="Collected">The values of the loop that are collected for <paramref name="Behind"/>.</param>
/// <param name="Kept">The values made at each step that are needed after the last one: for <paramref name="After"/>, or as last outputs.</param>
internal sealed record StepSchedule(
    EquatableArray<Op> Once,
    EquatableArray<Op> Ahead,
    EquatableArray<Op> Loop,
    EquatableArray<Op> Behind,
    EquatableArray<Op> After,
    EquatableArray<int> Parted,
    EquatableArray<int> Collected,
    EquatableArray<int> Kept)
{
    /// <summary>The results of the loop that are written over operands.</summary>
    public EquatableArray<Overwrite> Overwrites { get; init; }

    /// <summary>Whether the steps make nothing but what outlives them: the states, and what is emitted, collected or kept.</summary>
    public bool HasNoTemporaries { get; init; }

    /// <summary>The products that oneDNN may compute.</summary>
    public OneDnnProducts OneDnn { get; init; } = OneDnnProducts.None;

    /// <summary>The layer of torch that computes all steps where no row is masked, reset or taught; null when there is none.</summary>
    public LstmLayer? Layer { get; init; }

    /// <summary>The loop of both directions at once, where no row is masked, reset or taught; null when there is none.</summary>
    public JoinedDirections? Joined { get; init; }

    /// <summary>Why both directions run one after the other, as a sentence without its capital and its stop; null where they do not, or there is one direction, or a layer of torch.</summary>
    public string? WhyApart { get; init; }

    /// <summary>The operations before the loop on which values depend, in order.</summary>
    public IReadOnlyList<Op> Before(IEnumerable<int> values)
    {
        HashSet<int> needed = [.. values];
        var ops = new Stack<Op>();
        foreach (var op in Once.Concat(Ahead).Reverse().Where(op => op.Results.Any(result => needed.Contains(result.Id))))
        {
            needed.UnionWith(op.Operands);
            ops.Push(op);
        }

        return [.. ops];
    }
}
