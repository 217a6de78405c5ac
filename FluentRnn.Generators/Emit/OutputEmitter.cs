namespace FluentRnn.Generators.Emit;

/// <summary>The structs <c>Output</c> and <c>StepOutput</c>.</summary>
internal static class OutputEmitter
{
    /// <summary>The method of <c>Output</c> that gives its members by position.</summary>
    public const string Positions = "Positions";

    public static void Write(SourceWriter writer, EmitContext context)
    {
        Write(writer, context, ContainerNames.Output, "What forward returns. The tensors are the caller's to dispose, or those of the caller's dispose scope.", context.Outputs);
        if (context.Spec.Bidirectional is null)
        {
            Write(writer, context, ContainerNames.StepOutput, "What one step returns. The tensors are the caller's to dispose, or those of the caller's dispose scope.", context.StepOutputs);
        }
    }

    private static void Write(SourceWriter writer, EmitContext context, string name, string summary, IReadOnlyList<OutputMember> members)
    {
        writer.Summary(summary);
        foreach (var member in members)
        {
            writer.Param(member.Property, member.Text);
        }

        writer.Line(GeneratedCode.Attribute);
        var properties = members.Select(member => $"{member.Type} {member.Property}");
        using (writer.Block($"public readonly record struct {name}({string.Join(", ", properties)}) : {Interface(name, context)}"))
        {
            var values = members.Select(member => Read(member, context));
            writer.Line($"internal static {name} From({Runtime.Result} result) => new({string.Join(", ", values)});");
            if (SegmentEmitter.NeedsPositions(context) && name == ContainerNames.Output)
            {
                writer.Line($"internal static {Runtime.Result} {Positions}({name} output) => new({ByPosition(members, context)});");
            }

            writer.Blank();
            if (name == ContainerNames.StepOutput && context.Spec.StepsFromState)
            {
                var sequence = members.Where(member => member.Role == OutputRole.Sequence).Select(member => member.Property);
                writer.Line($"global::System.Collections.Generic.IReadOnlyList<{context.Names.Tensor}> {Interface(name, context)}.Sequence => [{string.Join(", ", sequence)}];");
                writer.Blank();
            }

            writer.Summary("Disposes the tensors.");
            using (writer.Block("public void Dispose()"))
            {
                foreach (var member in members)
                {
                    writer.Line($"{member.Property}{(member.Role == OutputRole.State ? string.Empty : "?")}.Dispose();");
                }
            }
        }

        writer.Blank();
    }

    /// <summary>With states, the library reads them, and what one step yields, whatever the container is.</summary>
    private static string Interface(string name, EmitContext context) => context.Spec.StepsFromState
        ? $"{(name == ContainerNames.StepOutput ? Runtime.StepOutput : Runtime.Output)}<{ContainerNames.State}>"
        : "global::System.IDisposable";

    private static string ByPosition(IReadOnlyList<OutputMember> members, EmitContext context)
    {
        string Values(OutputRole role) => string.Join(", ", members.Where(member => member.Role == role).Select(member => $"output.{member.Property}"));
        var states = string.Join(", ", context.StateProperties.Select(property => $"output.{ContainerNames.State}.{property}"));
        var lengths = members.Any(member => member.Role == OutputRole.Lengths) ? Values(OutputRole.Lengths) : "null";
        return $"[{Values(OutputRole.Sequence)}], [{Values(OutputRole.Last)}], [{states}], {lengths}";
    }

    private static string Read(OutputMember member, EmitContext context) => member.Role switch
    {
        OutputRole.Sequence => FormattableString.Invariant($"result.Sequence[{member.Index}]"),
        OutputRole.Last => FormattableString.Invariant($"result.Last[{member.Index}]"),
        OutputRole.State => $"new {ContainerNames.State}({string.Join(", ", context.StateProperties.Select((_, i) => FormattableString.Invariant($"result.States[{i}]")))})",
        OutputRole.Lengths => "result.Lengths",
        _ => "result.Done",
    };
}
