using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>The methods that run the steps of both directions in one loop: one makes what a direction reads in it, the other joins that of both and runs the loop.</summary>
internal static class JoinedDirectionsEmitter
{
    public static void Write(SourceWriter writer, EmitContext context, VariantPlan variant)
    {
        if (variant.Schedule.Joined is { } joined)
        {
            WriteBeforeSteps(writer, context, new LoopBody(context, variant), joined);
            WriteLoop(writer, context, new LoopBody(context, variant, ofBothDirections: true), joined);
        }
    }

    /// <summary>Writes, in one direction, what its steps have made together with those of the other.</summary>
    public static void WriteTaken(SourceWriter writer, LoopBody loop, string joined)
    {
        loop.WriteTake(writer, i => Of("Emitted", i), i => Of("Collected", i));
        loop.WriteAdvance(writer, loop.Spec.States.Select((_, i) => Of("States", i)), loop.Schedule.Kept.Select((_, i) => Of("Last", i)));

        string Of(string values, int position) => FormattableString.Invariant($"{joined}.{values}[{position}]");
    }

    private static void WriteBeforeSteps(SourceWriter writer, EmitContext context, LoopBody loop, JoinedDirections joined)
    {
        var call = loop.Locals.Own("call");
        writer.Line("// What a direction reads at its steps.");
        using (writer.Block($"private {context.Names.Tensor}[] {context.Names.BeforeSteps}({Runtime.Call} {call})"))
        {
            writer.Part("Once per call");
            loop.Method.OpenInvariants(writer);
            loop.WriteOnce(writer, joined.Before.Where(loop.Schedule.Once.Contains));
            loop.Rows.WriteAhead(writer, [.. joined.Before.Where(loop.Schedule.Ahead.Contains)]);
            var initial = loop.Method.InitialStates(writer);
            writer.Line("return");
            writer.Line("[");
            using (writer.Indent())
            {
                foreach (var value in joined.Read.Select(read => loop.Locals.Value(read.Value))
                    .Concat(loop.Schedule.Parted.Select(loop.Locals.Rows))
                    .Concat(loop.Rows.SequencesAtSteps.Select(sequence => FormattableString.Invariant($"{call}.Sequences[{sequence.Slot}]")))
                    .Concat(initial))
                {
                    writer.Line(value + ",");
                }
            }

            writer.Line("];");
        }

        writer.Blank();
    }

    private static void WriteLoop(SourceWriter writer, EmitContext context, LoopBody loop, JoinedDirections joined)
    {
        var (call, directions) = (loop.Locals.Own("call"), loop.Locals.Own("directions"));
        var next = 0;
        using (writer.Block($"private void {context.Names.RunTogether}({Runtime.JoinedDirections} {directions})"))
        {
            writer.Part("The rows of both directions");
            writer.Line($"{directions}.Make({context.Names.BeforeSteps});");
            writer.Line($"var {call} = {directions}.Call;");
            if (Needs.Batch(loop.Schedule.Loop))
            {
                writer.Line($"var {loop.Locals.Own("batch")} = {call}.Batch;");
            }

            foreach (var read in joined.Read)
            {
                Take(read.Form == JoinedForm.Weight ? loop.Weight(read.Value) : loop.Locals.Value(read.Value), read.Form.ToString());
            }

            foreach (var value in loop.Schedule.Parted)
            {
                Take(loop.Locals.Steps(value), "Part");
            }

            foreach (var (_, steps) in loop.Rows.SequencesAtSteps)
            {
                Take(steps, "Sequence");
            }

            writer.Part("What the steps carry and collect");
            loop.OpenAccumulators(writer, [.. loop.Spec.States.Select(_ => Of("Rows"))]);
            LoopEmitter.Write(writer, loop);
            writer.Part("What each direction has of it");
            writer.Line($"{directions}.Finish(");
            using (writer.Indent())
            {
                writer.Line($"emitted: [{string.Join(", ", loop.StackedOutputs)}],");
                writer.Line($"collected: [{string.Join(", ", loop.Rows.StackedCollections)}],");
                writer.Line($"last: [{string.Join(", ", loop.LastValues)}],");
                writer.Line($"states: [{string.Join(", ", loop.CarriedStates)}]);");
            }
        }

        writer.Blank();

        void Take(string local, string form) => writer.Line($"var {local} = {Of(form)};");

        string Of(string form) => FormattableString.Invariant($"{directions}.{form}({next++})");
    }
}
