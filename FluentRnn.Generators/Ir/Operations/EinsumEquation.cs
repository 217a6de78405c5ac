namespace FluentRnn.Generators.Ir;

/// <summary>The equation of an einsum: a label for every axis of every operand, and of the result.</summary>
internal sealed record EinsumEquation(IReadOnlyList<string> Operands, string Result)
{
    /// <summary>Reads a C# string literal such as <c>"bi,ij->bj"</c>; null when it is none, or has an ellipsis.</summary>
    public static EinsumEquation? Parse(string? literal)
    {
        if (literal is not ['"', .., '"'])
        {
            return null;
        }

        var text = literal.Substring(1, literal.Length - 2).Replace(" ", string.Empty);
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var operands = (arrow < 0 ? text : text.Substring(0, arrow)).Split(',');

        // Without an arrow the result has the labels that occur once, in alphabetical order, capitals first.
        var result = arrow >= 0
            ? text.Substring(arrow + 2)
            : string.Concat(operands.SelectMany(labels => labels).GroupBy(label => label).Where(group => group.Count() == 1).Select(group => group.Key).OrderBy(label => label));
        return operands.Append(result).All(labels => labels.All(char.IsLetter)) ? new EinsumEquation(operands, result) : null;
    }
}
