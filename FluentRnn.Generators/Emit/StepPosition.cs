using System.Globalization;

namespace FluentRnn.Generators.Emit;

/// <summary>Which step a copy of the body is.</summary>
/// <param name="Step">The C# of the number of the step, in the order of processing.</param>
/// <param name="Time">The C# of the index in the sequences: the same, or counted from the end.</param>
/// <param name="IsFirst">Whether it is known to be step 0.</param>
/// <param name="IsLast">Whether it is the last step; null when only running tells.</param>
internal sealed record StepPosition(string Step, string Time, bool IsFirst, bool? IsLast)
{
    /// <summary>A step of a loop: <paramref name="offset"/> steps after the loop's variable.</summary>
    public static StepPosition Of(string variable, int offset, LoopBody body)
    {
        var step = offset == 0 ? variable : FormattableString.Invariant($"{variable} + {offset}");
        var time = body.ReadsByPosition ? $"{body.Locals.Own("call")}.Position({step})" : step;
        return new StepPosition(step, time, IsFirst: false, IsLast: null);
    }

    /// <summary>A step of a known number.</summary>
    public static StepPosition At(int step, int steps, LoopBody body)
    {
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        return new StepPosition(Text(step), Text(body.Spec.Backward ? steps - 1 - step : step), step == 0, step == steps - 1);
    }
}
