using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>When the operations of a body are computed, as text: <c>once t, ahead p, loop s y, behind l; parted p; collected y; kept y</c>, without what is empty.</summary>
internal static class Phases
{
    public static string Of(string operations, string returned, string inputs = "", Allowed allowed = Allowed.All)
    {
        var graph = Body.Read(operations, returned, inputs);
        var names = graph.Values();
        var schedule = Scheduler.Schedule(graph, StageAnalysis.Run(graph, Body.Spec), Body.Spec, allowed);
        var phases = new[] { ("once", schedule.Once), ("ahead", schedule.Ahead), ("loop", schedule.Loop), ("behind", schedule.Behind), ("after", schedule.After) }
            .Where(phase => phase.Item2.Count > 0)
            .Select(phase => $"{phase.Item1} {string.Join(" ", phase.Item2.Select(op => op.Results[0].Name))}");
        var values = new[] { ("parted", schedule.Parted), ("collected", schedule.Collected), ("kept", schedule.Kept) }
            .Where(group => group.Item2.Count > 0)
            .Select(group => $"{group.Item1} {string.Join(" ", group.Item2.Select(id => names[id].Name))}");
        return string.Join("; ", new[] { string.Join(", ", phases) }.Concat(values));
    }
}
