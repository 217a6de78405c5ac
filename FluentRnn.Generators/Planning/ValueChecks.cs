using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Values that are computed for nothing, or that mix what should stay apart.</summary>
internal static class ValueChecks
{
    public static IEnumerable<LocatedFinding> Check(ContainerSpec spec)
    {
        var bodies = spec.Variants.Select(variant => variant.Body).ToList();
        var useful = new HashSet<string>(bodies.SelectMany(UsefulNames), StringComparer.Ordinal);
        HashSet<Finding> messages = [];
        for (var variant = 0; variant < bodies.Count; variant++)
        {
            var values = bodies[variant].Values();
            var makers = bodies[variant].Ops.SelectMany(op => op.Results, (op, result) => (result.Id, op.Operation.Member)).ToDictionary(pair => pair.Id, pair => pair.Member);
            var found = bodies[variant].Ops.SelectMany(op => Unused(op, useful).Concat(Broadcast(op, values, makers)).Concat(Mixing(op, values, makers)));
            foreach (var (finding, value) in found)
            {
                // The same line is in several variants; it is told once.
                if (messages.Add(finding))
                {
                    yield return new LocatedFinding(finding, Variant: variant, Value: value);
                }
            }
        }
    }

    /// <summary>The user's names of values that something depends on in one variant at least.</summary>
    private static IEnumerable<string> UsefulNames(StepGraph graph)
    {
        var live = DeadCode.LiveValues(graph);
        return graph.Ops
            .SelectMany(op => op.Operation.Effects == Effects.Pure ? op.Results.Where(result => live.Contains(result.Id)) : op.Results)
            .Select(result => result.Name)
            .OfType<string>();
    }

    /// <summary>FRNN073: a value with a name that nothing depends on. Of several results of one operation, one in use is enough.</summary>
    private static IEnumerable<(Finding, int)> Unused(Op op, HashSet<string> useful) =>
        op.Results.All(result => result.Name is null || !useful.Contains(result.Name))
            ? op.Results.Where(result => result.Name is not null && op.Operation.Effects == Effects.Pure)
                .Select(result => (Finding.Of("FRNN073", result.Name!), result.Id))
            : [];

    /// <summary>FRNN060: (B) with (B, 1) gives (B, B), which is never meant.</summary>
    private static IEnumerable<(Finding, int)> Broadcast(Op op, IReadOnlyDictionary<int, Value> values, Dictionary<int, string> makers)
    {
        if (op.Operation.Time != TimeRule.Elementwise || op.Results.Count != 1 || BatchAxes(op.Results[0].Type) < 2)
        {
            yield break;
        }

        var operands = op.Operands.Select(id => values[id]).Where(value => BatchAxes(value.Type) == 1).ToList();
        if (operands.Count == op.Operands.Count() && operands.OrderBy(value => value.Type.Rank).FirstOrDefault() is { } narrow)
        {
            yield return (Finding.Of("FRNN060", narrow.Name ?? makers[narrow.Id], narrow.Type.ToString(), op.Results[0].Type.ToString()), op.Results[0].Id);
        }
    }

    /// <summary>FRNN061: rows of the batch are combined. A broadcast that was told, or a shape that cannot be, is not told again.</summary>
    private static IEnumerable<(Finding, int)> Mixing(Op op, IReadOnlyDictionary<int, Value> values, Dictionary<int, string> makers)
    {
        if (op.Results.Any(result => result.Type.Shape is not null) && BatchMixing.Mixes(op, id => values[id]) && !Broadcast(op, values, makers).Any())
        {
            yield return (Finding.Of("FRNN061", op.Results[0].Name ?? op.Operation.Member), op.Results[0].Id);
        }
    }

    private static int BatchAxes(TensorType type) => type.Shape?.Count(size => size == Dim.Batch) ?? 0;
}
