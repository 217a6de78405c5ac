namespace FluentRnn.Generators.Emit;

/// <summary>The methods <c>forward</c> and <c>call</c> that take their sequences packed.</summary>
internal static class PackedEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        if (context.Spec.TakesSequences)
        {
            Write(writer, context, "forward", "without the module's hooks");
            Write(writer, context, "call", "with the module's hooks");
        }
    }

    private static void Write(SourceWriter writer, EmitContext context, string method, string hooks)
    {
        var sequences = context.Parameters.Where(IsSequence).ToList();
        var parameters = context.Parameters.Where(parameter => parameter.Role is not (ParameterRole.Lengths or ParameterRole.Mask))
            .Select(parameter => IsSequence(parameter) ? parameter with { Type = context.Names.Torch + ".nn.utils.rnn.PackedSequence", Text = "Sequence, packed." } : parameter)
            .ToList();
        var names = parameters.Select(parameter => parameter.Name).ToList();
        var padded = new NameAllocator(names).Take("padded");

        writer.Summary($"Runs the recurrence over packed sequences, all of the same lengths, {hooks}.");
        foreach (var parameter in parameters)
        {
            writer.Param(parameter.Name, parameter.Text);
        }

        writer.Returns("The outputs, padded with the batch first, in the original order of the rows; and the state after the last step of each row.");
        writer.ThrowsArgument();
        writer.ThrowsCancelled();
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public {ContainerNames.Output} {method}{SourceWriter.ParameterList([.. parameters.Select(parameter => parameter.Declaration(parameter.Name))])}"))
        {
            var packed = sequences.Select(sequence => $"(\"{Identifier.Unescape(sequence.Name)}\", {sequence.Name})");
            var arguments = context.Parameters.Where(parameter => parameter.Role != ParameterRole.Mask)
                .Select(parameter => $"{parameter.Property}: {Argument(parameter)}");
            writer.Line($"using var {padded} = new {Runtime.PaddedSequences}({string.Join(", ", packed.Prepend(ContainerNames.Member("GetName", names) + "()"))});");
            writer.Line($"return {ContainerNames.Member(method, names)}(new {ContainerNames.Input}({string.Join(", ", arguments)}));");
        }

        writer.Blank();

        string Argument(CallParameter parameter) => parameter.Role switch
        {
            ParameterRole.Sequence => FormattableString.Invariant($"{padded}[{sequences.IndexOf(parameter)}]"),
            ParameterRole.Lengths => $"{padded}.Lengths",
            _ => parameter.Name,
        };
    }

    private static bool IsSequence(CallParameter parameter) => parameter.Role == ParameterRole.Sequence;
}
