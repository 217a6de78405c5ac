using Spectre.Console;

namespace FluentRnn.Examples.Plotting;

/// <summary>Shows a heat map in the terminal, without its title. The shade of a cell says the same as its colour, for terminals that have none.</summary>
static class HeatMapTerminal
{
    const string Shades = " ░▒▓█";

    public static void Write(IAnsiConsole console, HeatMap map)
    {
        var labels = map.Rows.Max(row => row.Length) + 2;
        console.WriteLine(new string(' ', labels) + string.Concat(map.Columns.Select(column => column.PadRight(2))));
        for (var row = 0; row < map.Rows.Length; row++)
        {
            console.Write(new Text(map.Rows[row].PadRight(labels)));
            for (var column = 0; column < map.Columns.Length; column++)
                console.Write(Cell(map.Values[row, column]));
            console.WriteLine();
        }
    }

    static Text Cell(float value)
    {
        var shade = Shades[(int)Math.Round(Math.Clamp(value, 0, 1) * (Shades.Length - 1))];
        var (r, g, b) = ColorScale.At(0.25f + (value * 0.75f));
        return new Text(new string(shade, 2), new Style(foreground: new Color(r, g, b)));
    }
}
