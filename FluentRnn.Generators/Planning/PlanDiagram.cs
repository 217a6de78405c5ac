using System.Text;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>The plan as a Mermaid flowchart: a box for each phase, an arrow for each operand, dotted arrows from a step to the next.</summary>
internal static class PlanDiagram
{
    public static string Write(ContainerSpec spec, EquatableArray<VariantPlan> variants)
    {
        var text = new StringBuilder("flowchart LR\n");
        if (variants.Count == 0)
        {
            Line(text, 1, $"step[{Quote(spec.Type.Name + ": each step as it is written")}]");
        }
        else
        {
            Write(text, variants[0]);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, VariantPlan variant)
    {
        var body = variant.Body;
        var names = new PlanNames(body);
        foreach (var input in body.Inputs)
        {
            Line(text, 1, $"v{Id(input.Value.Id)}([{Quote($"{input.Name} {PlanNames.Describe(input.Value.Type)}".TrimEnd())}])");
        }

        var phase = 0;
        foreach (var (title, _, ops) in PlanReport.Phases(variant.Schedule))
        {
            if (ops.Count > 0)
            {
                Line(text, 1, $"subgraph phase{Id(phase)}[{Quote(title)}]");
                foreach (var op in ops.Where(op => op.Results.Count > 0))
                {
                    Line(text, 2, $"{Node(op)}[{Quote(names.Describe(op))}]");
                }

                Line(text, 1, "end");
            }

            phase++;
        }

        WriteArrows(text, body);
    }

    private static void WriteArrows(StringBuilder text, StepGraph body)
    {
        // The results of one operation are one node, named after the first.
        var nodes = body.Inputs.ToDictionary(input => input.Value.Id, input => $"v{Id(input.Value.Id)}");
        foreach (var op in body.Ops.Where(op => op.Results.Count > 0))
        {
            foreach (var operand in op.Operands.Select(id => nodes[id]).Distinct())
            {
                Line(text, 1, $"{operand} --> {Node(op)}");
            }

            foreach (var result in op.Results)
            {
                nodes[result.Id] = Node(op);
            }
        }

        foreach (var next in body.Next)
        {
            if (body.Inputs.FirstOrDefault(input => input.Kind == InputKind.State && input.Name == next.Name) is { } state)
            {
                Line(text, 1, $"{nodes[next.Value]} -. next .-> v{Id(state.Value.Id)}");
            }
        }

        foreach (var output in body.Sequence.Select(binding => (binding, "sequence")).Concat(body.Last.Select(binding => (binding, "last"))))
        {
            var (binding, kind) = output;
            Line(text, 1, $"{nodes[binding.Value]} --> {kind}_{Id(binding.Value)}([{Quote($"{kind} {binding.Name}")}])");
        }
    }

    private static string Node(Op op) => $"v{Id(op.Results[0].Id)}";

    private static string Id(int value) => FormattableString.Invariant($"{value}");

    // Mermaid has entities for what would end a label.
    private static string Quote(string label) => "\"" + label.Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;") + "\"";

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 4).Append(line).Append('\n');
}
