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
        writer.Line($"public readonly record struct {ContainerNames.Input}{SourceWriter.ParameterList(properties)};");
        writer.Blank();
    }
}
