using System.Diagnostics;
using System.Globalization;
using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>All peers of a cell at a shape, on the same weights and inputs, verified.</summary>
sealed class Field : IDisposable
{
    readonly List<VerifiedPeer> peers = [];
    readonly Weights weights;

    public Field(Cell cell, Shape shape, IReadOnlyCollection<string> wanted)
    {
        weights = Weights.Draw(cell.Weights(shape), shape.Hidden);
        Inputs = cell.DrawInputs(shape);

        Verification? verification = null;
        foreach (var source in cell.Peers(shape))
        {
            // Nothing can be verified without the first.
            if (verification is not null && !wanted.Contains(source.Name)) continue;

            try
            {
                var (peer, first) = Create(source);
                if (verification is null)
                {
                    LossWeights = LossWeightsFor(peer);
                    verification = new(peer, Inputs, LossWeights);
                }

                var error = verification.ErrorOf(peer);
                if (error > Verification.Tolerance)
                    throw new BenchmarkException(string.Create(CultureInfo.InvariantCulture, $"a relative error of {error:0.0e+0}"));
                peers.Add(new(peer, error, first));
            }
            catch (Exception exception)
            {
                throw new BenchmarkException($"{cell.Name}, {shape}: '{source.Name}' fails: {exception.Message}", exception);
            }
        }

        verification?.Dispose();
    }

    public IReadOnlyList<VerifiedPeer> Peers => peers;

    public Inputs Inputs { get; }

    /// <summary>What outputs are weighted with in the loss.</summary>
    public Tensor LossWeights { get; } = null!;

    public void Dispose()
    {
        foreach (var peer in peers)
            peer.Peer.Dispose();
        weights.Dispose();
        Inputs.Dispose();
        LossWeights.Dispose();
    }

    (Peer Peer, double Milliseconds) Create(PeerSource source)
    {
        // Outside any scope: the tensors of a peer live as long as it does.
        var watch = Stopwatch.StartNew();
        var peer = source.Create(weights);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        peer.Forward(Inputs);
        return (peer, watch.Elapsed.TotalMilliseconds);
    }

    Tensor LossWeightsFor(Peer peer)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        return randn(peer.Forward(Inputs).shape).DetachFromDisposeScope();
    }
}

/// <summary>A peer that computes what the equations say.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Error">Its largest relative error.</param>
/// <param name="FirstResult">Milliseconds from nothing to its first output.</param>
sealed record VerifiedPeer(Peer Peer, double Error, double FirstResult);
