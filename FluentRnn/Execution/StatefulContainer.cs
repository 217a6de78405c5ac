using System.ComponentModel;
using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The base of every generated container that has states: they can be kept from call to call, and fed with tokens chosen from its outputs.</summary>
/// <typeparam name="TInput">The arguments of a call.</typeparam>
/// <typeparam name="TOutput">The results of a call.</typeparam>
/// <typeparam name="TStepOutput">The results of one step.</typeparam>
/// <typeparam name="TState">The states.</typeparam>
public abstract class RecurrentContainer<TInput, TOutput, TStepOutput, TState> : RecurrentContainer<TInput, TOutput>
    where TInput : struct, IRecurrentInput<TInput, TState>
    where TOutput : struct, IRecurrentOutput<TState>
    where TStepOutput : struct, IRecurrentStepOutput<TState>
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>For generated code: a container of a declaration, whose modules are made and registered next.</summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="recurrence">The declaration, of this container alone.</param>
    protected RecurrentContainer(string name, Recurrence recurrence)
        : base(name, recurrence)
    {
    }

    /// <summary>Keeps the state of this container from call to call; see <see cref="Streaming{TInput, TOutput, TStepOutput, TState}"/>.</summary>
    /// <param name="detach">
    /// Whether gradients stop between two calls (truncated back-propagation through time). False keeps the whole history, and its memory, until <c>Reset</c>.
    /// </param>
    /// <returns>A stream that starts from the initial state. The container stays the caller's.</returns>
    public Streaming<TInput, TOutput, TStepOutput, TState> Stream(bool detach = true) => new(this, detach);

    /// <summary>
    /// Writes tokens: at every step one is chosen by its score, and fed back into the state. For containers that have an <c>Index()</c> among their states, and yield
    /// scores of the next token, (B, V) logits or log-probabilities.
    /// </summary>
    /// <param name="input">The arguments of <c>call</c>: <c>Decode(new(context), steps: 50, end: 0)</c>. The state given in it says what came before.</param>
    /// <param name="steps">The number of tokens at most, where no sequence shows it.</param>
    /// <param name="end">The token that ends a row; null when none does.</param>
    /// <param name="scores">Computes the scores from the outputs of a step, (B, V); null for the only sequence output of that form.</param>
    /// <param name="token">Names the state that the token is fed into, as in <c>state => state.Token</c>; null for the only <c>Index()</c>, or the only one that is teacher-forced.</param>
    /// <returns>What chooses: <c>Greedy()</c>, <c>Sample(…)</c>, <c>Beam(…)</c> and others.</returns>
    /// <exception cref="ArgumentException">The arguments hold something that decoding has no use for, such as targets.</exception>
    public Decoding<TInput, TOutput, TStepOutput, TState> Decode(
        TInput input, int? steps = null, long? end = null, Func<TStepOutput, Tensor>? scores = null, Func<TState, Tensor?>? token = null) =>
        end is null or >= 0
            ? new(this, input) { Steps = steps, End = end, Scores = scores, Token = token }
            : throw new ArgumentOutOfRangeException(nameof(end), end, $"{GetName()}: the end token cannot be negative.");

    /// <summary>For generated code: runs one step.</summary>
    /// <param name="input">The arguments, each sequence (B, …).</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract TStepOutput step(TInput input);

    /// <summary>Runs one step.</summary>
    internal TStepOutput RunStep(TInput input) => step(input);

    /// <summary>The states that a call starts from: those given, and the initial values of the others.</summary>
    /// <returns>States without a null; they belong to the caller.</returns>
    internal TState InitialState(RecurrenceCall call) => TState.From(Reference.Returned(call, Reference.InitialStates(call, Definition.ModulesOf(this))));

    /// <summary>Checks the arguments of a call, or of one step, and opens it.</summary>
    /// <exception cref="ArgumentException">An argument is missing or wrong.</exception>
    internal RecurrenceCall Open(TInput input, bool isStep, int? steps = null)
    {
        var (sequences, constants) = Tensors(input);
        return Open(new CallArguments(sequences, constants, [.. input.State?.Values ?? []], [])
        {
            Steps = isStep ? null : steps ?? input.Steps,
            Batch = input.Batch,
            FirstStep = input.FirstStep,
            IsStep = isStep,
        });
    }

    /// <summary>The sequences and the constants of a call, by position of their slots; null where null was given, and where the slot is a number of steps.</summary>
    internal (Tensor?[] Sequences, Tensor?[] Constants) Tensors(TInput input)
    {
        Queue<Tensor> sequences = [];
        List<Tensor> constants = [];
        input.Map(Collected(sequences.Enqueue), Collected(constants.Add));
        return ([.. Definition.Sequences.Select(slot => slot.Numbering is null ? sequences.Dequeue() : null)], [.. constants]);

        static Func<Tensor, Tensor> Collected(Action<Tensor> collect) => tensor =>
        {
            collect(tensor);
            return tensor;
        };
    }
}
