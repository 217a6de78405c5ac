using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What depends on sequences only is computed for all steps at once, before the loop: products with the input above all. Legal as <see cref="StepsAsRows"/> says; that steps which never run
/// are computed too is no harm, because pure operations are total.
/// </summary>
internal static class BatchSteps
{
    /// <summary>The positions of the operations to move; <paramref name="hoisted"/> are those that are computed before these, <paramref name="later"/> those behind the loop.</summary>
    public static HashSet<int> Select(StepGraph graph, StageMap stages, ContainerSpec spec, HashSet<int> hoisted, HashSet<int> later)
    {
        HashSet<int> invariant =
        [
            .. graph.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id),
            .. hoisted.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id),
        ];
        HashSet<int> known = [.. invariant, .. graph.Inputs.Where(input => input.Kind == InputKind.Sequence).Select(input => input.Value.Id)];
        var rows = new StepsAsRows(graph, spec, invariant.Contains);
        HashSet<int> selected = [];
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            var op = graph.Ops[i];
            if (!later.Contains(i) && stages[op] == Stage.Time && op.Operands.All(known.Contains) && rows.WhyNot(op) is null)
            {
                selected.Add(i);
                known.UnionWith(op.Results.Select(result => result.Id));
            }
        }

        return selected;
    }
}
