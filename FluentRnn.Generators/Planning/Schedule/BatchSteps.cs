using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What depends on sequences only is computed for all steps at once, before the loop: products with the input above all. Legal as <see cref="StepsAsRows"/> says; that steps which never run
/// are computed too is no harm, because pure operations are total.
/// </summary>
internal static class BatchSteps
{
    /// <summary>The positions of the operations to move; <paramref name="outside"/> are those that left the loop already.</summary>
    public static HashSet<int> Select(StepGraph graph, StageMap stages, ContainerSpec spec, HashSet<int> outside)
    {
        HashSet<int> known = [.. graph.Inputs.Where(input => input.Kind == InputKind.Sequence).Select(input => input.Value.Id)];
        var rows = new StepsAsRows(graph, spec, value => stages[value] == Stage.Invariant);
        HashSet<int> selected = [];
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            var op = graph.Ops[i];
            if (!outside.Contains(i) && stages[op] == Stage.Time && rows.WhyNot(op) is null
                && op.Operands.All(operand => known.Contains(operand) || stages[operand] == Stage.Invariant))
            {
                selected.Add(i);
                known.UnionWith(op.Results.Select(result => result.Id));
            }
        }

        return selected;
    }
}
