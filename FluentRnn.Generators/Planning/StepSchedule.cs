using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>When each operation of a body is executed, in order; and which values of the last step outlive the loop.</summary>
/// <param name="Once">Once a call, before the first step.</param>
/// <param name="Loop">Each step.</param>
/// <param name="After">After the last step, on its values.</param>
/// <param name="Kept">The values made at each step that are needed after the last one: for <paramref name="After"/>, or as last outputs.</param>
internal sealed record StepSchedule(EquatableArray<Op> Once, EquatableArray<Op> Loop, EquatableArray<Op> After, EquatableArray<int> Kept);
