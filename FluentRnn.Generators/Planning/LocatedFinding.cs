using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A finding, and what in the container it is about: a slot by name, or a value of a variant's body.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Slot">The slot or module, or null.</param>
/// <param name="Variant">The variant whose value it is; meaningless without <paramref name="Value"/>.</param>
/// <param name="Value">The value, or null.</param>
internal sealed record LocatedFinding(Finding Finding, string? Slot = null, int Variant = 0, int? Value = null);
