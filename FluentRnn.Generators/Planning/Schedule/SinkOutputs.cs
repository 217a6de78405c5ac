using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What only sequence outputs need is computed for all steps at once, after the loop: a readout above all. Legal as <see cref="StepsAsRows"/> says, and when no row ends before the others.
/// Worth it when what has to be collected from the steps is not more, and not larger, than what would be collected without.
/// </summary>
internal static class SinkOutputs
{
    /// <summary>
    /// The positions of the operations to move; <paramref name="hoisted"/> are those that left the loop already, <paramref name="early"/> those that can be computed for all steps before
    /// it: what they make need not be collected.
    /// </summary>
    public static HashSet<int> Select(StepGraph graph, HashSet<int> hoisted, HashSet<int> early, ContainerSpec spec)
    {
        if (graph.Done is not null)
        {
            return [];
        }

        HashSet<int> invariant =
        [
            .. graph.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id),
            .. hoisted.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id),
        ];
        var rows = new StepsAsRows(graph, spec, invariant.Contains);
        var selected = Legal(graph, hoisted, invariant, rows, spec);
        HashSet<int> available =
        [
            .. invariant,
            .. graph.Inputs.Where(input => input.Kind == InputKind.Sequence).Select(input => input.Value.Id),
            .. early.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id),
        ];
        while (Drop(graph, selected, available) is { } dropped)
        {
            selected.Remove(dropped);
        }

        return selected;
    }

    private static HashSet<int> Legal(StepGraph graph, HashSet<int> hoisted, HashSet<int> invariant, StepsAsRows rows, ContainerSpec spec)
    {
        var readable = SinkLastOutputs.Readable(graph, hoisted);
        HashSet<int> inLoop = [.. graph.Next.Select(binding => binding.Value)];
        HashSet<int> last = [.. graph.Last.Select(binding => binding.Value)];
        HashSet<int> emitted = [.. graph.Sequence.Select(binding => binding.Value)];
        HashSet<int> selected = [];
        for (var i = graph.Ops.Count - 1; i >= 0; i--)
        {
            var op = graph.Ops[i];
            var isEmitted = op.Results.Any(result => emitted.Contains(result.Id));
            var isLast = op.Results.Any(result => last.Contains(result.Id));
            if (isLast)
            {
                last.UnionWith(op.Operands);
            }

            if (StageAnalysis.IsPinned(op) || op.Results.Any(result => inLoop.Contains(result.Id))
                || (isEmitted && !hoisted.Contains(i) && rows.WhyNot(op) is not null)
                || (isLast && !SinkLastOutputs.CanSink(op, readable, spec)))
            {
                inLoop.UnionWith(op.Operands);
            }
            else if (isEmitted && !hoisted.Contains(i))
            {
                emitted.UnionWith(op.Operands);
                selected.Add(i);
            }
        }

        return selected;
    }

    /// <summary>
    /// An operation that is better left in the loop: one on the edge, with which fewer values, or smaller ones, have to be collected; null when there is none.
    /// </summary>
    private static int? Drop(StepGraph graph, HashSet<int> selected, HashSet<int> available)
    {
        var values = graph.Values();
        HashSet<int> sunk = [.. selected.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id)];
        var collected = Collected(selected);
        foreach (var i in selected.OrderBy(i => i))
        {
            var op = graph.Ops[i];
            if (op.Operands.Any(sunk.Contains))
            {
                continue;
            }

            HashSet<int> without = [.. selected.Where(other => other != i)];
            var after = Collected(without);
            var large = op.Operands.Where(operand => !available.Contains(operand)).Select(operand => values[operand].Type.Rank ?? int.MaxValue).DefaultIfEmpty(0).Max();
            if (after.Count < collected.Count || (large > 2 && large > op.Results.Max(result => result.Type.Rank ?? 0)))
            {
                return i;
            }
        }

        return null;

        // What the loop has to hand on: for what is sunk, and as outputs.
        HashSet<int> Collected(HashSet<int> ops)
        {
            HashSet<int> made = [.. ops.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id)];
            return
            [
                .. ops.SelectMany(i => graph.Ops[i].Operands).Concat(graph.Sequence.Select(binding => binding.Value))
                    .Where(value => !made.Contains(value) && !available.Contains(value)),
            ];
        }
    }
}
