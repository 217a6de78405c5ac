using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A phase of a call for a reader.</summary>
/// <param name="Title">When it is, as a heading.</param>
/// <param name="When">When it is, in a sentence.</param>
/// <param name="Ops">Its operations.</param>
/// <param name="Lines">The same as equations.</param>
internal sealed record PlanPhase(string Title, string When, IReadOnlyList<Op> Ops, IReadOnlyList<PlanLine> Lines)
{
    /// <summary>What is known of the arithmetic: for the phases of all steps at once, that of one step.</summary>
    public required Dim Flops { get; init; }

    /// <summary>Whether that is all of it.</summary>
    public required bool IsCounted { get; init; }
}

/// <summary>An equation of the plan: one operation, with those whose results nothing else reads written into it.</summary>
/// <param name="Left">The names of what is computed; empty when there are no results.</param>
/// <param name="Right">How.</param>
/// <param name="Shapes">The shapes of the left side.</param>
/// <param name="Flops">The arithmetic, or null when it is not known.</param>
/// <param name="Results">The values of the left side.</param>
/// <param name="Sources">The values of other equations, and the inputs, on the right side.</param>
internal sealed record PlanLine(string Left, string Right, string Shapes, Dim? Flops, IReadOnlyList<int> Results, IReadOnlyList<int> Sources)
{
    public string Equation => Left.Length == 0 ? Right : $"{Left} = {Right}";
}
