using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Takes what is returned, and what it needs, out of a graph that holds more.</summary>
internal static class GraphCut
{
    /// <summary>
    /// The part of a graph that computes what it returns, where some values are given instead of computed. Unlike dead code, an operation with an effect
    /// goes too: it had its effect elsewhere.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="given">The values that are given, by the name they have as an input of the kind <see cref="InputKind.Kept"/>.</param>
    public static StepGraph Take(StepGraph graph, IReadOnlyDictionary<int, string> given)
    {
        var live = new HashSet<int>(graph.Returned);
        var named = new HashSet<string>(StringComparer.Ordinal);
        List<Op> ops = [];
        foreach (var op in graph.Ops.Reverse())
        {
            // An operation with several results of which one is not given is computed for that one.
            if (op.Results.Any(result => live.Contains(result.Id) && !given.ContainsKey(result.Id)))
            {
                ops.Insert(0, op);
                live.UnionWith(op.Operands);
                named.UnionWith(HostText.Texts(op).SelectMany(HostText.Placeholders));
            }
        }

        var computed = new HashSet<int>(ops.SelectMany(op => op.Results).Select(result => result.Id));
        var kept = graph.Ops.SelectMany(op => op.Results)
            .Where(result => live.Contains(result.Id) && !computed.Contains(result.Id))
            .Select(result => new GraphInput(result, InputKind.Kept, given[result.Id]));
        return graph with
        {
            Inputs = graph.Inputs.Where(input => live.Contains(input.Value.Id) || named.Contains(input.Name)).Concat(kept).ToEquatableArray(),
            Ops = ops.ToEquatableArray(),
        };
    }
}
