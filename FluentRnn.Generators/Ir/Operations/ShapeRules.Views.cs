using System.Globalization;

namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>The same elements in another shape; one size may be -1.</summary>
    public static IReadOnlyList<TensorType> View(ShapeContext context)
    {
        var element = context.Element("self");
        if (context.ListOf("shape") is not { } shape)
        {
            return OfUnknownShape(element);
        }

        return context.Shape("self") is { } self
            ? One(Viewed(context, self, shape), element)
            : shape.Any(size => size.Value == -1) ? OfUnknownShape(element) : One(shape, element);
    }

    /// <summary>An axis split into several; one size may be -1.</summary>
    public static IReadOnlyList<TensorType> Unflatten(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        var element = context.Element("self");
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || context.ListOf("sizes") is not { } sizes)
        {
            return OfUnknownShape(element);
        }

        return One([.. self.Take(axis), .. Viewed(context, [self[axis]], sizes), .. self.Skip(axis + 1)], element);
    }

    /// <summary>Axes from <c>start_dim</c> to <c>end_dim</c> made one.</summary>
    public static IReadOnlyList<TensorType> Flatten(ShapeContext context)
    {
        var element = context.Element("self");
        if (context.Shape("self") is not { } self
            || context.AxisOf("self", "start_dim", self.Count) is not { } start || context.AxisOf("self", "end_dim", self.Count) is not { } end)
        {
            return OfUnknownShape(element);
        }

        return One([.. self.Take(start), self.Skip(start).Take(end - start + 1).Aggregate(Dim.One, (size, next) => size * next), .. self.Skip(end + 1)], element);
    }

    /// <summary>Every axis of size one taken away; a size that is a symbol counts as more than one.</summary>
    public static IReadOnlyList<TensorType> SqueezeAll(ShapeContext context) => context.Shape("self") is { } self && !self.Any(size => size.IsRunTime)
        ? One(self.Where(size => !IsOne(size)), context.Element("self"))
        : OfUnknownShape(context.Element("self"));

    /// <summary>An axis taken away when its size is one.</summary>
    public static IReadOnlyList<TensorType> Squeeze(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.AxisOf("self", "dim", self.Count) is not { } axis || (self.Count > 0 && self[axis].IsRunTime))
        {
            return OfUnknownShape(context.Element("self"));
        }

        return One(self.Where((size, i) => i != axis || !IsOne(size)), context.Element("self"));
    }

    /// <summary>An axis of size one put in.</summary>
    public static IReadOnlyList<TensorType> Unsqueeze(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.Size("dim")?.Value is not { } dim)
        {
            return OfUnknownShape(context.Element("self"));
        }

        var axis = context.Axis("self", dim, self.Count + 1);
        return One([.. self.Take(axis), Dim.One, .. self.Skip(axis)], context.Element("self"));
    }

    /// <summary>Two axes exchanged.</summary>
    public static IReadOnlyList<TensorType> Transpose(ShapeContext context)
    {
        if (context.Shape("self") is not { } self
            || context.AxisOf("self", "dim0", self.Count) is not { } first || context.AxisOf("self", "dim1", self.Count) is not { } second)
        {
            return OfUnknownShape(context.Element("self"));
        }

        return One(self.Select((size, axis) => axis == first ? self[second] : axis == second ? self[first] : size), context.Element("self"));
    }

    /// <summary>A matrix transposed; a vector stays.</summary>
    public static IReadOnlyList<TensorType> TransposeMatrix(ShapeContext context)
    {
        if (context.Operand("self").Rank > 2)
        {
            throw context.RankFailure("self", "at most 2");
        }

        return context.Shape("self") is { } self ? One(self.Reverse(), context.Element("self")) : OfUnknownShape(context.Element("self"));
    }

    /// <summary>All axes in reverse order.</summary>
    public static IReadOnlyList<TensorType> Reverse(ShapeContext context) =>
        context.Shape("self") is { } self ? One(self.Reverse(), context.Element("self")) : OfUnknownShape(context.Element("self"));

    /// <summary>The axes in another order.</summary>
    public static IReadOnlyList<TensorType> Permute(ShapeContext context)
    {
        if (context.Sizes("dims")?.Count is { } count)
        {
            context.NeedRank("self", count);
        }

        return context.Shape("self") is { } self && context.AxesOf("self", "dims", self.Count) is { } axes
            ? One(axes.Select(axis => self[axis]), context.Element("self"))
            : OfUnknownShape(context.Element("self"));
    }

    /// <summary>One axis moved to another place, the others in order.</summary>
    public static IReadOnlyList<TensorType> MoveAxis(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.AxesOf("self", "dim", self.Count) is not { } from
            || context.AxesOf("self", "destination", self.Count) is not { } to || from.Count != to.Count
            || from.Distinct().Count() != from.Count || to.Distinct().Count() != to.Count)
        {
            return OfUnknownShape(context.Element("self"));
        }

        var rest = new Queue<Dim>(self.Where((_, axis) => !from.Contains(axis)));
        return One(Enumerable.Range(0, self.Count).Select(axis => to.Contains(axis) ? self[from[to.ToList().IndexOf(axis)]] : rest.Dequeue()).ToList(), context.Element("self"));
    }

    /// <summary>Axes of size one repeated without copying; -1 keeps a size, and more axes may come in front.</summary>
    public static IReadOnlyList<TensorType> Expand(ShapeContext context)
    {
        var element = context.Element("self");
        if (context.Shape("self") is not { } self || context.ListOf("shape") is not { } shape)
        {
            return OfUnknownShape(element);
        }

        if (shape.Count < self.Count)
        {
            throw context.RankFailure("self", "at most " + shape.Count.ToString(CultureInfo.InvariantCulture));
        }

        var front = shape.Count - self.Count;
        return One(shape.Select((size, axis) => axis >= front && size.Value == -1 ? self[axis - front] : axis < front ? size : Expanded(self[axis - front], size, axis)), element);

        Dim Expanded(Dim from, Dim to, int axis) => IsOne(from) || from.Agrees(to) != Agreement.Different
            ? to
            : throw ShapeContext.Fail(
                "FRNN051", context.Show("self"), TensorType.Of(element, [.. shape]).ToString(), from.ToString(), to.ToString(), axis.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The shape of another tensor.</summary>
    public static IReadOnlyList<TensorType> LikeOther(ShapeContext context) => [context.Operand("other") with { Element = context.Element("self") }];

    /// <summary>As <see cref="LikeOther"/>, where axes of size one are repeated.</summary>
    public static IReadOnlyList<TensorType> ExpandAs(ShapeContext context)
    {
        if (context.Shape("self") is { } self && context.Shape("other") is { } other)
        {
            _ = Broadcast(self, other, context.Show("self"), context.Show("other"));
        }

        return LikeOther(context);
    }

    /// <summary>Copies along every axis, as many as <c>sizes</c> says; more axes may come in front.</summary>
    public static IReadOnlyList<TensorType> Repeat(ShapeContext context)
    {
        var element = context.Element("self");
        if (context.Shape("self") is not { } self || context.ListOf("sizes") is not { } sizes)
        {
            return OfUnknownShape(element);
        }

        var rank = Math.Max(sizes.Count, self.Count);
        return One(Enumerable.Range(0, rank).Select(axis => At(sizes, axis) * At(self, axis)), element);

        Dim At(IReadOnlyList<Dim> list, int axis) => axis - rank + list.Count is >= 0 and var i ? list[i] : Dim.One;
    }

    /// <summary>All elements in a row, each several times.</summary>
    public static IReadOnlyList<TensorType> RepeatInterleaveAll(ShapeContext context) => context.Shape("self") is { } self && context.Find("repeats")?.Host is { } repeats
        ? One([self.Aggregate(SizeOf(repeats), (size, next) => size * next)], context.Element("self"))
        : OfUnknownShape(context.Element("self"));

    /// <summary>Every element of one axis several times in a row.</summary>
    public static IReadOnlyList<TensorType> RepeatInterleave(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.Find("repeats")?.Host is not { } repeats || context.AxisOf("self", "dim", self.Count) is not { } axis)
        {
            return OfUnknownShape(context.Element("self"));
        }

        return One(self.Select((size, i) => i == axis ? size * SizeOf(repeats) : size), context.Element("self"));
    }

    /// <summary>Axes <c>dim</c> exist, and nothing changes.</summary>
    public static IReadOnlyList<TensorType> Flip(ShapeContext context)
    {
        if (context.Operand("self").Rank is { } rank && !context.IsAbsent("dims"))
        {
            _ = context.AxesOf("self", "dims", rank);
        }

        return Same(context);
    }

    /// <summary>A matrix, or a stack of them: nothing changes.</summary>
    public static IReadOnlyList<TensorType> Triangle(ShapeContext context)
    {
        context.NeedAxes("self", 2);
        return Same(context);
    }

    /// <summary>A vector becomes a diagonal matrix, a matrix its diagonal.</summary>
    public static IReadOnlyList<TensorType> Diag(ShapeContext context)
    {
        var element = context.Element("self");
        return (context.Shape("self"), context.Size("diagonal")?.Value) switch
        {
            ({ Count: 1 } vector, { } offset) when vector[0] + Dim.Constant(Math.Abs(offset)) is var size => One([size, size], element),
            ({ Count: 2 } matrix, 0) when matrix[0] == matrix[1] => One([matrix[0]], element),
            _ => OfUnknownShape(element),
        };
    }

    /// <summary>The diagonal over two axes, as the last axis.</summary>
    public static IReadOnlyList<TensorType> Diagonal(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.Size("offset")?.Value != 0
            || context.AxisOf("self", "dim0", self.Count) is not { } first || context.AxisOf("self", "dim1", self.Count) is not { } second || self[first] != self[second])
        {
            return OfUnknownShape(context.Element("self"));
        }

        return One([.. self.Where((_, axis) => axis != first && axis != second), self[first]], context.Element("self"));
    }

    /// <summary>The last axis becomes the diagonal of a matrix.</summary>
    public static IReadOnlyList<TensorType> DiagEmbed(ShapeContext context)
    {
        if (context.Shape("self") is not { Count: > 0 } self || context.Size("offset")?.Value is not { } offset || context.Size("dim0")?.Value != -2 || context.Size("dim1")?.Value != -1)
        {
            return OfUnknownShape(context.Element("self"));
        }

        var size = self[self.Count - 1] + Dim.Constant(Math.Abs(offset));
        return One([.. self.Take(self.Count - 1), size, size], context.Element("self"));
    }

    /// <summary>Sizes added before and after the last axes, from the last one on.</summary>
    public static IReadOnlyList<TensorType> Pad(ShapeContext context)
    {
        if (context.Shape("self") is not { } self || context.ListOf("pad") is not { } pad || pad.Count % 2 != 0)
        {
            return OfUnknownShape(context.Element("self"));
        }

        context.NeedAxes("self", pad.Count / 2);
        return One(self.Select((size, axis) => 2 * (self.Count - 1 - axis) is var i && i < pad.Count ? size + pad[i] + pad[i + 1] : size), context.Element("self"));
    }

    private static Dim[] Viewed(ShapeContext context, IReadOnlyList<Dim> self, IReadOnlyList<Dim> shape)
    {
        // What stands on both sides cancels, so that (B, 6) viewed as (B, 4) is wrong for every B.
        var left = self.ToList();
        var right = shape.Where(size => size.Value != -1).Where(size => !left.Remove(size)).ToList();
        var (total, known) = (Size(left), Size(right));
        if (shape.Count(size => size.Value == -1) != 1)
        {
            return total.Agrees(known) != Agreement.Different ? [.. shape] : throw Failure();
        }

        var rest = total.DivideExactly(known);
        return rest is null && total.Value is not null && known.Value is not null
            ? throw Failure()
            : [.. shape.Select(size => size.Value == -1 ? rest ?? Quotient(total, known) : size)];

        static Dim Size(IEnumerable<Dim> sizes) => sizes.Aggregate(Dim.One, (product, size) => product * size);

        ShapeException Failure() => ShapeContext.Fail(
            "FRNN058", context.Describe("self"), context.Operand("self").ToString(), TensorType.Of(ElementType.Unknown, [.. shape]).ToString());
    }

    /// <summary>A quotient that no polynomial gives: a size known at run time.</summary>
    private static Dim Quotient(Dim dividend, Dim divisor) => Dim.Inferred($"({dividend}) / ({divisor})");
}
