using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The weights of one layer of a recurrent unit, by the names that TorchSharp's cells have for them.</summary>
public sealed class UnitWeights
{
    readonly nn.Module layer;
    readonly int index;

    internal UnitWeights(nn.Module layer, int index) => (this.layer, this.index) = (layer, index);

    /// <summary>From the input, (gates * hidden, input).</summary>
    public Parameter weight_ih => Get("weight_ih");

    /// <summary>From the hidden state, (gates * hidden, hidden).</summary>
    public Parameter weight_hh => Get("weight_hh");

    /// <summary>Added to the input's product, (gates * hidden).</summary>
    /// <exception cref="InvalidOperationException">The layer has no biases.</exception>
    public Parameter bias_ih => Get("bias_ih");

    /// <summary>Added to the hidden state's product, (gates * hidden).</summary>
    /// <exception cref="InvalidOperationException">The layer has no biases.</exception>
    public Parameter bias_hh => Get("bias_hh");

    // Moving a layer may replace its parameters: they are asked for by name.
    Parameter Get(string weight) => layer.get_parameter(FormattableString.Invariant($"{weight}_l{index}"))
        ?? throw new InvalidOperationException($"The layer has no '{weight}'.");
}
