namespace FluentRnn;

/// <summary><c>Initial</c>: initial states computed once a call. Its lambda takes the constants and the modules, those of them declared before it.</summary>
public static class InitialExtensions
{
    /// <summary>Computes initial states that the caller does not give.</summary>
    /// <param name="rnn">A declaration with constants and modules.</param>
    /// <param name="initial">
    /// From the constants, each (B, …), and the modules to an anonymous object of states by name, not necessarily all. A value is (B, …) or (1, …) or of
    /// the slot's own shape; the last two are for every row.
    /// </param>
    /// <returns>The declaration with these initial states.</returns>
    /// <exception cref="ArgumentException">The lambda returns no anonymous object.</exception>
    public static RecurrenceBuilder<TSequence, TConstant, TState, TModules> Initial<TSequence, TConstant, TState, TModules, TInitial>(
        this RecurrenceBuilder<TSequence, TConstant, TState, TModules> rnn, Func<TConstant, TModules, TInitial> initial) =>
        With(rnn, initial, (constants, modules) => initial((TConstant)constants!, (TModules)modules!));

    /// <inheritdoc cref="Initial{TSequence, TConstant, TState, TModules, TInitial}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TConstant, TModules, TInitial})"/>
    public static RecurrenceBuilder<TSequence, TConstant, TState, None> Initial<TSequence, TConstant, TState, TInitial>(
        this RecurrenceBuilder<TSequence, TConstant, TState, None> rnn, Func<TConstant, TInitial> initial) =>
        With(rnn, initial, (constants, _) => initial((TConstant)constants!));

    /// <inheritdoc cref="Initial{TSequence, TConstant, TState, TModules, TInitial}(RecurrenceBuilder{TSequence, TConstant, TState, TModules}, Func{TConstant, TModules, TInitial})"/>
    public static RecurrenceBuilder<TSequence, None, TState, TModules> Initial<TSequence, TState, TModules, TInitial>(
        this RecurrenceBuilder<TSequence, None, TState, TModules> rnn, Func<TModules, TInitial> initial) =>
        With(rnn, initial, (_, modules) => initial((TModules)modules!));

    static RecurrenceBuilder<TSequence, TConstant, TState, TModules> With<TSequence, TConstant, TState, TModules, TInitial>(
        RecurrenceBuilder<TSequence, TConstant, TState, TModules> rnn, Delegate initial, Func<object?, object?, TInitial> compute)
    {
        ArgumentNullException.ThrowIfNull(rnn);
        ArgumentNullException.ThrowIfNull(initial);
        return new(rnn.Declaration with
        {
            Initial = (constants, modules) => compute(constants, modules),
            InitialGroup = Group.Of<TInitial>(nameof(Initial)),
        });
    }
}
