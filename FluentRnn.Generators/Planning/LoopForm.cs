using System.Globalization;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>How the loop over the steps is written.</summary>
/// <param name="Factor">How many steps stand in one iteration.</param>
/// <param name="StraightLine">The number of steps when they stand one after the other without a loop, or null.</param>
/// <param name="Length">The number of steps when it is a plain number, or null.</param>
/// <param name="Remark">Why <c>Unroll</c> was not followed to the letter, as a sentence; null when it was.</param>
internal sealed record LoopForm(int Factor, int? StraightLine, long? Length, string? Remark)
{
    /// <summary>The most copies of a step that are written out: more would cost more to compile than they save.</summary>
    public const int MostCopies = 32;

    /// <summary>Whether the loop can run any number of steps, and so those of a segment.</summary>
    public bool IsForAnyLength => StraightLine is null && (Factor == 1 || Length is null);

    public static LoopForm Of(ContainerSpec spec)
    {
        // The loop runs over the steps of a segment, of which there may be any number.
        var length = spec.Checkpoint is null ? spec.FixedSteps?.Constant : null;
        LoopForm Loop(int factor = 1, string? remark = null) => new(factor, null, length, remark);

        return spec.Unroll switch
        {
            1 => Loop(),
            _ when spec.HasDone => Loop(remark: "Unroll is ignored, because the step says when a row is done, and the loop may end after any step."),
            0 when spec.Checkpoint is not null => Loop(remark: "Unroll() is ignored, because Checkpoint runs the steps in segments."),
            0 when length is null => Loop(remark: "Unroll() is ignored, because the number of steps is not a constant."),
            0 when length > MostCopies => Loop(remark: Text($"Unroll() is ignored, because there are {length} steps; at most {MostCopies} are written out.")),
            0 => new LoopForm(1, (int)length!.Value, length, null),
            > MostCopies => Loop(MostCopies, Text($"Unroll({spec.Unroll}) is limited to {MostCopies} steps an iteration.")),
            < 0 => Loop(),
            _ => Loop(spec.Unroll),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
