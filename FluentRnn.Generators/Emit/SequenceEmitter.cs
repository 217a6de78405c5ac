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
            WriteSteps(writer, loop);
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

    /// <summary>Writes the steps: a loop, or where something else can stand for it, that, with the loop for the other calls.</summary>
    private static void WriteSteps(SourceWriter writer, LoopBody loop)
    {
        var (call, joined) = (loop.Locals.Own("call"), loop.Schedule.Joined is null ? string.Empty : loop.Locals.Own("joined"));
        if (loop.Schedule.Layer is { } layer)
        {
            WriteEither("The step is that of torch's LSTM", $"{Runtime.Layers}.Serve({call})", () => LayerEmitter.Write(writer, loop, layer));
        }
        else if (loop.Schedule.Joined is not null)
        {
            WriteEither("The steps may have run together with those of the other direction", $"{call}.JoinedSteps is {{ }} {joined}", () => JoinedDirectionsEmitter.WriteTaken(writer, loop, joined));
        }
        else
        {
            WriteLoop();
        }

        void WriteEither(string title, string condition, Action writeInstead)
        {
            writer.Part(title);
            using (writer.Block($"if ({condition})"))
            {
                writeInstead();
            }

            using (writer.Block("else"))
            {
                WriteLoop();
            }
        }

        void WriteLoop()
        {
            loop.WriteForLoop(writer);
            LoopEmitter.Write(writer, loop);
        }
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
