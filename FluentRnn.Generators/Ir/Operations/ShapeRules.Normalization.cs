namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>The last axes, which <c>shape</c> names, normalized: nothing changes.</summary>
    public static IReadOnlyList<TensorType> LayerNorm(ShapeContext context)
    {
        if (context.ListOf("shape") is { } normalized)
        {
            context.NeedAxes("self", normalized.Count);
            if (context.Shape("self") is { } self && normalized.Where((size, i) => size.Agrees(self[self.Count - normalized.Count + i]) == Agreement.Different).Any())
            {
                throw ShapeContext.Fail("FRNN058", context.Describe("self"), context.Operand("self").ToString(), TensorType.Of(ElementType.Unknown, [.. normalized]).ToString());
            }
        }

        return SameReal(context);
    }

    /// <summary>Channels on the second axis: nothing changes.</summary>
    public static IReadOnlyList<TensorType> Channels(ShapeContext context)
    {
        context.NeedAxes("self", 2);
        return SameReal(context);
    }

    /// <summary>Half of an axis multiplied with the sigmoid of the other half.</summary>
    public static IReadOnlyList<TensorType> Glu(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis)
        {
            return OfUnknownShape(context.Element("self"));
        }

        var two = Dim.Constant(2);
        var half = self[axis].DivideExactly(two);
        return half is null && self[axis].Value is not null
            ? throw DivisionFailure(context, self[axis], two)
            : [Part(self, axis, context.Element("self"), half ?? Quotient(self[axis], two))];
    }

    /// <summary>Two tensors compared along an axis that is gone then.</summary>
    public static IReadOnlyList<TensorType> Similarity(ShapeContext context)
    {
        var both = Broadcast("self", "other")(context)[0];
        if (both.Shape is not { } shape || context.Size("dim")?.Value is not { } dim)
        {
            return OfUnknownShape(both.Element);
        }

        var axis = context.Axis("self", dim, shape.Count);
        return One(shape.Where((_, i) => i != axis), ElementTypes.Real(both.Element));
    }
}
