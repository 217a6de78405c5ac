namespace FluentRnn.Generators.Planning;

/// <summary>A result of the loop that is written where one of its operands was.</summary>
/// <param name="Result">The result.</param>
/// <param name="Operand">The operand, which nobody reads any more.</param>
/// <param name="WhenRecorded">Whether it may be written there also where gradients are recorded, because no gradient needs what was there.</param>
internal sealed record Overwrite(int Result, int Operand, bool WhenRecorded);
