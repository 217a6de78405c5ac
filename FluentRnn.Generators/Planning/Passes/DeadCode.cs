using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Removes pure operations that nothing returned depends on, and inputs that are not read any more. Random and opaque operations stay:
/// they run once a step whether their result is used or not.
/// </summary>
internal static class DeadCode
{
    public static Pass Pass { get; } = new("dead code", Optimizations.None, (graph, _) => Remove(graph));

    public static StepGraph Remove(StepGraph graph)
    {
        var live = LiveValues(graph);
        return graph with
        {
            Inputs = graph.Inputs.Where(input => live.Contains(input.Value.Id)).ToEquatableArray(),
            Ops = graph.Ops.Where(op => IsLive(op, live)).ToEquatableArray(),
        };
    }

    /// <summary>Every value that something returned, or an operation with an effect, depends on.</summary>
    public static HashSet<int> LiveValues(StepGraph graph)
    {
        var live = new HashSet<int>(graph.Returned);
        foreach (var op in graph.Ops.Reverse())
        {
            if (IsLive(op, live))
            {
                live.UnionWith(op.Operands);
            }
        }

        return live;
    }

    private static bool IsLive(Op op, HashSet<int> live) =>
        op.Operation.Effects != Effects.Pure || op.Results.Any(result => live.Contains(result.Id));
}
