using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Products with weights that the run time may leave to oneDNN: where no gradient is recorded, on the CPU, and large enough.</summary>
/// <param name="Weights">The weights that the steps multiply with, which are reordered once a call.</param>
/// <param name="AtOnce">The results of the products for all steps at once.</param>
internal sealed record OneDnnProducts(EquatableArray<int> Weights, EquatableArray<int> AtOnce)
{
    public static OneDnnProducts None { get; } = new(default, default);

    /// <summary>Those of a schedule; <paramref name="weights"/> are the values that are the same at every step, and for every row.</summary>
    public static OneDnnProducts Find(StepSchedule schedule, HashSet<int> weights) => new(
        schedule.Loop.Select(WeightOf).OfType<int>().Where(weights.Contains).Distinct().ToEquatableArray(),
        schedule.Ahead.Concat(schedule.Behind).Where(op => WeightOf(op) is { } weight && weights.Contains(weight)).Select(op => op.Results[0].Id).ToEquatableArray());

    /// <summary>What a product of matrices multiplies with; null where it has factors beside, or is none.</summary>
    public static int? WeightOf(Op op) => op.Operation == Products.Mm ? op.Tensor("other")
        : op.Operation == Products.Addmm && op.HasNoFactors() ? op.Tensor("right")
        : null;
}
