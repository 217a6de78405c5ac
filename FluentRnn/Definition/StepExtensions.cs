namespace FluentRnn;

/// <summary>
/// <c>Step</c>, the end of a declaration: one overload for every combination of groups. The lambda takes the groups that were declared, in the order
/// sequence, constant, state, modules, and must yield a next value for every state.
/// </summary>
public static class StepExtensions
{
    /// <summary>Gives the step, and ends the declaration.</summary>
    /// <param name="rnn">The declaration.</param>
    /// <param name="step">The step: ordinary TorchSharp code, from this step's sequences, the constants and the states, each (B, …), and the modules, to <c>Yield(…)</c>.</param>
    /// <returns>The whole declaration.</returns>
    /// <exception cref="ArgumentException">An argument of <c>Yield</c> is no anonymous object.</exception>
    /// <exception cref="InvalidOperationException">The declaration contradicts itself; the message says where.</exception>
    public static Recurrence<TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput> Step<TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, TConstant, TState, TModules> rnn, Func<TSequence, TConstant, TState, TModules, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>(step);
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, TConstant, TState, None, TSequenceOutput, TLastOutput> Step<TSequence, TConstant, TState, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, TConstant, TState, None> rnn, Func<TSequence, TConstant, TState, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, constant, state, _) => step(sequence, constant, state));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, TConstant, None, TModules, TSequenceOutput, TLastOutput> Step<TSequence, TConstant, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, TConstant, None, TModules> rnn, Func<TSequence, TConstant, TModules, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, constant, _, modules) => step(sequence, constant, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, None, TState, TModules, TSequenceOutput, TLastOutput> Step<TSequence, TState, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, None, TState, TModules> rnn, Func<TSequence, TState, TModules, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, _, state, modules) => step(sequence, state, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, TConstant, TState, TModules, TSequenceOutput, TLastOutput> Step<TConstant, TState, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, TConstant, TState, TModules> rnn, Func<TConstant, TState, TModules, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, constant, state, modules) => step(constant, state, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, TConstant, None, None, TSequenceOutput, TLastOutput> Step<TSequence, TConstant, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, TConstant, None, None> rnn, Func<TSequence, TConstant, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, constant, _, _) => step(sequence, constant));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, None, TState, None, TSequenceOutput, TLastOutput> Step<TSequence, TState, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, None, TState, None> rnn, Func<TSequence, TState, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, _, state, _) => step(sequence, state));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, None, None, TModules, TSequenceOutput, TLastOutput> Step<TSequence, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, None, None, TModules> rnn, Func<TSequence, TModules, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, _, _, modules) => step(sequence, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, TConstant, TState, None, TSequenceOutput, TLastOutput> Step<TConstant, TState, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, TConstant, TState, None> rnn, Func<TConstant, TState, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, constant, state, _) => step(constant, state));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, TConstant, None, TModules, TSequenceOutput, TLastOutput> Step<TConstant, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, TConstant, None, TModules> rnn, Func<TConstant, TModules, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, constant, _, modules) => step(constant, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, None, TState, TModules, TSequenceOutput, TLastOutput> Step<TState, TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, None, TState, TModules> rnn, Func<TState, TModules, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, _, state, modules) => step(state, modules));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<TSequence, None, None, None, TSequenceOutput, TLastOutput> Step<TSequence, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<TSequence, None, None, None> rnn, Func<TSequence, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((sequence, _, _, _) => step(sequence));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, TConstant, None, None, TSequenceOutput, TLastOutput> Step<TConstant, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, TConstant, None, None> rnn, Func<TConstant, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, constant, _, _) => step(constant));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, None, TState, None, TSequenceOutput, TLastOutput> Step<TState, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, None, TState, None> rnn, Func<TState, StepResult<TSequenceOutput, TLastOutput, TState>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, _, state, _) => step(state));
    }

    /// <inheritdoc cref="Step{TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TSequence, TConstant, TState, TModules, StepResult{TSequenceOutput, TLastOutput, TState}})"/>
    public static Recurrence<None, None, None, TModules, TSequenceOutput, TLastOutput> Step<TModules, TSequenceOutput, TLastOutput>(
        this RecurrenceBuilder<None, None, None, TModules> rnn, Func<TModules, StepResult<TSequenceOutput, TLastOutput, None>> step)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        return rnn.End<TSequenceOutput, TLastOutput>((_, _, _, modules) => step(modules));
    }
}
