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
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
