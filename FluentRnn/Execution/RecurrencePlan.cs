namespace FluentRnn;

/// <summary>What the compiler made of a step: which operations it moved out of the loop, which it kept, and why.</summary>
/// <param name="Text">The plan in words.</param>
/// <param name="Mermaid">The plan as a Mermaid flowchart.</param>
/// <param name="Invariant">The number of operations that run once a call.</param>
/// <param name="Time">The number of operations that run once for all steps, before the loop.</param>
/// <param name="Carry">The number of operations that run at every step.</param>
/// <param name="Out">The number of operations that run once for all steps, after the loop.</param>
public sealed record RecurrencePlan(string Text, string Mermaid, int Invariant, int Time, int Carry, int Out)
{
    /// <summary>How often operations were put together: products into one, sums into products, functions of several gates into one.</summary>
    public int Fused { get; init; }

    /// <summary>The floating-point operations of a step that are left in the loop, for B rows, as a formula of the container's sizes: <c>2 * B * hidden * hidden + B * hidden</c>. What is not known is left out.</summary>
    public string LoopFlops { get; init; } = string.Empty;

    /// <summary>The floating-point operations of a step wherever they are computed: before the loop, in it, or after it. What is computed once a call is not among them.</summary>
    public string StepFlops { get; init; } = string.Empty;

    /// <summary>How much of a step's arithmetic is left in the loop, from 0 to 1, with 32 rows and every size that is not a plain number 256.</summary>
    public double LoopShare { get; init; }

    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
