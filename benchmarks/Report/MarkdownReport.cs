using System.Globalization;
using System.Text;
using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>The report as a page: machine, targets, chart, and every number.</summary>
static class MarkdownReport
{
    public static string Of(BenchmarkReport report)
    {
        var page = new StringBuilder();
        page.Append("# Performance\n\nWritten by `benchmarks`; not edited by hand.\n\n");
        Table(page, ["", ""], report.Machine.Facts.Select(fact => (IReadOnlyList<string>)[fact.Name, fact.Value]));
        page.Append(CultureInfo.InvariantCulture, $"\n{HowMeasured}\n");

        page.Append("\n## Targets\n\nMedians over all cells of a comparison and the shapes S1 to S4, two threads: the peer's time divided by that of the generated container.\n\n");
        Table(page, TargetTable.Columns, TargetTable.Rows(report));
        page.Append("\n![Times of the peers divided by that of the generated container](performance.svg)\n");

        foreach (var mode in report.Groups.Select(group => group.Mode).Distinct())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {mode}, {report.Threads} threads: times ours, medians over S1 to S4\n\n");
            Table(page, ["cell", .. report.Peers], report.Cells.Select(cell => Overview(report, cell, mode)));
        }

        if (report.Generator is { } generator)
        {
            page.Append("\n## Generator\n\n");
            Table(page, GeneratorTable.Columns, GeneratorTable.Rows(generator));
        }

        page.Append("\n## Peers\n\n");
        Table(page, ["peer", ""], PeerNames.All.Select(peer => (IReadOnlyList<string>)[peer.Name, peer.Meaning]));
        page.Append("\n## Shapes\n\n");
        Table(
            page, ["shape", "B", "T", "inputs", "hidden"],
            Shape.All.Select(shape => (IReadOnlyList<string>)[shape.Name, Text(shape.Batch), Text(shape.Steps), Text(shape.Inputs), Text(shape.Hidden)]));

        foreach (var cell in report.Cells)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {cell.Title}\n");
            foreach (var group in report.Groups.Where(group => group.Cell == cell.Name))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n`{cell.Name}` {group.Shape}, {group.Mode.ToString().ToLowerInvariant()}, {group.Threads} threads, {group.Floor.Count} rounds\n\n");
                Table(page, ResultTable.Columns, ResultTable.Rows(group));
            }
        }

        return page.ToString();
    }

    static IReadOnlyList<string> Overview(BenchmarkReport report, Cell cell, Mode mode) =>
        [cell.Name, .. report.Peers.Select(peer => report.RatioToOurs(cell, peer, mode, report.Threads) is { } ratio ? ResultTable.Ratio(ratio) : "")];

    const string HowMeasured = """
        All peers of a table ran in one process, on the same weights and inputs, after their outputs and all their gradients had been compared with the equations; *error* is the largest difference, relative to
        the largest number of its tensor. They took turns, another one first in every round; between turns the garbage collector ran, outside the measured time. Nothing was left out: *ms* is the median of the
        rounds and *p10–p90* where eight of ten lie; *times ours* is the same of the peer's time divided by ours, round by round. *gemm_floor* is the products with weights and nothing else, as few as there can be; *floor/ms* is
        how much of a peer's time they are. *managed KB* is what a call allocates on the managed heap, *native MB* how far resident memory rises in it, *first ms* making the peer and its first call.
        """;

    // Two columns are text; of more, all but the first are numbers.
    static void Table(StringBuilder page, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(page, columns);
        Row(page, [.. columns.Select((_, i) => i == 0 || columns.Count == 2 ? "---" : "--:")]);
        foreach (var row in rows)
            Row(page, row);
    }

    static void Row(StringBuilder page, IReadOnlyList<string> cells) => page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
