namespace FluentRnn.Generators.Ir;

/// <summary>
/// A value of the host language inside a step (a size, an axis, a flag, a probability): the C# that computes it, valid in the generated
/// class, and, when it is an integer the compiler understands, its size. <see cref="Text"/> is null exactly when <see cref="Size"/> is not.
/// </summary>
internal sealed record HostExpression(string? Text, Dim? Size)
{
    /// <summary>Several integers in a row, for arguments such as a shape or a list of axes; null for a single value.</summary>
    public Common.EquatableArray<HostExpression>? Items { get; init; }

    public static HostExpression Of(Dim size) => new(null, size);

    public static HostExpression Of(long value) => new(null, Dim.Constant(value));

    public static HostExpression Code(string text) => new(text, null);

    public static HostExpression List(IEnumerable<HostExpression> items) => new(null, null) { Items = new(items) };

    /// <summary>The value when it is a plain integer.</summary>
    public long? Constant => Size?.Value;
}
