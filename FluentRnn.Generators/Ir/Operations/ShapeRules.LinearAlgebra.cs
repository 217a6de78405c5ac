namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>A square matrix, or a stack of them, to the same.</summary>
    public static IReadOnlyList<TensorType> SquareMatrix(ShapeContext context)
    {
        NeedSquare(context);
        return [context.Operand("self")];
    }

    /// <summary>A square matrix to a number, a stack of them to one each.</summary>
    public static IReadOnlyList<TensorType> Determinant(ShapeContext context)
    {
        NeedSquare(context);
        return context.Shape("self") is { } self ? One(Leading(self), context.Element("self")) : OfUnknownShape(context.Element("self"));
    }

    /// <summary>What a square matrix must be multiplied by to give a matrix: of that one's shape, over the leading axes of both.</summary>
    public static IReadOnlyList<TensorType> Solve(ShapeContext context)
    {
        NeedSquare(context);
        context.NeedAxes("other", 2);
        var element = ProductElement(context, "self", "other");
        if (context.Shape("self") is not { } self || context.Shape("other") is not { } other)
        {
            return OfUnknownShape(element);
        }

        Contract(context, "self", "other", self[self.Count - 1], other[other.Count - 2]);
        var leading = Broadcast(Leading(self), Leading(other), context.Show("self"), context.Show("other"));
        return One([.. leading, self[self.Count - 1], other[other.Count - 1]], element);
    }

    /// <summary>A matrix that can be multiplied by itself.</summary>
    private static void NeedSquare(ShapeContext context)
    {
        context.NeedAxes("self", 2);
        if (context.Shape("self") is { } self)
        {
            Contract(context, "self", "self", self[self.Count - 1], self[self.Count - 2]);
        }
    }
}
