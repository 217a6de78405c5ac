using System.Globalization;

namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>Tensors one after the other along an axis; all other sizes equal.</summary>
    public static IReadOnlyList<TensorType> Cat(ShapeContext context)
    {
        var types = context.Types("tensors");
        var element = JoinedElement(types);
        if (types.Count == 0 || types.Any(type => type.Shape is null))
        {
            // One known operand still tells the rank; the axis may be any of its size.
            return OfUnknownShape(element);
        }

        var first = types[0].Shape!.Value;
        if (AxisOfTensors(context, first.Count) is not { } axis)
        {
            return OfUnknownShape(element);
        }

        var shape = first.ToArray();
        for (var i = 1; i < types.Count; i++)
        {
            var next = types[i].Shape!.Value;
            if (next.Count != first.Count)
            {
                throw JoinFailure(context, types, i, axis);
            }

            for (var k = 0; k < shape.Length; k++)
            {
                shape[k] = k == axis ? shape[k] + next[k]
                    : shape[k].Agrees(next[k]) != Agreement.Different ? (shape[k].IsRunTime ? next[k] : shape[k])
                    : throw JoinFailure(context, types, i, axis);
            }
        }

        return One(shape, element);
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    public static IReadOnlyList<TensorType> Stack(ShapeContext context)
    {
        var types = context.Types("tensors");
        var element = JoinedElement(types);
        if (types.Count == 0 || types.Any(type => type.Shape is null))
        {
            return OfUnknownShape(element);
        }

        var shape = types[0].Shape!.Value.ToArray();
        if (AxisOfTensors(context, shape.Length + 1) is not { } axis)
        {
            return OfUnknownShape(element);
        }

        for (var i = 1; i < types.Count; i++)
        {
            var next = types[i].Shape!.Value;
            if (next.Count != shape.Length || next.Where((size, k) => size.Agrees(shape[k]) == Agreement.Different).Any())
            {
                throw JoinFailure(context, types, i, axis);
            }
        }

        return One([.. shape.Take(axis), Dim.Constant(types.Count), .. shape.Skip(axis)], element);
    }

    /// <summary>An axis in <c>chunks</c> parts of equal size.</summary>
    public static IReadOnlyList<TensorType> Chunk(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || context.Size("chunks")?.Value is not (> 0 and var chunks))
        {
            return UnknownResults(context);
        }

        var parts = Dim.Constant(chunks);
        var size = self[axis].DivideExactly(parts);
        if (size is null && self[axis].Value is not null)
        {
            throw DivisionFailure(context, self[axis], parts);
        }

        // What does not divide for all values of the symbols may still divide at run time; the last part is the one that can be smaller.
        return [.. Enumerable.Range(0, (int)chunks).Select(i => Part(self, axis, context.Element("self"), size
            ?? context.Made(self[axis], i < chunks - 1 ? 0 : i)))];
    }

    /// <summary>How many parts <c>chunk</c> makes.</summary>
    public static int? ChunkCount(ShapeContext context) => (int?)context.Size("chunks")?.Value;

    /// <summary>An axis in parts of the size <c>size</c>.</summary>
    public static IReadOnlyList<TensorType> Split(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || SplitCount(context) is not { } count)
        {
            return UnknownResults(context);
        }

        var size = context.Size("size")!;
        var last = self[axis] - (Dim.Constant(count - 1) * size);
        return [.. Enumerable.Range(0, count).Select(i => Part(self, axis, context.Element("self"), i < count - 1 ? size : last))];
    }

    /// <summary>How many parts <c>split</c> makes, when the sizes tell.</summary>
    public static int? SplitCount(ShapeContext context)
    {
        if (SizeAlong(context) is not { } whole || context.Size("size") is not { } size)
        {
            return null;
        }

        return whole.DivideExactly(size) is { Value: > 0 and var exact } ? (int)exact
            : whole.Value is > 0 and var total && size.Value is > 0 and var part ? (int)((total + part - 1) / part)
            : null;
    }

    /// <summary>An axis in parts of given sizes, which add up to it.</summary>
    public static IReadOnlyList<TensorType> SplitSizes(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || context.ListOf("sizes") is not { } sizes)
        {
            return UnknownResults(context);
        }

        var sum = sizes.Aggregate(Dim.Constant(0), (total, size) => total + size);
        return sum.Agrees(self[axis]) == Agreement.Different
            ? throw ShapeContext.Fail("FRNN058", context.Describe("self"), context.Operand("self").ToString(), $"parts of {string.Join(", ", sizes)}")
            : [.. sizes.Select(size => Part(self, axis, context.Element("self"), size))];
    }

    /// <summary>How many parts <c>split</c> with sizes makes.</summary>
    public static int? SplitSizesCount(ShapeContext context) => context.ListOf("sizes")?.Count;

    /// <summary>An axis in <c>parts</c> parts, the first ones longer by one where it does not divide.</summary>
    public static IReadOnlyList<TensorType> TensorSplit(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || context.Size("parts")?.Value is not (> 0 and var parts))
        {
            return UnknownResults(context);
        }

        var exact = self[axis].DivideExactly(Dim.Constant(parts));
        return [.. Enumerable.Range(0, (int)parts).Select(i => Part(self, axis, context.Element("self"), exact
            ?? (self[axis].Value is { } total
                ? Dim.Constant((total / parts) + (i < total % parts ? 1 : 0))
                : context.Made(self[axis], i))))];
    }

    /// <summary>How many parts <c>tensor_split</c> makes.</summary>
    public static int? TensorSplitCount(ShapeContext context) => (int?)context.Size("parts")?.Value;

    /// <summary>An axis taken apart.</summary>
    public static IReadOnlyList<TensorType> Unbind(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || UnbindCount(context) is not { } count)
        {
            return UnknownResults(context);
        }

        return [.. Enumerable.Repeat(TensorType.Of(context.Element("self"), [.. self.Where((_, i) => i != axis)]), count)];
    }

    /// <summary>How many parts <c>unbind</c> makes, when the size is a number.</summary>
    public static int? UnbindCount(ShapeContext context) => (int?)SizeAlong(context)?.Value;

    /// <summary>The size of the axis <c>dim</c>; null when it is not known, also because there is no such axis: counting never fails.</summary>
    private static Dim? SizeAlong(ShapeContext context) =>
        context.Shape("self") is { } self && context.Size("dim")?.Value is { } dim && dim >= -self.Count && dim < self.Count
            ? self[(int)(dim < 0 ? dim + self.Count : dim)]
            : null;

    private static TensorType Part(IReadOnlyList<Dim> shape, int axis, ElementType element, Dim size) =>
        TensorType.Of(element, [.. shape.Select((whole, i) => i == axis ? size : whole)]);

    private static ElementType JoinedElement(IReadOnlyList<TensorType> types) =>
        types.Count == 0 ? ElementType.Unknown : types.Select(type => type.Element).Aggregate(ElementTypes.Promote);

    /// <summary>The axis <c>dim</c> of the first of several tensors.</summary>
    private static int? AxisOfTensors(ShapeContext context, int rank) => context.Size("dim")?.Value is not { } dim ? null
        : dim >= -rank && dim < rank ? (int)(dim < 0 ? dim + rank : dim)
        : throw ShapeContext.Fail("FRNN053", dim.ToString(CultureInfo.InvariantCulture), context.Describe("tensors"), context.Types("tensors")[0].ToString());

    private static ShapeException DivisionFailure(ShapeContext context, Dim size, Dim parts) =>
        ShapeContext.Fail("FRNN055", size.ToString(), context.Describe("self"), parts.ToString());

    private static ShapeException JoinFailure(ShapeContext context, IReadOnlyList<TensorType> types, int which, int axis)
    {
        var ids = context.Find("tensors")!.Values;
        return ShapeContext.Fail(
            "FRNN054",
            context.Describe(ids[0]),
            types[0].ToString(),
            context.Describe(ids[which]),
            types[which].ToString(),
            axis.ToString(CultureInfo.InvariantCulture));
    }
}
