using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Short words for the arguments and the makers of operations, as the passes need them.</summary>
internal static class Args
{
    public static Argument Value(string name, int value) => Argument.Of(name, value);

    public static Argument Values(string name, IEnumerable<int> values) => Argument.OfList(name, values);

    public static Argument Size(string name, Dim size) => Argument.Of(name, HostExpression.Of(size));

    public static Argument Size(string name, long size) => Argument.Of(name, HostExpression.Of(size));

    public static Argument Sizes(string name, IEnumerable<Dim> sizes) => Argument.Of(name, HostExpression.List(sizes.Select(HostExpression.Of)));

    public static Argument Null(string name) => Argument.Of(name, HostExpression.Code("null"));

    /// <summary>The tensor that an argument is; null when it is a host expression, a list or absent.</summary>
    public static int? Tensor(this Op op, string name) => op.Find(name) is { IsList: false, Values.Count: 1 } argument ? argument.Values[0] : null;

    /// <summary>The plain number that an argument is.</summary>
    public static long? Number(this Op op, string name) => op.Find(name)?.Host?.Constant;

    /// <summary>Whether an <c>addmm</c> or the like adds a product to a sum as both are, without factors.</summary>
    public static bool HasNoFactors(this Op op) => op.Number("beta") == 1 && op.Number("alpha") == 1;

    /// <summary>Whether an argument is no value.</summary>
    public static bool IsNull(this Op op, string name) => op.Find(name)?.Host is { } host && CallForm.IsNull(host);

    /// <summary>Whether an axis argument is the last axis of a tensor of that rank.</summary>
    public static bool IsLastAxis(this Op op, string name, int rank) => op.Number(name) is { } axis && (axis == -1 || axis == rank - 1);
}
