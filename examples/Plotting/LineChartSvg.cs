using System.Globalization;
using System.Xml.Linq;

namespace FluentRnn.Examples.Plotting;

/// <summary>Draws a line chart as SVG: axes with round numbers, light grid lines, a legend above.</summary>
static class LineChartSvg
{
    const double Width = 900, Height = 420, Left = 64, Right = 24, Top = 88, Bottom = 56;

    public static void Save(LineChart chart, string path) => Svg.Save(Svg.Document(Width, Height, Content(chart)), path);

    static IEnumerable<XElement> Content(LineChart chart)
    {
        var points = chart.Lines.SelectMany(line => line.Points).ToList();
        var (xLow, xHigh) = (points.Min(point => point.X), points.Max(point => point.X));
        var (lowest, highest) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var yLow = chart.FromZero ? Math.Min(0, lowest) : lowest;
        var yHigh = highest + (0.05 * (highest - yLow));

        return
        [
            Svg.Text(Left, 26, chart.Title, size: 15),
            .. AxisTicks.Between(yLow, yHigh, 6).SelectMany(y => YTick(Y(y), y)),
            .. AxisTicks.Between(xLow, xHigh, 10).SelectMany(x => XTick(X(x), x)),
            Svg.Text((Left + Width - Right) / 2, Height - 12, chart.XTitle, "middle"),
            Svg.Text(Left, Top - 10, chart.YTitle, size: 11),
            .. chart.Lines.Select(line => Svg.Polyline(line.Points.Select(point => (X(point.X), Y(point.Y))), line.Color, line.Dashed)),
            .. Legend(chart),
        ];

        double X(double x) => Left + ((x - xLow) / (xHigh - xLow) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((y - yLow) / (yHigh - yLow) * (Height - Top - Bottom));
    }

    static IEnumerable<XElement> YTick(double at, double value) =>
        [Svg.Segment(Left, at, Width - Right, at, "#e0e0e0"), Svg.Text(Left - 8, at + 4, Number(value), "end")];

    static IEnumerable<XElement> XTick(double at, double value) =>
        [Svg.Segment(at, Height - Bottom, at, Height - Bottom + 5, "#808080"), Svg.Text(at, Height - Bottom + 20, Number(value), "middle")];

    static IEnumerable<XElement> Legend(LineChart chart)
    {
        var x = Left;
        foreach (var line in chart.Lines)
        {
            yield return Svg.Polyline([(x, 44), (x + 28, 44)], line.Color, line.Dashed);
            yield return Svg.Text(x + 34, 48, line.Name);
            x += 60 + (7 * line.Name.Length);
        }
    }

    static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
