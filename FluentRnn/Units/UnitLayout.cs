using FluentRnn.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// How a recurrent layer wants a sequence of one step and its states, and how a unit gives and returns them: the input (B, n), a state (B, layers, hidden) or,
/// of one layer, (B, hidden).
/// </summary>
sealed class UnitLayout
{
    readonly long features;
    readonly bool batchFirst;

    /// <param name="layer">The layer.</param>
    /// <param name="call">Calls it with a sequence and gives its final hidden state.</param>
    /// <exception cref="ArgumentException">The layer has no one-step function.</exception>
    public UnitLayout(nn.Module layer, Func<Tensor, Tensor> call)
    {
        var weights = layer.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        if (weights.Keys.Any(name => name.EndsWith("_reverse", StringComparison.Ordinal)))
            throw new ArgumentException($"A bidirectional {layer.GetType().Name} has no one-step function: it reads the sequence from its end too.", nameof(layer));
        if (weights.Keys.Any(name => name.StartsWith("weight_hr", StringComparison.Ordinal)))
            throw new ArgumentException($"A {layer.GetType().Name} that projects its hidden state is not supported as a unit: leave the projection out.", nameof(layer));
        features = weights["weight_ih_l0"].shape[1];
        Hidden = weights["weight_hh_l0"].shape[1];
        Layers = weights.Keys.Count(name => name.StartsWith("weight_ih_l", StringComparison.Ordinal));
        batchFirst = IsBatchFirst(layer, call, weights["weight_ih_l0"]);
    }

    public long Hidden { get; }

    public long Layers { get; }

    /// <summary>(B, n) as a sequence of one step.</summary>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public Tensor Sequence(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 2 || input.shape[1] != features)
            throw new ArgumentException($"The input of the unit must be {Text.Shape(["B"], [features])}, but is {Text.Shape(input.shape)}.", nameof(input));
        return input.unsqueeze(batchFirst ? 1 : 0);
    }

    /// <summary>The output of a sequence of one step as (B, hidden).</summary>
    public Tensor Output(Tensor sequence) => sequence.squeeze(batchFirst ? 1 : 0);

    /// <summary>A state of the unit as the layer takes it, (layers, B, hidden).</summary>
    /// <exception cref="ArgumentException">The state has another shape.</exception>
    public Tensor Given(Tensor state, Tensor input, string name)
    {
        ArgumentNullException.ThrowIfNull(state, name);
        var batch = input.shape[0];
        if (Layers == 1 && state.shape.SequenceEqual([batch, Hidden])) return state.unsqueeze(0);
        if (!state.shape.SequenceEqual([batch, Layers, Hidden]))
        {
            var expected = Text.Shape([batch, Layers, Hidden]) + (Layers == 1 ? " or " + Text.Shape([batch, Hidden]) : "");
            throw new ArgumentException($"The state '{name}' of the unit must be {expected}, but is {Text.Shape(state.shape)}.", name);
        }

        return state.transpose(0, 1).contiguous();
    }

    /// <summary>A state that the layer returned, (layers, B, hidden), in the form of the one it was given.</summary>
    public Tensor Returned(Tensor state, Tensor? given) =>
        given is null ? (Layers == 1 ? state.squeeze(0) : state.transpose(0, 1)) : given.dim() == 2 ? state.squeeze(0) : state.transpose(0, 1);

    /// <summary>The layer does not tell its layout, so it is asked for the states of two rows.</summary>
    static bool IsBatchFirst(nn.Module layer, Func<Tensor, Tensor> call, Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();

        // Dropout would draw random numbers.
        var training = layer.training;
        layer.eval();
        try
        {
            return call(zeros([2, 1, weight.shape[1]], weight.dtype, weight.device)).shape[1] == 2;
        }
        finally
        {
            layer.train(training);
        }
    }
}
