using FluentRnn.Benchmarks.Generator;
using FluentRnn.Benchmarks.Measure;
using Spectre.Console;

namespace FluentRnn.Benchmarks.Report;

/// <summary>Tables on the console, as they come.</summary>
static class ConsoleReport
{
    public static void Write(Machine machine)
    {
        foreach (var (name, value) in machine.Facts)
            Console.WriteLine($"{name}: {value}");
    }

    public static void Write(Group group) =>
        Write(FormattableString.Invariant($"{group.Cell} {group.Shape} {group.Mode}, {group.Threads} threads, {group.Floor.Count} rounds"), ResultTable.Columns, ResultTable.Rows(group));

    public static void WriteTargets(BenchmarkReport report) => Write("Targets: medians over S1 to S4, two threads", TargetTable.Columns, TargetTable.Rows(report));

    public static void Write(GeneratorCost cost) => Write("Generator, ms a container", GeneratorTable.Columns, GeneratorTable.Rows(cost));

    static void Write(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };
        for (var i = 0; i < columns.Count; i++)
            table.AddColumn(new TableColumn(Markup.Escape(columns[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }
}
