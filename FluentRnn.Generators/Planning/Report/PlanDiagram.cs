using System.Text;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The plan as a Mermaid flowchart: a box for each phase with its equations, arrows from where a value is computed to where it is read, dotted arrows from a step to the next. An equation of
/// two phases is there twice.
/// </summary>
internal static class PlanDiagram
{
    public static string Write(ContainerSpec spec, PlanView? view)
    {
        var text = new StringBuilder("flowchart LR\n");
        if (view is null)
        {
            Line(text, 1, $"step[{Quote(spec.Type.Name + ": each step as it is written")}]");
        }
        else
        {
            Write(text, view);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, PlanView view)
    {
        // The node of a value as the phases so far have it.
        var nodes = new Dictionary<int, string>();
        var arrows = new List<string>();
        foreach (var input in view.Variant.Body.Inputs)
        {
            nodes[input.Value.Id] = $"in{Id(input.Value.Id)}";
            Line(text, 1, $"{nodes[input.Value.Id]}([{Quote($"{input.Name} {PlanNames.Describe(input.Value.Type)}".TrimEnd())}])");
        }

        for (var phase = 0; phase < view.Phases.Count; phase++)
        {
            if (view.Phases[phase].Lines.Count > 0)
            {
                Line(text, 1, $"subgraph phase{Id(phase)}[{Quote(view.Phases[phase].Title)}]");
                foreach (var line in view.Phases[phase].Lines.Where(line => line.Results.Count > 0))
                {
                    // The results of one equation are one node, named after the first.
                    var node = $"p{Id(phase)}v{Id(line.Results[0])}";
                    Line(text, 2, $"{node}[{Quote(line.Equation)}]");
                    arrows.AddRange(line.Sources.Select(source => nodes[source]).Distinct().Select(source => $"{source} --> {node}"));
                    foreach (var result in line.Results)
                    {
                        nodes[result] = node;
                    }
                }

                Line(text, 1, "end");
            }
        }

        arrows.ForEach(arrow => Line(text, 1, arrow));
        WriteReturned(text, view.Variant.Body, nodes);
    }

    private static void WriteReturned(StringBuilder text, StepGraph body, Dictionary<int, string> nodes)
    {
        foreach (var next in body.Next)
        {
            if (body.Inputs.FirstOrDefault(input => input.Kind == InputKind.State && input.Name == next.Name) is { } state)
            {
                Line(text, 1, $"{nodes[next.Value]} -. next .-> {nodes[state.Value.Id]}");
            }
        }

        foreach (var (bindings, kind) in new[] { (body.Sequence, "sequence"), (body.Last, "last") })
        {
            for (var i = 0; i < bindings.Count; i++)
            {
                Line(text, 1, $"{nodes[bindings[i].Value]} --> {kind}{Id(i)}([{Quote($"{kind} {bindings[i].Name}")}])");
            }
        }
    }

    private static string Id(int value) => FormattableString.Invariant($"{value}");

    // Mermaid has entities for what would end a label, and reads what looks like one.
    private static string Quote(string label) => "\"" + label.Replace("#", "#35;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;") + "\"";

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 4).Append(line).Append('\n');
}
