using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>How many numbers of a row every step keeps.</summary>
/// <param name="ForGradients">What the backward pass needs of the operations in the loop; null when it is not known.</param>
/// <param name="Ahead">What is computed before the loop for it to read; null when it is not known.</param>
/// <param name="Collected">What the loop collects for after it; null when it is not known.</param>
internal sealed record StepMemory(Dim? ForGradients, Dim? Ahead, Dim? Collected)
{
    /// <summary>Operations whose backward pass needs nothing of what they read or make.</summary>
    private static readonly HashSet<Operation> KeepingNothing =
    [
        Elementwise.Add, Elementwise.Sub, Elementwise.Neg, .. OperationTable.RowsOf(typeof(Comparison)), Reductions.Sum, Reductions.Mean, Reductions.Argmax, Reductions.Argmin,
    ];

    /// <summary>Operations whose backward pass needs what they make.</summary>
    private static readonly HashSet<Operation> KeepingResult =
    [
        Elementwise.Tanh, Elementwise.Sigmoid, Elementwise.Exp, Elementwise.Sqrt, Elementwise.Rsqrt, Elementwise.Reciprocal, Activations.Relu, Reductions.Softmax, Reductions.LogSoftmax,
    ];

    /// <summary>Operations that add to an operand, which the gradient of a sum does not need.</summary>
    private static readonly HashSet<Operation> Adding = [Products.Addmm, Products.Addmv, Elementwise.Addcmul, Elementwise.Addcdiv];

    public static StepMemory Of(PlanView view)
    {
        var (body, schedule) = (view.Variant.Body, view.Variant.Schedule);
        var values = body.Values();
        HashSet<int> invariant =
        [
            .. body.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id),
            .. schedule.Once.SelectMany(op => op.Results).Select(result => result.Id),
        ];

        // A view keeps what it is a view of.
        var whole = new Dictionary<int, int>();
        int Whole(int value) => whole.TryGetValue(value, out var of) ? of : value;
        HashSet<int> kept = [];
        foreach (var op in schedule.Loop)
        {
            if (Flops.IsFree(op))
            {
                foreach (var result in op.Results.Where(_ => op.Operands.Count() == 1))
                {
                    whole[result.Id] = Whole(op.Operands.First());
                }
            }
            else if (!KeepingNothing.Contains(op.Operation))
            {
                kept.UnionWith((KeepingResult.Contains(op.Operation) ? op.Results.Select(result => result.Id) : Adding.Contains(op.Operation) ? op.Operands.Skip(1) : op.Operands).Where(value => !invariant.Contains(value)).Select(Whole));
            }
        }

        Dim? OfRow(IEnumerable<int> numbers) => numbers.Select(value => Flops.Elements(values[value].Type)?.DivideExactly(Dim.Batch))
            .Aggregate((Dim?)Dim.Constant(0), (sum, size) => sum is null || size is null ? null : sum + size);
        return new StepMemory(OfRow(kept), OfRow(schedule.Parted.Select(Whole).Distinct()), OfRow(schedule.Collected));
    }

    /// <summary>The parts that are known and not nothing, each as the end of a sentence.</summary>
    public IEnumerable<string> Describe()
    {
        foreach (var (size, why) in new[] { (ForGradients, "kept for the gradients"), (Ahead, "computed before the loop"), (Collected, "collected for after it") })
        {
            if (size is { } known && known.Value != 0)
            {
                yield return $"{known.ByDegree()} numbers {why}";
            }
        }
    }
}
