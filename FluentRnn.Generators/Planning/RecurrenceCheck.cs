using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>FRNN081: a container none of whose next states depends on a state before, so that its steps do not depend on one another.</summary>
internal static class RecurrenceCheck
{
    public static IEnumerable<LocatedFinding> Check(ContainerSpec spec) => spec.HasDone || spec.Variants.Any(variant => IsRecurrent(variant.Body))
        ? []
        : [new LocatedFinding(Finding.Of("FRNN081", spec.Type.Name))];

    private static bool IsRecurrent(StepGraph graph)
    {
        HashSet<int> reached = [.. graph.Next.Select(binding => binding.Value)];
        HashSet<string> named = [];
        foreach (var op in graph.Ops.Reverse().Where(op => op.Results.Any(result => reached.Contains(result.Id))))
        {
            reached.UnionWith(op.Operands);
            named.UnionWith(HostText.Texts(op).SelectMany(HostText.Placeholders));
        }

        return graph.Inputs.Any(input => input.Kind == InputKind.State && (reached.Contains(input.Value.Id) || named.Contains(input.Name)));
    }
}
