using static TorchSharp.torch;

namespace FluentRnn;

// A parameter of type None takes no value: it makes the overloads differ, and stands for the group that is not there.
public static partial class Dsl
{
    /// <summary>Ends a step. Name the arguments: <c>Yield(sequence: new { y }, next: new { h })</c>.</summary>
    /// <param name="sequence">The sequence outputs, an anonymous object of tensors (B, …); the call returns each as (B, T, …).</param>
    /// <param name="last">The last outputs, an anonymous object of tensors (B, …); the call returns those of the last step.</param>
    /// <param name="next">The next value of every state, an anonymous object of the same names in the same order as <c>States</c>.</param>
    /// <param name="done">Which rows end with this step: (B), bool. Null when no row ever ends early.</param>
    /// <returns>What the step yields.</returns>
    public static StepResult<TSequence, TLast, TNext> Yield<TSequence, TLast, TNext>(TSequence sequence, TLast last, TNext next, Tensor? done = null) =>
        new(sequence, last, next, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<TSequence, TLast, None> Yield<TSequence, TLast>(TSequence sequence, TLast last, Tensor? done = null) =>
        new(sequence, last, null!, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<TSequence, None, TNext> Yield<TSequence, TNext>(TSequence sequence, TNext next, Tensor? done = null, None? last = null) =>
        new(sequence, last!, next, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<None, TLast, TNext> Yield<TLast, TNext>(TLast last, TNext next, Tensor? done = null, None? sequence = null, None? _ = null) =>
        new(sequence!, last, next, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<TSequence, None, None> Yield<TSequence>(TSequence sequence, Tensor? done = null) =>
        new(sequence, null!, null!, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<None, TLast, None> Yield<TLast>(TLast last, Tensor? done = null, None? sequence = null) =>
        new(sequence!, last, null!, done);

    /// <inheritdoc cref="Yield{TSequence, TLast, TNext}(TSequence, TLast, TNext, Tensor?)"/>
    public static StepResult<None, None, TNext> Yield<TNext>(TNext next, Tensor? done = null, None? sequence = null, None? last = null) =>
        new(sequence!, last!, next, done);
}
