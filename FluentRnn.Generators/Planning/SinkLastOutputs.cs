using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What only last outputs need is computed once, after the last step, on that step's values. Not when rows can end early: then each row
/// has a last step of its own. What reads a state or the size of a slot stays, because after the loop the state is already the next one.
/// </summary>
internal static class SinkLastOutputs
{
    /// <summary>The positions of the operations to move; <paramref name="hoisted"/> are those that left the loop already.</summary>
    public static HashSet<int> Select(StepGraph graph, HashSet<int> hoisted, ContainerSpec spec)
    {
        HashSet<int> sunk = [];
        if (graph.Done is not null)
        {
            return sunk;
        }

        HashSet<int> states = [.. graph.Inputs.Where(input => input.Kind == InputKind.State).Select(input => input.Value.Id)];
        HashSet<int> needed = [.. graph.Next.Concat(graph.Sequence).Select(binding => binding.Value)];
        for (var i = graph.Ops.Count - 1; i >= 0; i--)
        {
            var op = graph.Ops[i];
            if (StageAnalysis.IsPinned(op)
                || op.Results.Any(result => needed.Contains(result.Id))
                || op.Operands.Any(states.Contains)
                || HostText.Texts(op).SelectMany(HostText.Placeholders).Any(name => StageAnalysis.StageOfName(name, spec) != Stage.Invariant))
            {
                needed.UnionWith(op.Operands);
            }
            else if (!hoisted.Contains(i))
            {
                sunk.Add(i);
            }
        }

        return sunk;
    }
}
