using System.Globalization;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>The rows of a group as text, the same on the console and in Markdown.</summary>
static class ResultTable
{
    public static IReadOnlyList<string> Columns { get; } =
        ["peer", "ms", "p10–p90", "times ours", "p10–p90", "floor/ms", "error", "managed KB", "native MB", "first ms"];

    /// <summary>A row a peer in the order of <see cref="PeerNames.All"/>, after one for the floor.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(Group group)
    {
        var floor = Spread.Of(group.Floor);
        yield return ["gemm_floor", Time(floor.Median), Range(floor, Time), "", "", "", "", "", "", ""];
        foreach (var (name, _) in PeerNames.All)
        {
            if (group.Find(name) is not { } result) continue;

            var time = Spread.Of(result.Times);
            var ratio = group.Ratio(name, PeerNames.Ours);
            yield return
            [
                name, Time(time.Median), Range(time, Time),
                ratio is { } shown ? Ratio(shown.Median) : "", ratio is { } spread ? Range(spread, Ratio) : "",
                Number("0%", floor.Median / time.Median), Number("0e+0", result.Error), Number("0.#", result.ManagedBytes / 1024.0),
                result.NativePeak is { } bytes ? Number("0.0", bytes / 1048576.0) : "", Number("0", result.FirstResult),
            ];
        }
    }

    public static string Ratio(double ratio) => Number(ratio < 10 ? "0.00" : "0.0", ratio);

    static string Time(double milliseconds) => Number(milliseconds < 10 ? "0.000" : "0.0", milliseconds);

    static string Range(Spread spread, Func<double, string> text) => $"{text(spread.P10)}–{text(spread.P90)}";

    static string Number(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
