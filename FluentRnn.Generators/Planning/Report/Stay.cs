using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>An operation that stays in the loop although the dataflow does not ask for it.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Because">Why, as the end of a sentence that begins "because".</param>
/// <param name="Advice">What the user could do, as the end of a sentence that begins "you could"; null when nothing, or when the cause is another operation that stays.</param>
/// <param name="HoldsProduct">Whether a product stays because of it, or is one.</param>
internal sealed record Stay(Op Op, string Because, string? Advice, bool HoldsProduct);
