using System.Globalization;

namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>The type of <c>self</c>.</summary>
    public static IReadOnlyList<TensorType> Same(ShapeContext context) => [context.Operand("self")];

    /// <summary>The shape of <c>self</c>, with real values.</summary>
    public static IReadOnlyList<TensorType> SameReal(ShapeContext context) => [context.Operand("self") with { Element = ElementTypes.Real(context.Element("self")) }];

    /// <summary>The shape of <c>self</c>, with truth values.</summary>
    public static IReadOnlyList<TensorType> SameBool(ShapeContext context) => [context.Operand("self") with { Element = ElementType.Bool }];

    /// <summary>The shape of <c>self</c>, with the element type that the argument <c>dtype</c> names.</summary>
    public static IReadOnlyList<TensorType> SameAs(ShapeContext context) => [context.Operand("self") with { Element = context.Requested("dtype", context.Element("self")) }];

    /// <summary>The shape of <c>self</c>, with one element type.</summary>
    public static ShapeRule SameOf(ElementType element) => context => [context.Operand("self") with { Element = element }];

    /// <summary>Operands aligned to the right, axes of size one repeated; the common element type of all operands.</summary>
    public static ShapeRule Broadcast(params string[] operands) => context => [Broadcast(context, operands, Common(context, operands))];

    /// <summary>The same shape; truth values are squared as whole numbers.</summary>
    public static IReadOnlyList<TensorType> Squared(ShapeContext context) =>
        [context.Operand("self") is { Element: ElementType.Bool } flags ? flags with { Element = ElementType.Int64 } : context.Operand("self")];

    /// <summary>As <see cref="Broadcast(string[])"/>, with real values.</summary>
    public static ShapeRule BroadcastReal(params string[] operands) => context => [Broadcast(context, operands, ElementTypes.Real(Common(context, operands)))];

    /// <summary>As <see cref="Broadcast(string[])"/>, with truth values.</summary>
    public static ShapeRule BroadcastBool(params string[] operands) => context => [Broadcast(context, operands, ElementType.Bool)];

    /// <summary>A condition and two values.</summary>
    public static IReadOnlyList<TensorType> Where(ShapeContext context) =>
        [Broadcast(context, ["condition", "self", "other"], Common(context, ["self", "other"]))];

    /// <summary>A tensor and a mask: the element type is the tensor's.</summary>
    public static IReadOnlyList<TensorType> Masked(ShapeContext context) => [Broadcast(context, ["self", "mask"], context.Element("self"))];

    /// <summary>The common element type of operands, tensors and host numbers.</summary>
    private static ElementType Common(ShapeContext context, IEnumerable<string> operands) => ElementTypes.Promote(operands
        .Where(name => !context.IsAbsent(name))
        .Select(name => context.Find(name)!.Host is { } host
            ? new ElementTypes.Operand(ElementTypes.OfHost(host), ElementTypes.OperandRank.Number)
            : new ElementTypes.Operand(context.Element(name), context.Operand(name).Rank switch
            {
                null => null,
                0 => ElementTypes.OperandRank.Scalar,
                _ => ElementTypes.OperandRank.Tensor,
            })));

    private static TensorType Broadcast(ShapeContext context, IEnumerable<string> operands, ElementType element)
    {
        IReadOnlyList<Dim> shape = [];
        var shown = string.Empty;
        foreach (var name in operands.Where(name => !context.IsAbsent(name)))
        {
            if (context.Shape(name) is not { } next)
            {
                return new TensorType(null, element);
            }

            var text = context.Find(name)!.Host is null ? context.Show(name) : context.Describe(name);
            shape = Broadcast(shape, next, shown, text);
            shown = shown.Length == 0 ? text : $"{shown} and {text}";
        }

        return new TensorType(new(shape), element);
    }

    /// <summary>Two shapes aligned to the right; fails with FRNN051 where two sizes differ and neither is one.</summary>
    private static Dim[] Broadcast(IReadOnlyList<Dim> left, IReadOnlyList<Dim> right, string leftShown, string rightShown)
    {
        var rank = Math.Max(left.Count, right.Count);
        var shape = new Dim[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var a = axis - rank + left.Count is >= 0 and var i ? left[i] : Dim.One;
            var b = axis - rank + right.Count is >= 0 and var j ? right[j] : Dim.One;
            shape[axis] = IsOne(a) ? b
                : IsOne(b) || a.Agrees(b) == Agreement.Equal ? a
                : a.Agrees(b) == Agreement.Unknown ? (a.IsRunTime ? b : a)
                : throw ShapeContext.Fail("FRNN051", leftShown, rightShown, a.ToString(), b.ToString(), axis.ToString(CultureInfo.InvariantCulture));
        }

        return shape;
    }
}
