using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What only last outputs need is computed once, after the last step, on that step's values. Not when rows can end early: then each row
/// has a last step of its own. What reads a state or the size of a slot stays, because after the loop the state is already the next one.
/// </summary>
internal static class SinkLastOutputs
{
    /// <summary>
    /// The positions of the operations to move; <paramref name="hoisted"/> are those that left the loop already. Those in <paramref name="behind"/> may be computed here too, once
    /// more: for the last step alone.
    /// </summary>
    public static HashSet<int> Select(StepGraph graph, HashSet<int> hoisted, HashSet<int> behind, ContainerSpec spec)
    {
        HashSet<int> sunk = [];
        if (graph.Done is not null)
        {
            return sunk;
        }

        var readable = Readable(graph, hoisted);
        HashSet<int> last = [.. graph.Last.Select(binding => binding.Value)];
        HashSet<int> needed =
        [
            .. graph.Next.Select(binding => binding.Value),
            .. graph.Sequence.Select(binding => binding.Value).Except(behind.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id)),
            .. behind.SelectMany(i => graph.Ops[i].Operands).Except(behind.SelectMany(i => graph.Ops[i].Results).Select(result => result.Id)),
        ];
        for (var i = graph.Ops.Count - 1; i >= 0; i--)
        {
            var op = graph.Ops[i];
            if (StageAnalysis.IsPinned(op) || op.Results.Any(result => needed.Contains(result.Id)))
            {
                needed.UnionWith(op.Operands);
            }
            else if (op.Results.Any(result => last.Contains(result.Id)) && !hoisted.Contains(i))
            {
                if (CanSink(op, readable, spec))
                {
                    sunk.Add(i);
                    last.UnionWith(op.Operands);
                }
                else
                {
                    needed.UnionWith(op.Operands);
                }
            }
        }

        return sunk;
    }

    /// <summary>
    /// The values that can be read after the loop: those that do not change, and those that each row has for itself, because rows that are masked keep their own. A state is the next one then.
    /// </summary>
    public static HashSet<int> Readable(StepGraph graph, HashSet<int> hoisted) =>
    [
        .. graph.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight || (input.Kind == InputKind.Sequence && StepsAsRows.BeginsWithBatch(input.Value.Type)))
            .Select(input => input.Value.Id),
        .. graph.Ops.SelectMany((op, i) => op.Results.Where(result => hoisted.Contains(i) || StepsAsRows.BeginsWithBatch(result.Type))).Select(result => result.Id),
    ];

    /// <summary>Whether an operation gives the same after the loop as in the last step.</summary>
    public static bool CanSink(Op op, HashSet<int> readable, ContainerSpec spec) => !StageAnalysis.IsPinned(op)
        && op.Operands.All(readable.Contains)
        && HostText.Texts(op).SelectMany(HostText.Placeholders).All(name => StageAnalysis.StageOfName(name, spec) == Stage.Invariant);
}
