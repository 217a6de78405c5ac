using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Computes equal pure operations once: the same table entry on the same operands and host values.</summary>
internal static class CommonSubexpressions
{
    public static Pass Pass { get; } = new("common subexpressions", Optimizations.Simplify, (graph, _) => Merge(graph));

    public static StepGraph Merge(StepGraph graph)
    {
        var same = new Dictionary<int, int>();
        var kept = new List<Op>();
        var known = new Dictionary<(Operation, EquatableArray<Argument>), int>();
        foreach (var original in graph.Ops)
        {
            var op = Replace(original, same);
            var key = (op.Operation, op.Arguments);
            if (op.Operation.Effects == Effects.Pure && known.TryGetValue(key, out var index) && kept[index].Results.Count == op.Results.Count)
            {
                kept[index] = kept[index] with { Results = Join(kept[index].Results, op.Results, same) };
                continue;
            }

            known[key] = kept.Count;
            kept.Add(op);
        }

        return graph with
        {
            Ops = kept.ToEquatableArray(),
            Next = Replace(graph.Next, same),
            Sequence = Replace(graph.Sequence, same),
            Last = Replace(graph.Last, same),
            Done = graph.Done is { } done ? Replace(done, same) : null,
        };
    }

    /// <summary>The first operation's results, which keep their names, or take the second's where they have none.</summary>
    private static EquatableArray<Value> Join(EquatableArray<Value> first, EquatableArray<Value> second, Dictionary<int, int> same) =>
        first.Zip(second, (kept, merged) =>
        {
            same[merged.Id] = kept.Id;
            return kept with { Name = kept.Name ?? merged.Name };
        }).ToEquatableArray();

    private static Op Replace(Op op, Dictionary<int, int> same) => op.Operands.Any(same.ContainsKey)
        ? op with { Arguments = op.Arguments.Select(argument => argument with { Values = argument.Values.Select(id => Replace(id, same)).ToEquatableArray() }).ToEquatableArray() }
        : op;

    private static EquatableArray<Binding> Replace(EquatableArray<Binding> bindings, Dictionary<int, int> same) =>
        bindings.Select(binding => binding with { Value = Replace(binding.Value, same) }).ToEquatableArray();

    private static int Replace(int id, Dictionary<int, int> same) => same.TryGetValue(id, out var kept) ? kept : id;
}
