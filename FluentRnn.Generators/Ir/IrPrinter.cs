using System.Text;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// Writes a graph as text that <see cref="IrReader"/> reads back:
/// <code>
/// inputs
///   %x:floating[B, 8] = sequence x
///   %h:floating[B, n] = state h
///   %weight:floating[n, 8 + n] = weight cell.weight
/// let
///   %input:floating[B, 8 + n] = cat([%x, %h], 1)
///   %2:floating[B, n] = linear(%input, %weight, `null`)   # carry
///   %h.1:floating[B, n] = tanh(%2)                        # carry
/// in
///   next h = %h.1
///   sequence y = %h.1
/// </code>
/// Values have the user's name, with a number where it comes again, or only a number. Arguments stand in the order of the operation; sizes as they are,
/// other host expressions in backticks; <c>?`x`</c> is a size known only at run time, <c>??`x`</c> one that no C# gives. What follows a # is for people.
/// </summary>
internal static class IrPrinter
{
    public static string Print(StepGraph graph, IReadOnlyDictionary<int, Stage>? stages = null)
    {
        var names = Names(graph);
        var text = new StringBuilder("inputs\n");
        foreach (var input in graph.Inputs)
        {
            text.Append("  ").Append(Typed(input.Value)).Append(" = ").Append(Word(input.Kind.ToString())).Append(' ').Append(input.Name).Append('\n');
        }

        text.Append("let\n");
        foreach (var op in graph.Ops)
        {
            text.Append("  ").Append(string.Join(", ", op.Results.Select(Typed))).Append(" = ").Append(op.Operation.Name)
                .Append('(').Append(string.Join(", ", op.Arguments.Select(Print).Concat(op.Call is { } call ? [Quoted(call)] : Array.Empty<string>()))).Append(')')
                .Append(stages is null ? string.Empty : "   # " + string.Join(", ", op.Results.Select(result => Word(stages[result.Id].ToString())).Distinct(StringComparer.Ordinal)))
                .Append('\n');
        }

        text.Append("in\n");
        foreach (var (group, bindings) in new[] { ("next", graph.Next), ("sequence", graph.Sequence), ("last", graph.Last) })
        {
            foreach (var binding in bindings)
            {
                text.Append("  ").Append(group).Append(' ').Append(binding.Name).Append(" = ").Append(names(binding.Value)).Append('\n');
            }
        }

        return (graph.Done is { } done ? text.Append("  done = ").Append(names(done)).Append('\n') : text).ToString();

        string Typed(Value value) => names(value.Id) + ":" + IrPrinter.Print(value.Type);

        string Print(Argument argument) => argument.Host is { } host ? IrPrinter.Print(host)
            : argument.IsList ? "[" + (argument.Values.Count == 0 ? "%" : string.Join(", ", argument.Values.Select(names))) + "]"
            : names(argument.Values[0]);
    }

    /// <summary>A type: <c>floating[B, n]</c>, or <c>floating[?]</c> when the shape is not known.</summary>
    public static string Print(TensorType type) => Word(type.Element.ToString()) + "[" + (type.Shape is { } shape ? string.Join(", ", shape.Select(Print)) : "?") + "]";

    private static string Print(HostExpression host) => host switch
    {
        { Items: { } items } => "[" + string.Join(", ", items.Select(Print)) + "]",
        { Size: { } size } => Print(size),
        _ => Quoted(host.Text ?? string.Empty),
    };

    private static string Print(Dim size) => size.ToText(symbol =>
        Dim.RunTimeExpression(symbol) is { } expression ? "?" + Quoted(expression)
        : Dim.InferredDescription(symbol) is { } description ? "??" + Quoted(description)
        : symbol);

    private static string Quoted(string text) => "`" + text.Replace("`", "``") + "`";

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name of every value: its own, numbered from its second occurrence on, or its place among all values.</summary>
    private static Func<int, string> Names(StepGraph graph)
    {
        var names = new Dictionary<int, string>();
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in graph.Inputs.Select(input => input.Value).Concat(graph.Ops.SelectMany(op => op.Results)))
        {
            var again = value.Name is { } known && uses.TryGetValue(known, out var count) ? count : 0;
            names[value.Id] = "%" + (value.Name is not { } name ? names.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : again == 0 ? name
                : name + "." + again.ToString(System.Globalization.CultureInfo.InvariantCulture));
            uses[value.Name ?? string.Empty] = again + 1;
        }

        return id => names.TryGetValue(id, out var name) ? name : "%undefined";
    }
}
