using System.Globalization;
using FluentRnn.Benchmarks.Generator;
using FluentRnn.Benchmarks.Measure;

namespace FluentRnn.Benchmarks.Report;

/// <summary>What the generator costs, as text.</summary>
static class GeneratorTable
{
    public static IReadOnlyList<string> Columns { get; } = ["", "ms a container", "p10–p90"];

    public static IEnumerable<IReadOnlyList<string>> Rows(GeneratorCost cost) =>
    [
        Row("50 decoders, cold", cost.Cold), Row("after an edit elsewhere", cost.ElsewhereEdited), Row("after an edit of one of them", cost.OneEdited),
        Row("the containers of these benchmarks, cold", cost.Benchmarks),
    ];

    static IReadOnlyList<string> Row(string name, Spread spread) => [name, Number(spread.Median), $"{Number(spread.P10)}–{Number(spread.P90)}"];

    static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
