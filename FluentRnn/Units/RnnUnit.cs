using TorchSharp.Modules;

namespace FluentRnn;

/// <summary>One step of an Elman network, of tanh or ReLU, with the layer's weights; made by <see cref="RecurrentUnit.Of(RNN)"/>. Elman 1990.</summary>
public sealed class RnnUnit : HiddenStateUnit<RNN>
{
    internal RnnUnit(RNN layer)
        : base(nameof(RnnUnit), layer)
    {
    }
}
