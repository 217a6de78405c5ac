using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What depends on weights, constants and sizes only is computed once a call, before the loop. Legal for pure operations: they are
/// total, and a call with no steps never gets here. Once a call and not once a module, because weights change between calls.
/// </summary>
internal static class HoistInvariants
{
    /// <summary>The positions of the operations to move.</summary>
    public static HashSet<int> Select(StepGraph graph, StageMap stages) =>
        [.. Enumerable.Range(0, graph.Ops.Count).Where(i => !StageAnalysis.IsPinned(graph.Ops[i]) && stages[graph.Ops[i]] == Stage.Invariant)];
}
