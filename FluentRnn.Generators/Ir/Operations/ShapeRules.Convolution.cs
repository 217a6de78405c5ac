namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>A convolution over the last <paramref name="axes"/> axes; the weight is (out, in / groups, kernel…).</summary>
    public static ShapeRule Convolution(int axes) => context =>
    {
        context.NeedRank("weight", axes + 2);
        NeedImage(context, "input", axes);
        var element = ProductElement(context, "input", "weight");
        if (context.Shape("input") is not { } input || context.Shape("weight") is not { } weight)
        {
            return OfUnknownShape(element);
        }

        if (context.Size("groups") is { } groups)
        {
            Contract(context, "input", "weight", input[input.Count - axes - 1], weight[1] * groups);
        }

        return One([.. input.Take(input.Count - axes - 1), weight[0], .. Windows(context, input, axes, i => weight[i + 2])], element);
    };

    /// <summary>A window moved over the last <paramref name="axes"/> axes; without a stride the windows do not overlap.</summary>
    public static ShapeRule Pool(int axes) => context =>
    {
        NeedImage(context, "input", axes);
        var element = context.Element("input");
        if (context.Shape("input") is not { } input || PerAxis(context, "kernel", axes, null) is not { } kernel)
        {
            return OfUnknownShape(element);
        }

        return One([.. input.Take(input.Count - axes), .. Windows(context, input, axes, i => kernel[i], kernel)], element);
    };

    /// <summary>The last <paramref name="axes"/> axes averaged down to given sizes.</summary>
    public static ShapeRule AdaptivePool(int axes) => context =>
    {
        NeedImage(context, "input", axes);
        return context.Shape("input") is { } input && PerAxis(context, "size", axes, null) is { } size
            ? One([.. input.Take(input.Count - axes), .. size], context.Element("input"))
            : OfUnknownShape(context.Element("input"));
    };

    /// <summary>An image with its channels, with or without the batch in front.</summary>
    private static void NeedImage(ShapeContext context, string operand, int axes)
    {
        if (context.Operand(operand).Rank is { } rank && rank != axes + 1 && rank != axes + 2)
        {
            throw context.RankFailure(operand, $"{axes + 1} or {axes + 2}");
        }
    }

    private static IEnumerable<Dim> Windows(ShapeContext context, IReadOnlyList<Dim> input, int axes, Func<int, Dim> kernel, IReadOnlyList<Dim>? defaultStride = null)
    {
        var one = Enumerable.Repeat(Dim.One, axes).ToList();
        var stride = PerAxis(context, "stride", axes, defaultStride ?? one);
        var padding = PerAxis(context, "padding", axes, [.. one.Select(_ => Dim.Constant(0))]);
        var dilation = PerAxis(context, "dilation", axes, one);
        var up = context.Flag("ceil_mode");
        for (var i = 0; i < axes; i++)
        {
            var size = input[input.Count - axes + i];
            yield return stride is null || padding is null || dilation is null || up is null
                ? context.Made(size)
                : Window(size + (Dim.Constant(2) * padding[i]) - (dilation[i] * (kernel(i) - Dim.One)) - Dim.One, stride[i], up.Value) ?? context.Made(size);
        }
    }

    /// <summary>How often a window moves by <paramref name="stride"/> within <paramref name="room"/>, plus one; null when only running tells.</summary>
    private static Dim? Window(Dim room, Dim stride, bool up) =>
        room.DivideExactly(stride) is { } exact ? exact + Dim.One
        : room.Value is { } known && stride.Value is > 0 and var step && !up ? Dim.Constant((known / step) + 1)
        : null;

    /// <summary>An argument with one number for all axes or one for each; the default when it was left out; null when it is computed.</summary>
    internal static IReadOnlyList<Dim>? PerAxis(ShapeContext context, string name, int axes, IReadOnlyList<Dim>? otherwise)
    {
        if (context.IsAbsent(name))
        {
            return otherwise;
        }

        return context.ListOf(name) switch
        {
            { Count: 1 } one => [.. Enumerable.Repeat(one[0], axes)],
            { } list when list.Count == axes => list,
            _ => null,
        };
    }
}
