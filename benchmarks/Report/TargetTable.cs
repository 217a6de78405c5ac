using System.Globalization;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>Every target and what was reached, as text.</summary>
static class TargetTable
{
    public static IReadOnlyList<string> Columns { get; } = ["against", "mode", "target", "ours", "slowest cell", "ours_cell", "slowest cell", "reached"];

    /// <summary>A row a target; targets of which nothing was measured are left out.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(BenchmarkReport report)
    {
        foreach (var target in Target.All)
        {
            var ours = target.Evaluate(report.Groups, PeerNames.Ours);
            var cell = target.Evaluate(report.Groups, PeerNames.OursCell);
            if (ours is null && cell is null) continue;

            var every = target.OfEveryCell is { } least ? $", every cell ≥ {ResultTable.Ratio(least)}" : "";
            yield return
            [
                target.Title, target.Mode.ToString().ToLowerInvariant(), $"≥ {ResultTable.Ratio(target.Goal)}{every}",
                Median(ours), Slowest(ours), Median(cell), Slowest(cell), ours is { Yes: true } ? "yes" : "no",
            ];
        }

        if (report.Generator is { Cold.Median: var cold })
        {
            var text = cold.ToString("0.0 ms", CultureInfo.InvariantCulture);
            yield return ["generator, a container, cold", "", $"≤ {Target.GeneratorGoal} ms", text, "", "", "", cold <= Target.GeneratorGoal ? "yes" : "no"];
        }
    }

    static string Median(Target.Reached? reached) => reached is null ? "" : ResultTable.Ratio(reached.Median);

    static string Slowest(Target.Reached? reached) => reached is null ? "" : $"{reached.SlowestCell} {ResultTable.Ratio(reached.OfSlowestCell)}";
}
