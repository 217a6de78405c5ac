using System.Globalization;

namespace FluentRnn.Generators.Emit;

/// <summary>The loop over the steps: plain, several steps an iteration, or all steps one after the other.</summary>
internal static class LoopEmitter
{
    public static void Write(SourceWriter writer, LoopBody body)
    {
        writer.Part(body.Spec.Backward ? "Each step, from the last to the first" : body.Spec.Bidirectional is null ? "Each step" : body.IsOfBothDirections ? "Each step, of both directions" : "Each step, in the direction of the call");
        if (body.Form.StraightLine is { } steps)
        {
            WriteStraightLine(writer, body, steps);
        }
        else if (body.Form.Factor > 1)
        {
            WriteUnrolled(writer, body, body.Form.Factor);
        }
        else
        {
            WriteLoop(writer, body, start: "var {0} = 0L");
        }
    }

    private static void WriteLoop(SourceWriter writer, LoopBody body, string start)
    {
        var t = body.Locals.Own(body.ReadsByPosition ? "k" : "t");
        using (writer.Block($"for ({string.Format(CultureInfo.InvariantCulture, start, t)}; {t} < {body.Steps}; {t}++)"))
        {
            body.WriteStep(writer, StepPosition.Of(t, 0, body));
        }
    }

    private static void WriteUnrolled(SourceWriter writer, LoopBody body, int factor)
    {
        var t = body.Locals.Own(body.ReadsByPosition ? "k" : "t");
        writer.Line($"var {t} = 0L;");
        if (body.Form.Length is not { } length || length >= factor)
        {
            using (writer.Block(FormattableString.Invariant($"for (; {t} <= {body.Steps} - {factor}; {t} += {factor})")))
            {
                for (var i = 0; i < factor; i++)
                {
                    using (writer.Block())
                    {
                        body.WriteStep(writer, StepPosition.Of(t, i, body));
                    }

                    writer.Blank();
                }
            }
        }

        if (body.Form.Length is not { } known || known % factor != 0)
        {
            writer.Part("The steps that do not fill an iteration");
            WriteLoop(writer, body, start: string.Empty);
        }
    }

    private static void WriteStraightLine(SourceWriter writer, LoopBody body, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using (writer.Block())
            {
                body.WriteStep(writer, StepPosition.At(i, steps, body));
            }

            writer.Blank();
        }
    }
}
