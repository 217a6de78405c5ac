using FluentRnn.Benchmarks.Measure;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>One way to compute a cell over a sequence, with its own copy of the weights.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Weights">What it trains.</param>
/// <param name="Forward">All steps: outputs are (B, T, …), as the sequence is.</param>
sealed record Peer(string Name, IReadOnlyList<PeerWeight> Weights, Func<Inputs, Tensor> Forward) : IDisposable
{
    /// <summary>False for a peer without a backward pass.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>What is disposed with the peer, beside the weights.</summary>
    public IDisposable? Owned { get; init; }

    public void ForgetGradients()
    {
        foreach (var weight in Weights)
        {
            weight.Value.grad?.Dispose();
            weight.Value.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var weight in Weights)
        {
            weight.Value.grad?.Dispose();
            weight.Value.Dispose();
        }

        Owned?.Dispose();
    }
}

/// <summary>A tensor that a peer trains.</summary>
/// <param name="Name">Its name within the peer.</param>
/// <param name="Value">The tensor.</param>
/// <param name="Gradient">What its gradient must be, from those of the cell's weights.</param>
sealed record PeerWeight(string Name, Tensor Value, Func<Weights, Tensor> Gradient);

/// <summary>How a peer is made from the weights of its cell.</summary>
sealed record PeerSource(string Name, Func<Weights, Peer> Create);
