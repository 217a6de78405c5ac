using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Decides which values of a step are kept for its adjoint, and which are computed again. Kept is what costs more to compute than to read: products,
/// reductions, draws, and functions whose derivative is taken from their result. Never kept are views, joins and casts; arithmetic only where what it is computed from is not kept.
/// </summary>
internal static class KeptValues
{
    /// <summary>Families that move, compare or convert elements.</summary>
    private static readonly HashSet<Operation> Free = [.. OperationTable.All
        .Where(static operation => OperationTable.FamilyOf(operation) is nameof(Shapes) or nameof(Joining) or nameof(Casting) or nameof(Indexing))];

    /// <summary>A few instructions an element.</summary>
    private static readonly HashSet<Operation> Cheap =
    [
        .. OperationTable.All.Where(static operation => OperationTable.FamilyOf(operation) is nameof(Comparison) or nameof(Creation)),
        Elementwise.Add, Elementwise.Sub, Elementwise.Mul, Elementwise.Div, Elementwise.AddScaled, Elementwise.Neg, Elementwise.Abs, Elementwise.Sign,
        Elementwise.Square, Elementwise.Positive, Elementwise.Maximum, Elementwise.Minimum, Elementwise.Clamp, Elementwise.ClampMin, Elementwise.ClampMax,
        Elementwise.Lerp, Elementwise.Addcmul, Elementwise.Addcdiv, Elementwise.Where, Elementwise.MaskedFill, Elementwise.Reciprocal,
        Activations.Relu, Activations.Relu6, Activations.LeakyRelu, Activations.Hardsigmoid, Activations.Threshold,
    ];

    /// <summary>The operations whose results are kept.</summary>
    /// <param name="ops">The operations of a step, in order.</param>
    /// <param name="needed">The values that the adjoint reads.</param>
    public static HashSet<Op> Select(IReadOnlyList<Op> ops, ICollection<int> needed)
    {
        var makers = ops.SelectMany(op => op.Results, (op, result) => (result.Id, op)).ToDictionary(pair => pair.Id, pair => pair.op);
        HashSet<Op> kept = [], decided = [];

        // What must be kept anyway is at hand for what can be computed from it.
        foreach (var op in ops.Where(op => op.Results.Any(result => needed.Contains(result.Id))).OrderBy(op => !IsCostly(op)))
        {
            Decide(op);
        }

        return kept;

        void Decide(Op op)
        {
            if (!decided.Add(op))
            {
                return;
            }

            if (Free.Contains(op.Operation))
            {
                foreach (var maker in Makers(op))
                {
                    Decide(maker);
                }
            }
            else if (IsCostly(op) || !IsAtHand(op, []))
            {
                kept.Add(op);
            }
        }

        // Whether an operation can be computed from inputs and from what is kept; those seen before can, or it would not have gone on.
        bool IsAtHand(Op op, HashSet<Op> seen) =>
            Makers(op).All(maker => kept.Contains(maker) || !seen.Add(maker) || (!IsCostly(maker) && IsAtHand(maker, seen)));

        IEnumerable<Op> Makers(Op op) => op.Operands.Where(makers.ContainsKey).Select(operand => makers[operand]);
    }

    private static bool IsCostly(Op op) => !Free.Contains(op.Operation) && !Cheap.Contains(op.Operation);
}
