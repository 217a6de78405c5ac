using FluentRnn.Execution;

namespace FluentRnn;

/// <summary>The beginning of a declaration: <c>rnn.Sequences(…).States(…).Modules(…).Step(…)</c>.</summary>
public sealed class RecurrenceBuilder : RecurrenceBuilder<None, None, None, None>
{
    /// <summary>Begins a declaration.</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load; the message says why and what to do.</exception>
    public RecurrenceBuilder()
        : base(new Declaration()) => LibTorch.EnsureLoaded();
}

/// <summary>A declaration under way. Each group is an anonymous object, so that its names are known to the C# compiler.</summary>
/// <typeparam name="TSequence">The type of the sequences, or <see cref="None"/>.</typeparam>
/// <typeparam name="TConstant">The type of the constants, or <see cref="None"/>.</typeparam>
/// <typeparam name="TState">The type of the states, or <see cref="None"/>.</typeparam>
/// <typeparam name="TModules">The type of the modules, or <see cref="None"/>.</typeparam>
public class RecurrenceBuilder<TSequence, TConstant, TState, TModules>
{
    internal RecurrenceBuilder(Declaration declaration) => Declaration = declaration;

    internal Declaration Declaration { get; }

    /// <summary>Declares the sequences: inputs (B, T, …), of which each step sees its own slice (B, …).</summary>
    /// <param name="slots">An anonymous object of slots: <c>new { x = Vector(3) }</c>.</param>
    /// <returns>The declaration with these sequences.</returns>
    /// <exception cref="ArgumentException">A member is not a slot.</exception>
    /// <exception cref="InvalidOperationException">Sequences were declared already.</exception>
    public RecurrenceBuilder<T, TConstant, TState, TModules> Sequences<T>(T slots)
    {
        Once<TSequence>(nameof(Sequences));
        return new(Declaration with { Sequences = Declaration.Slots(nameof(Sequences), slots) });
    }

    /// <summary>Declares the constants: inputs (B, …), the same at every step.</summary>
    /// <param name="slots">An anonymous object of slots: <c>new { context = Vector(8) }</c>.</param>
    /// <returns>The declaration with these constants.</returns>
    /// <exception cref="ArgumentException">A member is not a slot.</exception>
    /// <exception cref="InvalidOperationException">Constants were declared already.</exception>
    public RecurrenceBuilder<TSequence, T, TState, TModules> Constants<T>(T slots)
    {
        Once<TConstant>(nameof(Constants));
        return new(Declaration with { Constants = Declaration.Slots(nameof(Constants), slots) });
    }

    /// <summary>Declares the states: values (B, …) that each step reads, and whose next value it yields.</summary>
    /// <param name="slots">An anonymous object of slots: <c>new { h = Vector(16) }</c>.</param>
    /// <returns>The declaration with these states.</returns>
    /// <exception cref="ArgumentException">A member is not a slot, or is Learned and cannot be.</exception>
    /// <exception cref="InvalidOperationException">States were declared already.</exception>
    public RecurrenceBuilder<TSequence, TConstant, T, TModules> States<T>(T slots)
    {
        Once<TState>(nameof(States));
        return new(Declaration with { States = Declaration.Slots(nameof(States), slots) });
    }

    /// <summary>Declares what has weights.</summary>
    /// <param name="modules">
    /// Makes an anonymous object of modules, of parameters, and of tensors, which become buffers: <c>() => new { cell = LSTMCell(3, 16) }</c>.
    /// It runs once a container, twice for a bidirectional one with weights for each direction.
    /// </param>
    /// <returns>The declaration with these modules.</returns>
    /// <exception cref="InvalidOperationException">Modules were declared already.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, T> Modules<T>(Func<T> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        Once<TModules>(nameof(Modules));
        return new(Declaration with { Modules = () => modules() });
    }

    /// <summary>Fixes the number of steps of a recurrence without sequences.</summary>
    /// <param name="steps">The number of steps, 1 or more.</param>
    /// <returns>The declaration with this length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> Steps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new(Declaration with { FixedSteps = steps });
    }

    /// <summary>Repeats the step in the body of the generated loop. The numbers stay the same.</summary>
    /// <param name="factor">How often; 0 for the whole of a fixed length (<see cref="Steps"/>).</param>
    /// <returns>The declaration with this factor.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is negative.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> Unroll(int factor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        return new(Declaration with { Unroll = factor });
    }

    /// <summary>
    /// Keeps for the gradients only the states between every few steps; the backward pass runs the steps again, with the same random numbers, and with the buffers of
    /// the modules as they were. The numbers and gradients stay the same, memory grows with T / every + every instead of T, and training takes one more forward pass.
    /// Nothing changes without gradients, or when there are no more steps than that. The square root of T takes the least memory.
    /// </summary>
    /// <remarks>
    /// On CUDA the random numbers of a step that draws are not the same again, because TorchSharp reads the random state of the CPU only. A replay that fails makes
    /// <c>backward()</c> throw; <see cref="RecurrentContainer{TInput, TOutput}.ReplayFailure"/> holds the reason.
    /// </remarks>
    /// <param name="every">How many steps, 1 or more.</param>
    /// <returns>The declaration with these checkpoints.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> Checkpoint(int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return new(Declaration with { CheckpointEvery = every });
    }

    /// <summary>Runs from the last step to the first. Last outputs and final states are those after step 0.</summary>
    /// <param name="keepOrder">
    /// Whether sequence outputs stay in the order of the inputs; false for the order of processing, as Keras has it: then padding on the right comes first.
    /// </param>
    /// <returns>The declaration of a backward recurrence.</returns>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> Backward(bool keepOrder = true) =>
        new(Declaration with { IsBackward = true, KeepOrder = keepOrder });

    /// <summary>
    /// Runs from the first step to the last and from the last to the first, two recurrences of one declaration over the same sequences (Schuster and Paliwal,
    /// "Bidirectional Recurrent Neural Networks", IEEE Transactions on Signal Processing 45, 1997). Sequence outputs are merged step by step, in the order of the inputs; last outputs likewise.
    /// <c>State</c> has a member for each state and direction, <c>H</c> and <c>HBackward</c>. There is no <c>step</c>: after one step forward, the other direction has not begun.
    /// </summary>
    /// <param name="merge">What becomes of an output that both directions give.</param>
    /// <param name="shared">
    /// Whether the directions have the same weights, learned initial states among them. Otherwise the lambda of <see cref="Modules"/> runs twice, and what it makes the second time is
    /// registered as <c>{name}_backward</c>.
    /// </param>
    /// <returns>The declaration of a bidirectional recurrence.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="merge"/> is none of the values.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> Bidirectional(Merge merge = Merge.Concat, bool shared = false)
    {
        if (!Enum.IsDefined(merge)) throw new ArgumentOutOfRangeException(nameof(merge), merge, "Choose Merge.Concat, Sum, Mean, Product or Apart.");
        return new(Declaration with { IsBidirectional = true, Merge = merge, SharesWeights = shared });
    }

    /// <summary>Says what sequence outputs are at masked steps: zeros unless declared otherwise.</summary>
    /// <param name="outputs">Zeros, the output of the last valid step, or what the step computes.</param>
    /// <returns>The declaration with these outputs.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is none of them.</exception>
    public RecurrenceBuilder<TSequence, TConstant, TState, TModules> MaskedOutputs(Masked outputs)
    {
        if (!Enum.IsDefined(outputs)) throw new ArgumentOutOfRangeException(nameof(outputs), outputs, "Choose Masked.Zero, Masked.Held or Masked.Computed.");
        return new(Declaration with { MaskedOutputs = outputs });
    }

    /// <summary>Ends the chain.</summary>
    internal Recurrence<TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput> End<TSequenceOutput, TLastOutput>(
        Func<TSequence, TConstant, TState, TModules, IStepResult> step) => new(Declaration, step);

    static void Once<T>(string word)
    {
        if (typeof(T) != typeof(None)) throw new InvalidOperationException($"{word} was declared twice: put all slots into one {word}(new {{ … }}).");
    }
}
