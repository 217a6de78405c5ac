using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// How the gradients of a sequence are computed. The adjoint of a recurrence is a recurrence too, from the last step to the first, whose state is the
/// gradient of the forward state; so its parts are graphs like the step itself. Names: <c>next.h</c> is the gradient of the next state h, and what the
/// reverse loop carries on for it; <c>sequence.y</c>, <c>last.z</c>, <c>constant.c</c> and <c>weight.cell.weight</c> are gradients of outputs and inputs.
/// </summary>
internal sealed record AdjointPlan
{
    /// <summary>Why there is no adjoint, as the end of a sentence that begins "because"; null when there is one, and only then the rest is of use.</summary>
    public string? WhyNone { get; init; }

    /// <summary>What the forward computation keeps, beside its inputs and its states.</summary>
    public EquatableArray<KeptValue> Kept { get; init; }

    /// <summary>
    /// Once, before the reverse loop, on the values of the last step: from the gradients of the last outputs to those of what they were computed from.
    /// Of its results, <c>kept.…</c> are for the last step, and <c>sum.…</c> where the sums over the steps begin.
    /// </summary>
    public StepGraph Start { get; init; } = Empty;

    /// <summary>
    /// At each step, last first, on the values of that step: carries the gradients of the states (<c>next.…</c>), of what the last outputs were computed
    /// from (<c>kept.…</c>, zero after the last step), and the sums that are as large as what is summed (<c>sum.…</c>); gives the gradients of sequences,
    /// and factors.
    /// </summary>
    public StepGraph Reverse { get; init; } = Empty;

    /// <summary>
    /// Once, after the reverse loop: the gradients of weights and constants, as products and sums over all steps at once, from factors and kept values
    /// with time in front.
    /// </summary>
    public StepGraph Finish { get; init; } = Empty;

    private static StepGraph Empty { get; } = new(default, default, default, default, default, null);

    public static AdjointPlan None(string why) => new() { WhyNone = why };
}

/// <summary>A value that the forward computation keeps for the adjoint.</summary>
/// <param name="Name">Its name in the graphs of the adjoint, as an input of the kind <see cref="InputKind.Kept"/>.</param>
/// <param name="Value">The value of the forward body.</param>
/// <param name="When">Which of its values.</param>
internal sealed record KeptValue(string Name, Value Value, KeptWhen When);

/// <summary>Which values of a forward computation are kept.</summary>
internal enum KeptWhen
{
    /// <summary>The only one: it is computed once a call.</summary>
    Once,

    /// <summary>That of every step.</summary>
    EachStep,

    /// <summary>That of the last step.</summary>
    Last,
}
