using TorchSharp.Modules;

namespace FluentRnn;

/// <summary>One step of a GRU with the layer's weights; made by <see cref="RecurrentUnit.Of(GRU)"/>. Cho et al. 2014, arXiv:1406.1078v1, with the reset gate after the product.</summary>
public sealed class GruUnit : HiddenStateUnit<GRU>
{
    internal GruUnit(GRU layer)
        : base(nameof(GruUnit), layer)
    {
    }
}
