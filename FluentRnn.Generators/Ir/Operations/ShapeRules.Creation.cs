namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>The shape of the argument <c>shape</c>; torch's default element type, which is not known here, unless <c>dtype</c> names one.</summary>
    public static IReadOnlyList<TensorType> Created(ShapeContext context) =>
        [new TensorType(context.ListOf("shape") is { } shape ? new(shape) : null, context.Requested("dtype", ElementType.Unknown))];

    /// <summary>A square or rectangular matrix; <c>columns</c> may be -1.</summary>
    public static IReadOnlyList<TensorType> Eye(ShapeContext context)
    {
        var element = context.Requested("dtype", ElementType.Unknown);
        if (context.Find("rows")?.Host is not { } rows || context.Find("columns")?.Host is not { } columns)
        {
            return OfUnknownShape(element);
        }

        return One([SizeOf(rows), columns.Constant == -1 ? SizeOf(rows) : SizeOf(columns)], element);
    }

    /// <summary>The numbers from <c>start</c> to before <c>stop</c>.</summary>
    public static IReadOnlyList<TensorType> Range(ShapeContext context)
    {
        var whole = context.Size("start") is not null && context.Size("stop") is not null && context.Size("step") is not null;
        var element = context.Requested("dtype", whole ? ElementType.Int64 : ElementType.Unknown);
        if (!whole || context.Size("step")!.Value is not (> 0 and var step))
        {
            return OfUnknownShape(element);
        }

        var length = context.Size("stop")! - context.Size("start")!;
        return step == 1 ? One([length], element)
            : length.Value is { } known ? One([Dim.Constant((known + step - 1) / step)], element)
            : One([context.Made(length)], element);
    }

    /// <summary><c>steps</c> numbers at equal distances.</summary>
    public static IReadOnlyList<TensorType> Linspace(ShapeContext context) =>
        context.Find("steps")?.Host is { } steps ? One([SizeOf(steps)], context.Requested("dtype", ElementType.Unknown)) : [TensorType.Unknown];

    /// <summary>A tensor of one host number.</summary>
    public static IReadOnlyList<TensorType> OfNumber(ShapeContext context)
    {
        // A whole number's C# type, int or long, is not known here; nor is torch's default for a floating-point one.
        return [TensorType.Of(context.Requested("dtype", ElementType.Unknown))];
    }

    /// <summary>The shape of the argument <c>shape</c> and, unless <c>dtype</c> names another, the element type of <c>self</c>.</summary>
    public static IReadOnlyList<TensorType> CreatedLike(ShapeContext context) =>
        [new TensorType(context.ListOf("shape") is { } shape ? new(shape) : null, context.Requested("dtype", context.Element("self")))];

    /// <summary>The element type of another tensor.</summary>
    public static IReadOnlyList<TensorType> TypeAs(ShapeContext context) => [context.Operand("self") with { Element = context.Element("other") }];

    /// <summary>As many indices as <c>samples</c> for every row of probabilities.</summary>
    public static IReadOnlyList<TensorType> Multinomial(ShapeContext context)
    {
        if (context.Operand("self").Rank is 0 or > 2)
        {
            throw context.RankFailure("self", "1 or 2");
        }

        return context.Shape("self") is { } self && context.Find("samples")?.Host is { } samples
            ? One([.. self.Take(self.Count - 1), SizeOf(samples)], ElementType.Int64)
            : OfUnknownShape(ElementType.Int64);
    }
}
