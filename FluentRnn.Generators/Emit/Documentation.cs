using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>XML documentation comments.</summary>
internal static class Documentation
{
    public static void Summary(this SourceWriter writer, string text) => writer.Line($"/// <summary>{Escape(text)}</summary>");

    public static void Param(this SourceWriter writer, string name, string text) =>
        writer.Line($"/// <param name=\"{Identifier.Unescape(name)}\">{Escape(text)}</param>");

    public static void Returns(this SourceWriter writer, string text) => writer.Line($"/// <returns>{Escape(text)}</returns>");

    public static void Remarks(this SourceWriter writer, params string[] paragraphs)
    {
        writer.Line("/// <remarks>");
        foreach (var line in paragraphs.SelectMany(SourceWriter.Lines))
        {
            writer.Line($"/// <para>{Escape(line)}</para>");
        }

        writer.Line("/// </remarks>");
    }

    public static void ThrowsArgument(this SourceWriter writer) => writer.Line(
        "/// <exception cref=\"global::System.ArgumentException\">A tensor has another shape, element type or device than its slot; found before the first step.</exception>");

    public static void ThrowsCancelled(this SourceWriter writer) => writer.Line(
        "/// <exception cref=\"global::System.OperationCanceledException\">The call was cancelled before its last step.</exception>");

    /// <summary>The shape of a tensor, with a time axis after the batch where it has one: (B, T, hidden).</summary>
    public static string Shape(TensorType type, bool overTime)
    {
        if (!overTime)
        {
            return type.Shape is null ? "(B, …)" : PlanNames.Describe(type);
        }

        return type.Shape is { Count: > 0 } shape && shape[0] == Dim.Batch
            ? PlanNames.Describe(type with { Shape = new([shape[0], Dim.Time, .. shape.Skip(1)]) })
            : "(B, T, …)";
    }

    /// <summary>The element type, where it is not the container's own.</summary>
    public static string Element(TensorType type) => type.Element switch
    {
        ElementType.Unknown or ElementType.Floating => string.Empty,
        ElementType.Bool => ", bool",
        _ => ", " + type.Element.ToString().ToLowerInvariant(),
    };

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
