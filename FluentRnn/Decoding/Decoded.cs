using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>What decoding chose. The tensors are the caller's to dispose, or those of the caller's dispose scope.</summary>
/// <typeparam name="TState">The states of the container.</typeparam>
/// <param name="Tokens">
/// The tokens, (B, N) int64, N being the number of steps that ran. The end token is there; what follows it is filled with it (with 0, where a row ended because the step
/// said so and there is no end token). Of <c>NBest</c>: (B, count, N), the best first.
/// </param>
/// <param name="Lengths">How many of them each row has, the end token included: (B) int64; of <c>NBest</c>, (B, count).</param>
/// <param name="Scores">
/// The sum of the log-probabilities of the tokens of each row, the end token included: (B), of <c>NBest</c> (B, count). They are those of the container, after
/// <c>Adjust</c>, and before temperature, top-k, top-p and length penalty.
/// </param>
/// <param name="State">
/// The state of each row after its last token, which is fed back already: a call goes on from it. (B, …); of <c>NBest</c> (B · count, …).
/// </param>
public sealed record Decoded<TState>(Tensor Tokens, Tensor Lengths, Tensor Scores, TState State) : IDisposable
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Lengths.Dispose();
        Scores.Dispose();
        State.Dispose();
    }
}
