using System.Globalization;
using System.Xml.Linq;

namespace FluentRnn.Examples.Plotting;

/// <summary>Draws a heat map as SVG: a square a number, the number itself as its tooltip.</summary>
static class HeatMapSvg
{
    const double Cell = 24, Left = 64, Top = 72, Margin = 16;

    public static void Save(HeatMap map, string path)
    {
        var width = Math.Max(Left + (Cell * map.Columns.Length) + Margin, 360);
        var height = Top + (Cell * map.Rows.Length) + Margin;
        Svg.Save(Svg.Document(width, height, Content(map)), path);
    }

    static IEnumerable<XElement> Content(HeatMap map)
    {
        yield return Svg.Text(Margin, 26, map.Title, size: 15);
        for (var column = 0; column < map.Columns.Length; column++)
            yield return Svg.Text(Left + (Cell * (column + 0.5)), Top - 8, map.Columns[column], "middle", 14);

        for (var row = 0; row < map.Rows.Length; row++)
        {
            yield return Svg.Text(Left - 10, Top + (Cell * (row + 0.7)), map.Rows[row], "end", 14);
            for (var column = 0; column < map.Columns.Length; column++)
                yield return Square(map, row, column);
        }
    }

    static XElement Square(HeatMap map, int row, int column)
    {
        var value = map.Values[row, column];
        var square = Svg.Rectangle(Left + (Cell * column), Top + (Cell * row), Cell - 1, Cell - 1, ColorScale.Hex(value));
        square.Add(new XElement(square.Name.Namespace + "title", value.ToString("0.000", CultureInfo.InvariantCulture)));
        return square;
    }
}
