using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>The operations of a body by when they are computed, as far as an adjoint distinguishes it.</summary>
internal sealed class ForwardParts
{
    private readonly HashSet<int> _once;
    private readonly HashSet<int> _invariant;

    public ForwardParts(StepGraph body, StageMap stages)
    {
        Body = body;
        Names = new PlanNames(body);
        Activity = new Activity(body);
        Once = [.. HoistInvariants.Select(body, stages).OrderBy(i => i).Select(i => body.Ops[i])];
        var last = new HashSet<Op>(OnlyLast(body).Except(Once));
        Last = [.. body.Ops.Where(last.Contains)];
        Loop = [.. body.Ops.Except(Once).Except(Last)];
        _once = [.. Results(Once)];
        _invariant = [.. _once, .. Inputs(InputKind.Weight).Concat(Inputs(InputKind.Constant)).Select(input => input.Value.Id)];
    }

    public StepGraph Body { get; }

    public PlanNames Names { get; }

    public Activity Activity { get; }

    /// <summary>Once a call.</summary>
    public IReadOnlyList<Op> Once { get; }

    /// <summary>At each step.</summary>
    public IReadOnlyList<Op> Loop { get; }

    /// <summary>Needed by last outputs only; what draws is done at every step all the same.</summary>
    public IReadOnlyList<Op> Last { get; }

    public static IEnumerable<int> Results(IEnumerable<Op> ops) => ops.SelectMany(op => op.Results).Select(result => result.Id);

    public IEnumerable<GraphInput> Inputs(InputKind kind) => Body.Inputs.Where(input => input.Kind == kind);

    /// <summary>Whether a value is the same at every step.</summary>
    public bool IsInvariant(int value) => _invariant.Contains(value);

    /// <summary>Whether a value is computed once a call.</summary>
    public bool IsOnce(int value) => _once.Contains(value);

    /// <summary>The sequence or state that a value is; null for other values.</summary>
    public GraphInput? InputOfStep(int value) => Body.Inputs.FirstOrDefault(input => input.Value.Id == value && input.Kind is InputKind.Sequence or InputKind.State);

    /// <summary>The names of the results of operations.</summary>
    public Dictionary<int, string> NamesOf(IEnumerable<Op> ops) => Results(ops).Distinct().ToDictionary(id => id, id => Names[id]);

    private static IEnumerable<Op> OnlyLast(StepGraph body)
    {
        var needed = new HashSet<int>(body.Next.Concat(body.Sequence).Select(binding => binding.Value));
        foreach (var op in body.Ops.Reverse())
        {
            if (StageAnalysis.IsPinned(op) || op.Results.Any(result => needed.Contains(result.Id)))
            {
                needed.UnionWith(op.Operands);
            }
            else
            {
                yield return op;
            }
        }
    }
}
