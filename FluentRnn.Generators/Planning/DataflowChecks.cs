using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>What looks wrong in the dataflow of a step, in the order of the declaration. A slot counts as used when one variant uses it.</summary>
internal static class DataflowChecks
{
    public static IReadOnlyList<LocatedFinding> Check(ContainerSpec spec) => spec.Variants.Count == 0
        ? []
        : [.. SlotChecks.Check(spec), .. ValueChecks.Check(spec), .. RecurrenceCheck.Check(spec)];
}
