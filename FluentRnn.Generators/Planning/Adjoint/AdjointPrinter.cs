using System.Text;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Writes an adjoint for people: what is kept, and the three graphs in the notation of <see cref="IrPrinter"/>, with the binding times of the reverse loop.</summary>
internal static class AdjointPrinter
{
    private static readonly (KeptWhen When, string Text)[] Whens = [(KeptWhen.Once, "once"), (KeptWhen.EachStep, "at each step"), (KeptWhen.Last, "at the last step")];

    public static string Print(AdjointPlan plan)
    {
        if (plan.WhyNone is { } why)
        {
            return $"There is no adjoint, because {why}.\n";
        }

        var text = new StringBuilder();
        foreach (var (when, title) in Whens)
        {
            var values = plan.Kept.Where(kept => kept.When == when).ToList();
            if (values.Count > 0)
            {
                text.Append("kept ").Append(title).Append(": ").Append(string.Join(", ", values.Select(kept => kept.Name + PlanNames.Describe(kept.Value.Type)))).Append('\n');
            }
        }

        Section("before the reverse loop", plan.Start);
        Section("at each step, last first", plan.Reverse, ReverseStages.Of(plan));
        Section("after the reverse loop", plan.Finish);
        return text.ToString();

        void Section(string title, StepGraph graph, IReadOnlyDictionary<int, Stage>? stages = null)
        {
            if (graph.Returned.Any())
            {
                text.Append('\n').Append(title).Append('\n').Append(IrPrinter.Print(graph, stages));
            }
        }
    }
}
