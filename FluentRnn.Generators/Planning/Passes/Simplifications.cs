using System.Globalization;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Takes out operations that give one of their operands back: x · 1, x + 0, −(−x), the transpose of a transpose, a cast to the type there already is.</summary>
internal static class Simplifications
{
    /// <summary>For an operation of these: the operand that its result is, or null. The types agree where that is asked.</summary>
    private static readonly Dictionary<Operation, Func<Op, GraphIndex, int?>> Rules = new()
    {
        [Elementwise.Add] = (op, _) => Beside(op, 0, commutes: true),
        [Elementwise.Sub] = (op, _) => Beside(op, 0, commutes: false),
        [Elementwise.Mul] = (op, _) => Beside(op, 1, commutes: true),
        [Elementwise.Div] = (op, _) => Beside(op, 1, commutes: false),
        [Elementwise.Neg] = Inverse(Elementwise.Neg),
        [Elementwise.Positive] = (op, _) => op.Tensor("self"),
        [Shapes.T] = Inverse(Shapes.T),
        [Shapes.Transpose] = Inverse(Shapes.Transpose, "dim0", "dim1"),
        [Shapes.Squeeze] = Inverse(Shapes.Unsqueeze, "dim"),
        [Shapes.View] = (op, _) => op.Tensor("self"),
        [Shapes.Reshape] = (op, _) => op.Tensor("self"),
        [Shapes.Expand] = (op, _) => op.Tensor("self"),
        [Indexing.Narrow] = (op, _) => op.Number("start") == 0 ? op.Tensor("self") : null,
        [Joining.Chunk] = (op, _) => op.Number("chunks") == 1 ? op.Tensor("self") : null,
        [Joining.Cat] = (op, _) => op.Find("tensors")!.Values is { Count: 1 } one ? one[0] : null,
        [Casting.ToType] = (op, _) => op.Tensor("self"),
        [Casting.Float] = (op, _) => op.Tensor("self"),
        [Casting.Double] = (op, _) => op.Tensor("self"),
        [Casting.Long] = (op, _) => op.Tensor("self"),
        [Casting.Int] = (op, _) => op.Tensor("self"),
        [Casting.Bool] = (op, _) => op.Tensor("self"),
    };

    public static Pass Pass { get; } = new("simplifications", Optimizations.Simplify, (graph, _) => Rewrite(graph));

    public static StepGraph Rewrite(StepGraph graph)
    {
        var index = new GraphIndex(graph);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (op.Results.Count == 1 && Rules.TryGetValue(op.Operation, out var rule) && rule(op, index) is { } same && IsSame(index.Type(same), op.Results[0].Type))
            {
                rewriter.Replace(op.Results[0].Id, same);
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return rewriter.Build();
    }

    /// <summary>Whether two types are known to be the same: also the element type, and every size.</summary>
    private static bool IsSame(TensorType left, TensorType right) =>
        left == right && left.Element != ElementType.Unknown && left.Shape is { } shape && shape.All(size => size.IsWritable);

    /// <summary>The tensor beside a host number; for operations that do not commute, the number must be on the right.</summary>
    private static int? Beside(Op op, double number, bool commutes) =>
        Number(op.Find("other")) == number ? op.Tensor("self") : commutes && Number(op.Find("self")) == number ? op.Tensor("other") : null;

    private static double? Number(Argument? argument) => argument?.Host switch
    {
        { Constant: { } whole } => whole,
        { Text: { } text } when double.TryParse(text.TrimEnd('f', 'd', 'F', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>The operand of the operand, when that is made by the inverse with the same host arguments.</summary>
    private static Func<Op, GraphIndex, int?> Inverse(Operation inverse, params string[] arguments) => (op, index) =>
        op.Tensor("self") is { } self && index.Maker(self, inverse) is { } maker && arguments.All(name => op.Find(name)!.Host == maker.Find(name)!.Host) ? maker.Tensor("self") : null;
}
