using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>Compares the outputs and all gradients of a peer with those of the loop written as equations.</summary>
sealed class Verification : IDisposable
{
    /// <summary>The largest difference allowed, relative to the largest number of a tensor: what single precision leaves.</summary>
    public const double Tolerance = 1e-4;

    readonly Inputs inputs;
    readonly Tensor lossWeights;
    readonly Tensor output;
    readonly Weights gradients;
    readonly Tensor inputGradient;

    /// <param name="reference">The peer that is right by definition.</param>
    /// <param name="weights">The weights of the cell.</param>
    /// <param name="inputs">What the network is called with.</param>
    /// <param name="lossWeights">What outputs are weighted with in the loss.</param>
    public Verification(Peer reference, Inputs inputs, Tensor lossWeights)
    {
        (this.inputs, this.lossWeights) = (inputs, lossWeights);
        using var scope = NewDisposeScope();
        (output, inputGradient) = Train(reference);
        output.DetachFromDisposeScope();
        inputGradient.DetachFromDisposeScope();
        gradients = new(reference.Weights.Select(weight => KeyValuePair.Create(weight.Name, GradientOf(weight).DetachFromDisposeScope())));
    }

    /// <summary>The largest relative error among the outputs in inference, the outputs in training and every gradient.</summary>
    public double ErrorOf(Peer peer)
    {
        using var scope = NewDisposeScope();
        var error = Error(Infer(peer), output);
        if (!peer.Trains) return error;

        var (trained, gradientOfX) = Train(peer);
        using var mode = no_grad();
        return peer.Weights.Select(weight => Error(GradientOf(weight), weight.Gradient(gradients)))
            .Append(error).Append(Error(trained, output)).Append(Error(gradientOfX, inputGradient))
            .Max();
    }

    public void Dispose()
    {
        output.Dispose();
        inputGradient.Dispose();
        gradients.Dispose();
    }

    Tensor Infer(Peer peer)
    {
        using var mode = inference_mode();
        return peer.Forward(inputs);
    }

    (Tensor Output, Tensor InputGradient) Train(Peer peer)
    {
        peer.ForgetGradients();
        var x = inputs.X.detach().requires_grad_(true);
        var y = peer.Forward(inputs with { X = x });
        (y * lossWeights).sum().backward();
        return (y.detach(), x.grad!);
    }

    static Tensor GradientOf(PeerWeight weight) =>
        weight.Value.grad ?? throw new BenchmarkException($"'{weight.Name}' has no gradient.");

    // NaN is no small error.
    static double Error(Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape)) return double.PositiveInfinity;

        var difference = (actual - expected).abs().max().ToDouble();
        var largest = expected.abs().max().ToDouble();
        return double.IsNaN(difference) ? double.PositiveInfinity : largest > 0 ? difference / largest : difference;
    }
}
