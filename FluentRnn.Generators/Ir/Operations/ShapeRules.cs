using System.Globalization;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// The shape rules of the operation table. A rule reports only what is wrong for all values of the sizes; what is not known of its operands
/// is not known of its results.
/// </summary>
internal static partial class ShapeRules
{
    /// <summary>The axis has one element.</summary>
    private static bool IsOne(Dim dim) => dim.Value == 1;

    /// <summary>As many results of unknown type as the operation has.</summary>
    private static TensorType[] UnknownResults(ShapeContext context) =>
        [.. Enumerable.Repeat(TensorType.Unknown, context.Operation.Count(context) ?? 0)];

    private static TensorType[] One(IEnumerable<Dim> shape, ElementType element) => [new TensorType(new(shape), element)];

    private static TensorType[] OfUnknownShape(ElementType element) => [new TensorType(null, element)];

    /// <summary>The operand's type; unknown when it is absent.</summary>
    private static TensorType Operand(this ShapeContext context, string name) => context.Type(name) ?? TensorType.Unknown;

    private static IReadOnlyList<Dim>? Shape(this ShapeContext context, string name) => context.Operand(name).Shape is { } shape ? [.. shape] : null;

    private static ElementType Element(this ShapeContext context, string name) => context.Operand(name).Element;

    /// <summary>Whether an optional argument was left out.</summary>
    internal static bool IsAbsent(this ShapeContext context, string name) =>
        context.Find(name) is not { } argument || (argument.Host is { } host && CallForm.IsNull(host));

    /// <summary>A host flag: null when it is computed.</summary>
    internal static bool? Flag(this ShapeContext context, string name) => context.Text(name) switch
    {
        "true" => true,
        "false" or "default" or null => false,
        _ => null,
    };

    /// <summary>The element type that an optional argument names, or <paramref name="otherwise"/> when it was left out.</summary>
    private static ElementType Requested(this ShapeContext context, string name, ElementType otherwise) =>
        context.IsAbsent(name) ? otherwise : ElementTypes.Parse(context.Text(name));

    /// <summary>An operand as a message shows it: its name, when it has one, and its shape.</summary>
    private static string Show(this ShapeContext context, string name) => $"'{context.Describe(name)}' {context.Operand(name)}";

    /// <summary>An axis counted from the front; fails with FRNN053 when the operand has no such axis.</summary>
    private static int Axis(this ShapeContext context, string operand, long axis, int rank)
    {
        var from = Math.Max(rank, 1);
        return axis >= -from && axis < from
            ? (int)(axis < 0 ? axis + from : axis)
            : throw ShapeContext.Fail(
                "FRNN053", axis.ToString(CultureInfo.InvariantCulture), context.Describe(operand), context.Operand(operand).ToString());
    }

    /// <summary>The axis an argument names, counted from the front; null when it is computed.</summary>
    internal static int? AxisOf(this ShapeContext context, string operand, string argument, int rank) =>
        context.Size(argument)?.Value is { } axis ? context.Axis(operand, axis, rank) : null;

    /// <summary>The axes an argument names, counted from the front; null when some are computed.</summary>
    internal static IReadOnlyList<int>? AxesOf(this ShapeContext context, string operand, string argument, int rank)
    {
        var sizes = context.Sizes(argument);
        return sizes is null || sizes.Any(size => size?.Value is null)
            ? null
            : [.. sizes.Select(size => context.Axis(operand, size!.Value!.Value, rank))];
    }

    /// <summary>A size that an argument gives; when the compiler does not understand it, a size known only at run time.</summary>
    internal static Dim SizeOf(HostExpression host) => host.Size ?? (host.Text is { } text ? Dim.RunTime(text) : Dim.Inferred("a list"));

    /// <summary>A size that an operation makes of <paramref name="size"/>, and that no polynomial gives: the description says how, so that equal calls give equal sizes.</summary>
    private static Dim Made(this ShapeContext context, Dim size, int part = 0)
    {
        var how = context.Operation.Parameters
            .Select(name => (Name: name, context.Find(name)?.Host))
            .Where(argument => argument.Host is not null)
            .Select(argument => $"{argument.Name}: {Text(argument.Host!)}");
        var which = part == 0 ? string.Empty : $" #{part.ToString(CultureInfo.InvariantCulture)}";
        return Dim.Inferred($"{size} after {context.Operation.Name}({string.Join(", ", how)}){which}");

        static string Text(HostExpression host) => host.Items is { } items ? $"[{string.Join(", ", items.Select(Text))}]" : host.Size?.ToString() ?? host.Text ?? string.Empty;
    }

    /// <summary>A host list of sizes; null when it is computed as a whole.</summary>
    internal static IReadOnlyList<Dim>? ListOf(this ShapeContext context, string name) => context.Find(name)?.Host switch
    {
        { Items: { } items } => [.. items.Select(SizeOf)],
        { Size: { } size } => [size],
        _ => null,
    };

    /// <summary>Fails with FRNN052 when an operand is known to have another rank.</summary>
    private static void NeedRank(this ShapeContext context, string operand, int rank)
    {
        if (context.Operand(operand).Rank is { } actual && actual != rank)
        {
            throw context.RankFailure(operand, rank.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Fails with FRNN052 when an operand is known to have fewer axes.</summary>
    private static void NeedAxes(this ShapeContext context, string operand, int rank)
    {
        if (context.Operand(operand).Rank is { } actual && actual < rank)
        {
            throw context.RankFailure(operand, "at least " + rank.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static ShapeException RankFailure(this ShapeContext context, string operand, string needed) => ShapeContext.Fail(
        "FRNN052", context.Operation.Member, needed, context.Describe(operand), context.Operand(operand).Rank!.Value.ToString(CultureInfo.InvariantCulture));
}
