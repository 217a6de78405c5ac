using System.Globalization;
using System.Xml.Linq;
using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>A bar a peer and cell: how many times as long as the generated container it takes, as a median over the shapes of the targets, on a logarithmic axis.</summary>
static class RatioChart
{
    const double Width = 1000, PanelHeight = 300, Left = 56, Right = 16, Top = 64, Gap = 70;
    static readonly string[] Colors = ["#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377", "#774411", "#888888", "#222222"];
    static readonly double[] Ticks = [0.25, 0.5, 1, 2, 4, 8, 16, 32];
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XDocument Of(BenchmarkReport report)
    {
        var modes = report.Groups.Select(group => group.Mode).Distinct().ToList();
        var threads = report.Threads;
        var height = Top + (modes.Count * (PanelHeight + Gap));
        var peers = report.Peers.Where(name => name != PeerNames.Ours).ToList();
        return new(Element(
            "svg",
            [("width", Width), ("height", height), ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {height}")), ("font-family", "sans-serif"), ("font-size", 12)],
            [
                Element("rect", [("width", Width), ("height", height), ("fill", "white")]),
                Text(Left, 22, string.Create(CultureInfo.InvariantCulture, $"Time of each peer divided by that of the generated container: median over {string.Join(", ", Shape.OfTargets)}, {threads} threads"), "start", 15),
                .. peers.SelectMany((peer, i) => Legend(peer, i)),
                .. modes.SelectMany((mode, i) => Panel(report, mode, threads, peers, Top + 20 + (i * (PanelHeight + Gap)))),
            ]));
    }

    static IEnumerable<XElement> Legend(string peer, int i)
    {
        var x = Left + (i * 100);
        return [Element("rect", [("x", x), ("y", 36), ("width", 12), ("height", 12), ("fill", Colors[i])]), Text(x + 18, 46, peer)];
    }

    static IEnumerable<XElement> Panel(BenchmarkReport report, Mode mode, int threads, List<string> peers, double top)
    {
        var cells = report.Cells;
        var bottom = top + PanelHeight;
        var slot = (Width - Left - Right) / cells.Count;
        var bar = slot * 0.8 / peers.Count;

        yield return Text(Left, top - 8, mode.ToString(), "start", 13);
        foreach (var tick in Ticks)
        {
            yield return Element("line", [("x1", Left), ("x2", Width - Right), ("y1", Y(tick)), ("y2", Y(tick)), ("stroke", tick == 1 ? "#202020" : "#e0e0e0")]);
            yield return Text(Left - 8, Y(tick) + 4, tick.ToString(CultureInfo.InvariantCulture), "end");
        }

        foreach (var (c, cell) in cells.Index())
        {
            yield return Text(Left + ((c + 0.5) * slot), bottom + 16, cell.Name, "middle");
            foreach (var (p, peer) in peers.Index())
            {
                if (report.RatioToOurs(cell, peer, mode, threads) is not { } ratio) continue;

                var x = Left + ((c + 0.1) * slot) + (p * bar);
                var (high, low) = (Math.Min(Y(ratio), Y(1)), Math.Max(Y(ratio), Y(1)));
                yield return Element(
                    "rect", [("x", x), ("y", high), ("width", bar * 0.9), ("height", Math.Max(low - high, 1)), ("fill", Colors[p])],
                    [Element("title", [], [new XText($"{cell.Title}, {peer}: {ResultTable.Ratio(ratio)}")])]);
            }
        }

        double Y(double ratio) => bottom - (Math.Log2(Math.Clamp(ratio, Ticks[0], Ticks[^1]) / Ticks[0]) / Math.Log2(Ticks[^1] / Ticks[0]) * PanelHeight);
    }

    static XElement Text(double x, double y, string text, string anchor = "start", int size = 12) =>
        Element("text", [("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size)], [new XText(text)]);

    static XElement Element(string name, IEnumerable<(string Name, object Value)> attributes, IEnumerable<object>? content = null) => new(
        Svg + name,
        attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : attribute.Value)), content);
}
