using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>The property <c>Plan</c>.</summary>
internal static class PlanEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        var plan = context.Plan;
        var counts = plan.Counts;
        writer.Summary("What forward computes when, and why.");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"public static {Runtime.Plan} {ContainerNames.Plan} {{ get; }} = new(");
        using (writer.Indent())
        {
            WriteText(writer, plan.Text);
            WriteText(writer, plan.Mermaid);
            writer.Line(FormattableString.Invariant($"{counts.Invariant}, {counts.Time}, {counts.Carry}, {counts.Out})"));
            writer.Line(plan.Figures is { } figures
                ? FormattableString.Invariant($"{{ Fused = {figures.Fused}, LoopFlops = \"{figures.LoopFlops}\", StepFlops = \"{figures.StepFlops}\", LoopShare = {figures.LoopShare:0.####} }};")
                : "{ LoopShare = 1 };");
        }

        writer.Blank();
    }

    private static void WriteText(SourceWriter writer, string text)
    {
        var quotes = "\"\"\"";
        while (text.Contains(quotes))
        {
            quotes += "\"";
        }

        writer.Line(quotes);
        writer.Line(text);
        writer.Line(quotes + ",");
    }
}
