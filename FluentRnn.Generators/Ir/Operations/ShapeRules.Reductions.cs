namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>All axes reduced to one number.</summary>
    public static ShapeRule ReduceAll(Func<ElementType, ElementType> element) => context =>
        [TensorType.Of(context.Requested("dtype", element(context.Element("self"))))];

    /// <summary>The axes of the argument <c>dim</c> reduced, or kept with size one when <c>keepdim</c> is true; all of them when there is no <c>dim</c>.</summary>
    public static ShapeRule Reduce(Func<ElementType, ElementType> element) => context =>
        [Reduced(context, context.Requested("dtype", element(context.Element("self"))))];

    /// <summary>Values and the indices where they were found.</summary>
    public static IReadOnlyList<TensorType> ReduceWithIndices(ShapeContext context) =>
        [Reduced(context, context.Element("self")), Reduced(context, ElementType.Int64)];

    /// <summary>A standard deviation or a variance. TorchSharp has a parameter <c>dtype</c> there, which changes nothing.</summary>
    public static IReadOnlyList<TensorType> Spread(ShapeContext context) => [Reduced(context, ElementTypes.Real(context.Element("self")))];

    /// <summary>As <see cref="Spread"/>, with the mean.</summary>
    public static IReadOnlyList<TensorType> SpreadAndMean(ShapeContext context) => [.. Spread(context), .. Spread(context)];

    /// <summary>The shape stays; the axis <c>dim</c> must exist.</summary>
    public static ShapeRule Along(Func<ElementType, ElementType> element) => context =>
    {
        if (context.Operand("self").Rank is { } rank)
        {
            _ = context.AxesOf("self", "dim", rank);
        }

        return [context.Operand("self") with { Element = context.Requested("dtype", element(context.Element("self"))) }];
    };

    /// <summary>As <see cref="Along"/>, with the indices beside the values.</summary>
    public static IReadOnlyList<TensorType> AlongWithIndices(ShapeContext context)
    {
        var values = Along(static element => element)(context)[0];
        return [values, values with { Element = ElementType.Int64 }];
    }

    /// <summary>The <c>k</c> largest along an axis, and where they were.</summary>
    public static IReadOnlyList<TensorType> TopK(ShapeContext context)
    {
        if (context.Shape("self") is not { } shape || context.AxisOf("self", "dim", shape.Count) is not { } axis || context.Find("k")?.Host is not { } k)
        {
            return [TensorType.Unknown, TensorType.Unknown];
        }

        var result = TensorType.Of(context.Element("self"), [.. shape.Select((size, i) => i == axis ? SizeOf(k) : size)]);
        return [result, result with { Element = ElementType.Int64 }];
    }

    /// <summary>The k-th smallest along an axis, and where it was.</summary>
    public static IReadOnlyList<TensorType> KthValue(ShapeContext context) => ReduceWithIndices(context);

    private static TensorType Reduced(ShapeContext context, ElementType element)
    {
        if (context.IsAbsent("dim"))
        {
            return context.Flag("keepdim") == false ? TensorType.Of(element) : new TensorType(null, element);
        }

        if (context.Shape("self") is not { } shape || context.AxesOf("self", "dim", shape.Count) is not { } axes || context.Flag("keepdim") is not { } keep)
        {
            return new TensorType(null, element);
        }

        // No axes at all means all axes, as in torch.
        bool Gone(int axis) => axes.Count == 0 || axes.Contains(axis);
        return new TensorType(new(shape.Select((size, axis) => Gone(axis) ? Dim.One : size).Where((_, axis) => keep || !Gone(axis))), element);
    }
}
