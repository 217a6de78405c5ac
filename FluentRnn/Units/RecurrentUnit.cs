using TorchSharp.Modules;

namespace FluentRnn;

/// <summary>
/// The one-step functions of TorchSharp's recurrent layers, for use inside a step: <c>unit = RecurrentUnit.Of(LSTM(20, 10, numLayers: 2))</c>. A unit has the very
/// weights of its layer, which is not changed and may be used beside it; T calls of the unit are one call of the layer on T steps.
/// </summary>
public static class RecurrentUnit
{
    /// <summary>One step of an LSTM.</summary>
    /// <param name="layer">The layer, of any number of layers, with or without biases and dropout, batch first or not.</param>
    /// <returns>The unit, which contains the layer under the name <c>layer</c>.</returns>
    /// <exception cref="ArgumentException">The layer is bidirectional, or projects its hidden state.</exception>
    public static LstmUnit Of(LSTM layer) => new(layer);

    /// <summary>One step of a GRU.</summary>
    /// <inheritdoc cref="Of(LSTM)"/>
    public static GruUnit Of(GRU layer) => new(layer);

    /// <summary>One step of an RNN with tanh or ReLU.</summary>
    /// <inheritdoc cref="Of(LSTM)"/>
    public static RnnUnit Of(RNN layer) => new(layer);
}
