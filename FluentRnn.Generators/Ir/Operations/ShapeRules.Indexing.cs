namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>One index of an axis; the axis is gone.</summary>
    public static IReadOnlyList<TensorType> Select(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        return context.Shape("self") is { } self && context.AxisOf("self", "dim", self.Count) is { } axis
            ? One(self.Where((_, i) => i != axis), context.Element("self"))
            : OfUnknownShape(context.Element("self"));
    }

    /// <summary>A part of an axis, of size <c>length</c>.</summary>
    public static IReadOnlyList<TensorType> Narrow(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        return context.Shape("self") is { } self && context.AxisOf("self", "dim", self.Count) is { } axis && context.Find("length")?.Host is { } length
            ? [Part(self, axis, context.Element("self"), SizeOf(length))]
            : OfUnknownShape(context.Element("self"));
    }

    /// <summary>Every <c>step</c>-th index of an axis from <c>start</c> to before <c>finish</c>.</summary>
    public static IReadOnlyList<TensorType> Slice(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || context.Find("start")?.Host is not { } start
            || context.Find("finish")?.Host is not { } finish)
        {
            return OfUnknownShape(context.Element("self"));
        }

        var size = context.Size("step")?.Value is { } step && step > 0 ? Sliced(self[axis], SizeOf(start), SizeOf(finish), step) : null;
        return [Part(self, axis, context.Element("self"), size ?? context.Made(self[axis]))];
    }

    /// <summary>The slices of an axis at the places of a vector of indices.</summary>
    public static IReadOnlyList<TensorType> IndexSelect(ShapeContext context)
    {
        if (context.Operand("index").Rank > 1)
        {
            throw context.RankFailure("index", "1");
        }

        return context.Shape("self") is { } self && context.AxisOf("self", "dim", self.Count) is { } axis && context.Shape("index") is { } index
            ? [Part(self, axis, context.Element("self"), index.Count == 0 ? Dim.One : index[0])]
            : OfUnknownShape(context.Element("self"));
    }

    /// <summary>The rows of a table at the places of a tensor of indices.</summary>
    public static IReadOnlyList<TensorType> Embedding(ShapeContext context)
    {
        context.NeedAxes("weight", 1);
        return context.Shape("weight") is { } weight && context.Shape("index") is { } index
            ? One([.. index, .. weight.Skip(1)], context.Element("weight"))
            : OfUnknownShape(context.Element("weight"));
    }

    /// <summary>One element of an axis for every index.</summary>
    public static IReadOnlyList<TensorType> Gather(ShapeContext context)
    {
        if (context.Operand("self").Rank is { } rank)
        {
            _ = context.AxisOf("self", "dim", rank);
            if (rank > 0 && context.Operand("index").Rank > 0)
            {
                context.NeedRank("index", rank);
            }
        }

        return [context.Operand("index") with { Element = context.Element("self") }];
    }

    /// <summary>One element of an axis for every index; the other axes are broadcast.</summary>
    public static IReadOnlyList<TensorType> TakeAlongDim(ShapeContext context)
    {
        var gathered = Gather(context);
        if (context.Shape("self") is not { } self || context.Shape("index") is not { } index || context.AxisOf("self", "dim", self.Count) is not { } axis
            || index.Count != self.Count || index.Count == 0)
        {
            return OfUnknownShape(gathered[0].Element);
        }

        var taken = Part(self, axis, gathered[0].Element, index[axis]);
        return One(Broadcast(taken.Shape!.Value, index, context.Show("self"), context.Show("index")), taken.Element);
    }

    /// <summary>Values put at the places of indices of an axis: the shape of <c>self</c>.</summary>
    public static IReadOnlyList<TensorType> Scatter(ShapeContext context)
    {
        if (context.Operand("self").Rank is { } rank)
        {
            _ = context.AxisOf("self", "dim", rank);
        }

        return Same(context);
    }

    /// <summary>A new last axis with a one at the index.</summary>
    public static IReadOnlyList<TensorType> OneHot(ShapeContext context) =>
        context.Shape("self") is { } self && context.Find("classes")?.Host is { } classes && classes.Constant != -1
            ? One([.. self, SizeOf(classes)], ElementType.Int64)
            : OfUnknownShape(ElementType.Int64);

    /// <summary>Elements at places of the flattened tensor.</summary>
    public static IReadOnlyList<TensorType> Take(ShapeContext context) => [context.Operand("index") with { Element = context.Element("self") }];

    /// <summary>Where each value would be put in a sorted list.</summary>
    public static IReadOnlyList<TensorType> Bucketize(ShapeContext context) => [context.Operand("self") with { Element = ElementType.Int64 }];

    private static Dim? Sliced(Dim size, Dim start, Dim finish, long step)
    {
        // Negative positions count from the end. Numbers are clamped to the axis, as in torch; symbols are taken to lie within it.
        var (from, to) = (FromStart(size, start), finish.Value >= int.MaxValue ? size : FromStart(size, finish));
        if (from is null || to is null)
        {
            return null;
        }

        if (size.Value is { } known && from.Value is { } first && to.Value is { } last)
        {
            var length = Math.Max(Math.Min(last, known) - Math.Max(first, 0), 0);
            return Dim.Constant((length + step - 1) / step);
        }

        return step == 1 ? to - from : (to - from).DivideExactly(Dim.Constant(step));
    }

    private static Dim? FromStart(Dim size, Dim position) => position.IsNatural ? position : position.IsNegative ? size + position : null;
}
