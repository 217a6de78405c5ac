using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>The method <c>step</c>, which runs one step, and the private ones behind it, one for each variant.</summary>
internal static class StepEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        // After one step forward, the other direction has not begun.
        if (context.Spec.Bidirectional is not null)
        {
            return;
        }

        WriteStep(writer, context);
        WriteOverride(writer, context);
        VariantEmitter.WriteChoice(writer, context, ContainerNames.StepOutput, context.Names.RunStep);
        foreach (var (variant, method) in VariantEmitter.Methods(context.Plan, context.Names.RunStep))
        {
            WriteBody(writer, context, variant, method);
        }
    }

    private static void WriteStep(SourceWriter writer, EmitContext context)
    {
        var parameters = context.Parameters.Where(IsOfStep).ToList();
        var bySlot = parameters.ToLookup(parameter => parameter.Role);
        string Values(ParameterRole role) => string.Join(", ", bySlot[role].Select(parameter => parameter.Name));
        var names = parameters.Select(parameter => parameter.Name).ToList();
        var locals = new NameAllocator(names);
        var (call, given) = (locals.Take("call"), locals.Take("given"));

        writer.Summary("Runs one step: for streams, and for decoders that choose each input.");
        foreach (var parameter in parameters)
        {
            writer.Param(parameter.Name, Describe(parameter, context.Spec));
        }

        writer.Returns("The outputs of this step, and the state after it.");
        writer.ThrowsArgument();
        if (context.Plan.WhyPlain is { } why)
        {
            writer.Remarks($"The step runs as it is written, because {why}.");
        }

        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public {ContainerNames.StepOutput} step({string.Join(", ", parameters.Select(parameter => parameter.Declaration(parameter.Name)))})"))
        {
            writer.Line($"using var {call} = {ContainerNames.Member("OpenStep", names)}(");
            using (writer.Indent())
            {
                writer.Line($"sequences: {ForwardEmitter.Sequences(context, bySlot[ParameterRole.Sequence], parameter => parameter.Name)},");
                writer.Line($"constants: [{Values(ParameterRole.Constant)}],");
                var states = ForwardEmitter.States(context, bySlot[ParameterRole.State].Select(parameter => parameter.Name).FirstOrDefault(), given);
                List<string> arguments =
                [
                    $"states: {states}",
                    .. bySlot[ParameterRole.FirstStep].Select(parameter => $"firstStep: {parameter.Name}"),
                    .. bySlot[ParameterRole.Batch].Select(parameter => $"batch: {parameter.Name}"),
                ];
                writer.Line(string.Join(",\n", arguments) + ");");
            }

            var generated = context.Plan.Variants.Count == 0 ? "generated: null" : ContainerNames.Member(context.Names.RunStep, names);
            var output = context.Names.Static(ContainerNames.StepOutput, names);
            writer.Line($"return {ContainerNames.Member("Run", names)}({call}, {generated}, {output}.From);");
        }

        writer.Blank();
    }

    /// <summary>The same for the library, which has the arguments as one value.</summary>
    private static void WriteOverride(SourceWriter writer, EmitContext context)
    {
        if (!context.Spec.StepsFromState)
        {
            return;
        }

        var values = context.Parameters.Where(IsOfStep).Select(parameter => "input." + parameter.Property);
        writer.Line("/// <inheritdoc/>");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"protected override {ContainerNames.StepOutput} step({ContainerNames.Input} input) => step({string.Join(", ", values)});");
        writer.Blank();
    }

    /// <summary>Whether a single step has this parameter of forward.</summary>
    internal static bool IsOfStep(CallParameter parameter) =>
        parameter.Role is ParameterRole.Sequence or ParameterRole.Constant or ParameterRole.State or ParameterRole.FirstStep or ParameterRole.Batch;

    private static string Describe(CallParameter parameter, ContainerSpec spec)
    {
        if (parameter.Role == ParameterRole.FirstStep)
        {
            return "The number of this step: how many were processed before.";
        }

        if (parameter.Role != ParameterRole.Sequence)
        {
            return parameter.Text;
        }

        var type = spec.Sequences[parameter.Slot].Type;
        return $"The sequence at this step, {Documentation.Shape(type, overTime: false)}{Documentation.Element(type)}.";
    }

    private static void WriteBody(SourceWriter writer, EmitContext context, VariantPlan variant, string method)
    {
        var body = new MethodBody(context, variant.Body);
        var (call, spec, graph) = (body.Locals.Own("call"), context.Spec, variant.Body);
        if (variant.Conditions.Count > 0)
        {
            writer.Line($"// When {VariantEmitter.Describe(variant)}.");
        }

        using (writer.Block($"private {ContainerNames.StepOutput} {method}({Runtime.Call} {call})"))
        {
            body.OpenInvariants(writer);
            var read = Needs.Slots(graph, InputKind.Sequence, spec.Sequences);
            for (var i = 0; i < spec.Sequences.Count; i++)
            {
                if (read.Contains(spec.Sequences[i].Name))
                {
                    writer.Line(FormattableString.Invariant($"var {body.Locals.Slot(spec.Sequences[i].Name)} = {call}.Sequences[{i}];"));
                }
            }

            body.OpenStates(writer);
            writer.Blank();
            foreach (var op in graph.Ops)
            {
                body.Operations.Write(writer, op, body.Locals.Value);
            }

            writer.Blank();
            body.CheckNext(writer, body.Locals.Value);
            foreach (var binding in graph.Sequence.Concat(graph.Last))
            {
                body.CheckOutput(writer, binding, body.Locals.Value(binding.Value));
            }

            writer.Line($"return new {ContainerNames.StepOutput}(");
            using (writer.Indent())
            {
                var values = context.StepOutputs.Select(member => $"{member.Property}: {Result(member)}");
                writer.Line(string.Join(",\n", values) + ");");
            }
        }

        writer.Blank();

        string Result(OutputMember member) => member.Role switch
        {
            OutputRole.Sequence => Own(graph.Sequence.First(binding => binding.Name == spec.SequenceOutputs[member.Index]).Value),
            OutputRole.Last => Own(graph.Last.First(binding => binding.Name == spec.LastOutputs[member.Index]).Value),
            OutputRole.State => $"new {ContainerNames.State}({string.Join(", ", spec.States.Select(state => Own(graph.Next.First(binding => binding.Name == state.Name).Value)))})",
            _ => Own(graph.Done!.Value, check: $"{call}.CheckDone"),
        };

        string Own(int value, string check = "") => body.Return(check.Length == 0 ? body.Locals.Value(value) : $"{check}({body.Locals.Value(value)})");
    }
}
