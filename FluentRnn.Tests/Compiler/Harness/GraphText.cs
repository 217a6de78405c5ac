using System.Globalization;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler;

/// <summary>A graph as text, one line a value: what a reader compares with the C# it came from.</summary>
internal static class GraphText
{
    /// <summary>Every variant, each under its conditions; or why there is none.</summary>
    public static string Of(ContainerSpec spec) => spec.Variants.Count == 0
        ? $"plain: {spec.WhyPlain}"
        : string.Join("\n", spec.Variants.Select(variant =>
            (variant.Conditions.Count == 0 ? "" : $"when {string.Join(" and ", variant.Conditions.Select(HostText.Describe))}\n") + Of(variant.Body)));

    public static string Of(StepGraph graph)
    {
        var names = Names(graph);
        List<string> lines = [.. graph.Inputs.Select(input => $"{names[input.Value.Id]}: {input.Kind.ToString().ToLowerInvariant()} {input.Name} {input.Value.Type}")];
        foreach (var op in graph.Ops)
        {
            var call = op.Call is { } text ? Quote(text) : string.Join(", ", op.Arguments.Select(argument => Write(argument, names)));
            var operands = op.Call is null ? "" : " on " + string.Join(", ", op.Operands.Select(id => names[id]));
            var types = string.Join(" ", op.Results.Select(result => result.Type.ToString()).Distinct());
            lines.Add($"{string.Join(", ", op.Results.Select(result => names[result.Id]))} = {op.Operation}({call}){operands} {types}");
        }

        lines.AddRange(Bindings("next", graph.Next, names));
        lines.AddRange(Bindings("sequence", graph.Sequence, names));
        lines.AddRange(Bindings("last", graph.Last, names));
        if (graph.Done is { } done)
        {
            lines.Add($"done {names[done]}");
        }

        return string.Join("\n", lines);
    }

    private static IEnumerable<string> Bindings(string kind, IEnumerable<Binding> bindings, Dictionary<int, string> names) =>
        bindings.Select(binding => $"{kind} {binding.Name} = {names[binding.Value]}");

    private static string Write(Argument argument, Dictionary<int, string> names) =>
        argument.Host is { } host ? $"{argument.Name}: {Write(host)}"
        : argument.IsList ? $"{argument.Name}: [{string.Join(", ", argument.Values.Select(id => names[id]))}]"
        : names[argument.Values[0]];

    private static string Write(HostExpression host) =>
        host.Text ?? (host.Items is { } items ? $"[{string.Join(", ", items.Select(Write))}]" : host.Size!.ToString());

    private static string Quote(string text) => $"`{text}`";

    /// <summary>The user's names; a second value of a name gets a number; values without a name are called after their operation.</summary>
    private static Dictionary<int, string> Names(StepGraph graph)
    {
        var taken = new Dictionary<string, int>();
        var names = new Dictionary<int, string>();
        foreach (var (value, fallback) in graph.Inputs.Select(input => (input.Value, input.Name)).Concat(graph.Ops.SelectMany(op => op.Results.Select(result => (result, op.Operation.Name)))))
        {
            var name = value.Name ?? fallback;
            var count = taken[name] = taken.GetValueOrDefault(name) + 1;
            names[value.Id] = count == 1 ? name : name + "_" + (count - 1).ToString(CultureInfo.InvariantCulture);
        }

        return names;
    }
}
