using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// How many numbers are made for all steps at once, for each step and row, beside the outputs: what is computed before the loop and behind it, and what is collected or repeated for that.
/// Where no gradients are recorded, it tells how many steps may be computed at a time.
/// </summary>
internal static class AllStepsMemory
{
    public static Dim Of(StepGraph body, StepSchedule schedule)
    {
        var values = body.Values();
        var ops = schedule.Ahead.Concat(schedule.Behind).ToList();
        HashSet<int> outputs = [.. body.Sequence.Select(binding => binding.Value)];
        HashSet<int> repeated =
        [
            .. body.Inputs.Where(input => input.Kind == InputKind.Constant).Select(input => input.Value.Id),
            .. schedule.Once.SelectMany(op => op.Results).Select(result => result.Id),
        ];
        return ops.Where(op => !Views.IsView(op) && !Views.IsParting(op)).SelectMany(op => op.Results).Select(result => result.Id).Where(made => !outputs.Contains(made))
            .Concat(schedule.Collected)
            .Concat(ops.SelectMany(op => op.Operands).Distinct().Where(repeated.Contains).Where(operand => StepsAsRows.BeginsWithBatch(values[operand].Type)))
            .Select(value => Flops.Elements(values[value].Type)?.DivideExactly(Dim.Batch))
            .OfType<Dim>()
            .Aggregate(Dim.Constant(0), (sum, size) => sum + size);
    }
}
