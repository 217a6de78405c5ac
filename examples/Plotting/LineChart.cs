using System.Collections.Immutable;

namespace FluentRnn.Examples.Plotting;

/// <summary>Lines over a common horizontal axis.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XTitle">What the horizontal axis counts.</param>
/// <param name="YTitle">What the vertical axis measures.</param>
/// <param name="Lines">The lines, drawn in this order.</param>
sealed record LineChart(string Title, string XTitle, string YTitle, ImmutableArray<Line> Lines)
{
    /// <summary>Whether the vertical axis begins at zero, or with the lowest point.</summary>
    public bool FromZero { get; init; } = true;
}

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Its colour, as SVG writes it.</param>
/// <param name="Points">Its points, from left to right.</param>
/// <param name="Dashed">Whether the line is dashed.</param>
sealed record Line(string Name, string Color, ImmutableArray<(double X, double Y)> Points, bool Dashed = false);
