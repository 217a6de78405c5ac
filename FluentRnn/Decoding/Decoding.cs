using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// Writes tokens with a container that scores the next token at every step: one is chosen and fed back. Made by the container's <c>Decode</c>; nothing runs before a
/// way to choose is called, and each call runs anew.
/// </summary>
/// <remarks>
/// <para>A row ends with its end token, or when the step says that it is done; decoding ends when all rows have, or when the steps are used up. No gradients are
/// recorded. Dropout and the like are on in training mode: call <c>eval</c> first.</para>
/// <para>Scores are logits or log-probabilities: what is compared and drawn from is their softmax.</para>
/// </remarks>
/// <typeparam name="TInput">The arguments of a call.</typeparam>
/// <typeparam name="TOutput">The results of a call.</typeparam>
/// <typeparam name="TStepOutput">The results of one step.</typeparam>
/// <typeparam name="TState">The states.</typeparam>
public sealed record Decoding<TInput, TOutput, TStepOutput, TState>
    where TInput : struct, IRecurrentInput<TInput, TState>
    where TOutput : struct, IRecurrentOutput<TState>
    where TStepOutput : struct, IRecurrentStepOutput<TState>
    where TState : struct, IRecurrentState<TState>
{
    internal Decoding(RecurrentContainer<TInput, TOutput, TStepOutput, TState> container, TInput input)
    {
        Container = container;
        Input = input;

        // The only number among them is that of the steps.
        if (input.OfSequence.FirstOrDefault(argument => argument.Value is not null and not int) is { Name: { } name })
            throw new ArgumentException($"{container.GetName()}: decoding has no use for '{name}'; leave it out.", name);
    }

    internal RecurrentContainer<TInput, TOutput, TStepOutput, TState> Container { get; }

    internal TInput Input { get; }

    internal int? Steps { get; init; }

    internal long? End { get; init; }

    internal Func<TStepOutput, Tensor>? Scores { get; init; }

    internal Func<TState, Tensor?>? Token { get; init; }

    internal Func<Tensor, Tensor, Tensor>? Adjustment { get; init; }

    /// <summary>Changes the scores before each choice: to ban tokens (-∞), to forbid repetition, to reward.</summary>
    /// <param name="adjust">
    /// From the scores, (R, V), and the tokens chosen so far, (R, t) int64, to the scores to be used, (R, V). R is B, for beams B times the width. What it makes is
    /// disposed of after the step.
    /// </param>
    /// <returns>A decoding that does so.</returns>
    public Decoding<TInput, TOutput, TStepOutput, TState> Adjust(Func<Tensor, Tensor, Tensor> adjust)
    {
        ArgumentNullException.ThrowIfNull(adjust);
        return this with { Adjustment = adjust };
    }

    /// <summary>Takes the token with the highest score at every step; of equal ones, the first.</summary>
    /// <exception cref="ArgumentException">An argument of the call is wrong, or it is not clear what is fed back or scored.</exception>
    /// <exception cref="InvalidOperationException">A row has no token to choose, or the end token is not among the tokens.</exception>
    public Decoded<TState> Greedy() => Run(Greedily, count: null);

    /// <summary>Draws every token with its probability.</summary>
    /// <param name="temperature">Divides the scores: less than 1 prefers probable tokens, more than 1 improbable ones.</param>
    /// <param name="topK">Draws among that many most probable tokens only.</param>
    /// <param name="topP">Draws among the fewest tokens only that have this probability together (nucleus sampling: Holtzman et al. 2020, arXiv:1904.09751).</param>
    /// <param name="seed">Makes the result reproducible, whatever else draws; null draws from torch's own generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <inheritdoc cref="Greedy"/>
    public Decoded<TState> Sample(double temperature = 1, int? topK = null, double? topP = null, long? seed = null) =>
        Run(Sampling(temperature, topK, topP, seed), count: null);

    /// <summary>Looks for the most probable sequence by beam search: at every step the best hypotheses of all rows go on, with their states. A width of 1 is <see cref="Greedy"/>.</summary>
    /// <param name="width">The number of hypotheses that are kept for each row.</param>
    /// <param name="lengthPenalty">
    /// Hypotheses are compared by the sum of their log-probabilities, divided by ((5 + length) / 6) to this power (Wu et al. 2016, arXiv:1609.08144): 0 compares the sums,
    /// more prefers longer ones.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is less than 1, or the penalty not a number.</exception>
    /// <inheritdoc cref="Greedy"/>
    public Decoded<TState> Beam(int width, double lengthPenalty = 0) => Run(Searching(width, lengthPenalty), count: null);

    /// <summary>Looks for the most probable sequences by beam search.</summary>
    /// <param name="count">How many of each row, at most <paramref name="width"/>. Where there are not so many, scores of -∞ say so.</param>
    /// <param name="width">The number of hypotheses that are kept for each row.</param>
    /// <param name="lengthPenalty">See <see cref="Beam"/>.</param>
    /// <returns>The best first: tokens (B, count, N).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <inheritdoc cref="Greedy"/>
    public Decoded<TState> NBest(int count, int width, double lengthPenalty = 0)
    {
        if (count < 1 || count > width) throw new ArgumentOutOfRangeException(nameof(count), count, "The number of hypotheses must be from 1 to the width of the beam.");
        return Run(Searching(width, lengthPenalty), count);
    }

    /// <summary>The same as <see cref="Greedy"/>, token by token: each step runs when it is asked for. It may be broken off at any of them.</summary>
    public IEnumerable<DecodingStep> EnumerateGreedy() => Enumerate(Greedily);

    /// <summary>The same as <see cref="Sample"/>, token by token: each step runs when it is asked for. It may be broken off at any of them.</summary>
    /// <inheritdoc cref="Sample"/>
    public IEnumerable<DecodingStep> EnumerateSample(double temperature = 1, int? topK = null, double? topP = null, long? seed = null) =>
        Enumerate(Sampling(temperature, topK, topP, seed));

    static ChoiceRule Greedily(Device device) => new GreedyRule();

    static Func<Device, ChoiceRule> Sampling(double temperature, int? topK, double? topP, long? seed)
    {
        SamplingRule.Check(temperature, topK, topP);
        return device => new SamplingRule(temperature, topK, topP, seed, device);
    }

    static Func<Device, ChoiceRule> Searching(int width, double lengthPenalty)
    {
        if (width < 1) throw new ArgumentOutOfRangeException(nameof(width), width, "The width of a beam must be at least 1.");
        if (!double.IsFinite(lengthPenalty)) throw new ArgumentOutOfRangeException(nameof(lengthPenalty), lengthPenalty, "The length penalty must be a finite number; 0 for none.");
        return _ => new BeamRule(width, lengthPenalty);
    }

    Decoded<TState> Run(Func<Device, ChoiceRule> rule, int? count)
    {
        using var run = new DecodingRun<TInput, TOutput, TStepOutput, TState>(this, rule);
        while (run.Next()) ;
        return run.Best(count);
    }

    IEnumerable<DecodingStep> Enumerate(Func<Device, ChoiceRule> rule)
    {
        using var run = new DecodingRun<TInput, TOutput, TStepOutput, TState>(this, rule);
        while (run.Next()) yield return run.Last();
    }
}
