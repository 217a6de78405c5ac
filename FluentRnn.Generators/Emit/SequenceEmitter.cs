using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>The private method that runs one variant over all steps.</summary>
internal static class SequenceEmitter
{
    public static void Write(SourceWriter writer, EmitContext context, VariantPlan variant, string method)
    {
        var loop = new LoopBody(context, variant);
        if (variant.Conditions.Count > 0)
        {
            writer.Line($"// When {VariantEmitter.Describe(variant)}.");
        }

        using (writer.Block($"private {context.Names.SequenceResult} {method}({Runtime.Call} {loop.Locals.Own("call")})"))
        {
            WriteBefore(writer, loop);
            if (loop.Schedule.Joined is null)
            {
                LayerEmitter.Write(writer, loop);
            }
            else
            {
                JoinedDirectionsEmitter.WriteSteps(writer, loop);
            }

            WriteAfter(writer, context, loop);
        }

        writer.Blank();
    }

    private static void WriteBefore(SourceWriter writer, LoopBody loop)
    {
        writer.Part("Once per call");
        loop.Method.OpenInvariants(writer);
        loop.WriteOnce(writer);
        loop.Rows.WriteAhead(writer);
        writer.Part("What the steps carry and collect");
        loop.OpenAccumulators(writer);
    }

    private static void WriteAfter(SourceWriter writer, EmitContext context, LoopBody loop)
    {
        loop.Rows.WriteBehind(writer);
        writer.Part("After the last step");
        foreach (var op in loop.Schedule.After)
        {
            loop.Method.Operations.Write(writer, op, loop.ValueAfter);
        }

        loop.CheckLast(writer);
        loop.Stack(writer);
        writer.Line($"return new {context.Names.SequenceResult}(");
        using (writer.Indent())
        {
            var values = context.Spec.Bidirectional is null ? context.Outputs.Select(member => $"{member.Property}: {loop.Result(member)}") : loop.Results;
            writer.Line(string.Join(",\n", values) + ");");
        }
    }
}
