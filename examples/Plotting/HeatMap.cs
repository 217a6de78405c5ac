using System.Collections.Immutable;

namespace FluentRnn.Examples.Plotting;

/// <summary>A table of numbers from 0 to 1, shown as colours.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Rows">A label for each row.</param>
/// <param name="Columns">A label for each column.</param>
/// <param name="Values">The numbers, by row and column.</param>
sealed record HeatMap(string Title, ImmutableArray<string> Rows, ImmutableArray<string> Columns, float[,] Values);
