using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Writes <c>matmul</c> as the product of its ranks: <c>mm</c>, <c>bmm</c> or <c>mv</c>. The numbers are the same; but in TorchSharp 0.107 a
/// <c>matmul</c> of sizes that do not fit ends the process, while the others throw. The remaining ranks keep <c>matmul</c>.
/// </summary>
internal static class CheckedProducts
{
    public static Pass Pass { get; } = new("checked products", Optimizations.None, (graph, _) => Rewrite(graph));

    public static StepGraph Rewrite(StepGraph graph)
    {
        var values = graph.Values();
        return graph with { Ops = graph.Ops.Select(op => ProductOf(op, values) is { } product ? op with { Operation = product } : op).ToEquatableArray() };
    }

    private static Operation? ProductOf(Op op, IReadOnlyDictionary<int, Value> values)
    {
        if (op.Operation != Products.MatMul)
        {
            return null;
        }

        var operands = op.Operands.Select(id => values[id].Type).ToList();
        return (operands[0].Rank, operands[1].Rank) switch
        {
            (2, 2) => Products.Mm,
            (2, 1) => Products.Mv,

            // bmm does not broadcast.
            (3, 3) when operands[0].Shape!.Value[0] == operands[1].Shape!.Value[0] => Products.Bmm,
            _ => null,
        };
    }
}
