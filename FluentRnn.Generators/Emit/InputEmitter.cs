namespace FluentRnn.Generators.Emit;

/// <summary>The struct <c>Input</c>: the arguments of forward as one value.</summary>
internal static class InputEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        writer.Summary("The arguments of forward as one value.");
        foreach (var parameter in context.Parameters)
        {
            writer.Param(parameter.Property, parameter.Text);
        }

        writer.Line(GeneratedCode.Attribute);
        var properties = context.Parameters.Select(parameter => parameter.Declaration(parameter.Property)).ToList();
        var declaration = $"public readonly record struct {ContainerNames.Input}{SourceWriter.ParameterList(properties)}";
        if (context.Spec.StepsFromState)
        {
            WriteMembers(writer, context, declaration);
        }
        else
        {
            writer.Line(declaration + ";");
        }

        writer.Blank();
    }

    /// <summary>With states, the library changes the arguments of a call: for streams, and for decoding.</summary>
    private static void WriteMembers(SourceWriter writer, EmitContext context, string declaration)
    {
        var self = $"{Runtime.Input}<{ContainerNames.Input}, {ContainerNames.State}>";
        var map = $"global::System.Func<{context.Names.Tensor}, {context.Names.Tensor}>";
        using (writer.Block($"{declaration} : {self}"))
        {
            var ofSequence = context.Parameters.Where(IsOfSequence).Select(parameter => $"(\"{Identifier.Unescape(parameter.Name)}\", {parameter.Property})").ToList();
            if (ofSequence.Count > 0)
            {
                writer.Line($"global::System.Collections.Generic.IReadOnlyList<(string, object?)> {self}.OfSequence => [{string.Join(", ", ofSequence)}];");
                writer.Blank();
            }

            var mapped = context.Parameters.Where(parameter => parameter.Role is ParameterRole.Sequence or ParameterRole.Constant)
                .Select(parameter => $"{parameter.Property} = {(parameter.Role == ParameterRole.Sequence ? "sequence" : "constant")}({parameter.Property})")
                .ToList();
            writer.Line($"{ContainerNames.Input} {self}.Map({map} sequence, {map} constant) =>");
            using (writer.Indent())
            {
                writer.Line(mapped.Count == 0 ? "this;" : $"this with {{ {string.Join(", ", mapped)} }};");
            }
        }
    }

    /// <summary>Whether a parameter may be given, and means nothing to a single step.</summary>
    private static bool IsOfSequence(CallParameter parameter) => parameter.Default == "null" && !StepEmitter.IsOfStep(parameter);
}
