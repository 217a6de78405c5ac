using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>The methods <c>forward</c> and <c>call</c>, and the private ones that run a whole sequence, one for each variant.</summary>
internal static class ForwardEmitter
{
    /// <summary>The arguments of <c>Open</c> that are not slots.</summary>
    private static readonly (ParameterRole Role, string Name)[] Options =
    [
        (ParameterRole.TeacherForcing, "teacherForcing"),
        (ParameterRole.Lengths, "lengths"),
        (ParameterRole.Mask, "mask"),
        (ParameterRole.Resets, "resets"),
        (ParameterRole.FirstStep, "firstStep"),
        (ParameterRole.Steps, "steps"),
        (ParameterRole.Batch, "batch"),
        (ParameterRole.Cancellation, "cancellation"),
    ];

    public static void Write(SourceWriter writer, EmitContext context)
    {
        WriteTyped(writer, context, "forward", "Runs the recurrence over all steps, without the module's hooks.");
        WriteTyped(writer, context, "call", "Runs the recurrence over all steps, with the module's hooks.");
        PackedEmitter.Write(writer, context);
        WriteOverride(writer, context);
        VariantEmitter.WriteChoice(writer, context, context.Names.SequenceResult, context.Names.RunSequence);
        foreach (var (variant, method) in VariantEmitter.Methods(context.Plan, context.Names.RunSequence))
        {
            SequenceEmitter.Write(writer, context, variant, method);
            JoinedDirectionsEmitter.Write(writer, context, variant);
        }
    }

    private static void WriteTyped(SourceWriter writer, EmitContext context, string method, string summary)
    {
        var parameters = context.Parameters;
        writer.Summary(summary);
        foreach (var parameter in parameters)
        {
            writer.Param(parameter.Name, parameter.Text);
        }

        writer.Returns("The outputs, and the state after the last step.");
        writer.ThrowsArgument();
        writer.ThrowsCancelled();
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"public {ContainerNames.Output} {method}{SourceWriter.ParameterList([.. parameters.Select(parameter => parameter.Declaration(parameter.Name))])} =>");
        using (writer.Indent())
        {
            writer.Line($"{ContainerNames.Member(method, parameters.Select(parameter => parameter.Name))}(new {ContainerNames.Input}({string.Join(", ", parameters.Select(parameter => parameter.Name))}));");
        }

        writer.Blank();
    }

    private static void WriteOverride(SourceWriter writer, EmitContext context)
    {
        writer.Summary("Runs the recurrence over all steps, without the module's hooks.");
        writer.Param("input", "The arguments.");
        writer.Returns("The outputs, and the state after the last step.");
        writer.ThrowsArgument();
        writer.ThrowsCancelled();
        if (context.Plan.WhyPlain is { } why)
        {
            writer.Remarks($"The step runs as it is written, because {why}.");
        }

        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public override {ContainerNames.Output} forward({ContainerNames.Input} input)"))
        {
            writer.Line("using var call = Open(");
            using (writer.Indent())
            {
                writer.Line(string.Join(",\n", Arguments(context)) + ");");
            }

            var generated = context.Plan.Variants.Count == 0 ? "generated: null" : context.Names.RunSequence;
            var run = context.Spec.Bidirectional is null ? "Run" : "RunBoth";
            writer.Line($"return {run}({string.Join(", ", ["call", generated, ContainerNames.Output + ".From", .. SegmentEmitter.Arguments(context), .. Together(context)])});");
        }

        writer.Blank();
    }

    private static IEnumerable<string> Together(EmitContext context) =>
        context.Plan.Variants.Any(variant => variant.Schedule.Joined is not null) ? [$"together: {context.Names.RunTogether}"] : [];

    private static IEnumerable<string> Arguments(EmitContext context)
    {
        var bySlot = context.Parameters.ToLookup(parameter => parameter.Role);
        string Values(ParameterRole role) => string.Join(", ", bySlot[role].Select(parameter => "input." + parameter.Property));
        string? Property(ParameterRole role) => bySlot[role].Select(parameter => "input." + parameter.Property).FirstOrDefault();

        yield return $"sequences: {Sequences(context, bySlot[ParameterRole.Sequence], parameter => "input." + parameter.Property)}";
        yield return $"constants: [{Values(ParameterRole.Constant)}]";
        yield return $"states: {States(context, Property(ParameterRole.State), "given")}";
        yield return $"targets: [{string.Join(", ", context.Spec.States.Select((_, i) => bySlot[ParameterRole.Target].Where(target => target.Slot == i).Select(target => "input." + target.Property).FirstOrDefault() ?? "null"))}]";
        foreach (var (role, name) in Options)
        {
            if (Property(role) is { } value)
            {
                yield return $"{name}: {value}";
            }
        }
    }

    /// <summary>The sequences by position: null for those that the call makes itself.</summary>
    public static string Sequences(EmitContext context, IEnumerable<CallParameter> given, Func<CallParameter, string> value)
    {
        var bySlot = given.ToDictionary(parameter => parameter.Slot, value);
        return $"[{string.Join(", ", context.Spec.Sequences.Select((_, i) => bySlot.TryGetValue(i, out var text) ? text : "null"))}]";
    }

    /// <summary>The values of a state that may be null, as the run time takes them: none at all, or one a slot.</summary>
    public static string States(EmitContext context, string? state, string given) => state is null
        ? "[]"
        : $"{state} is {{ }} {given} ? [{string.Join(", ", context.StateProperties.Select(property => $"{given}.{property}"))}] : []";
}
