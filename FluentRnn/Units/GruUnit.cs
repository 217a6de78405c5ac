using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>One step of a GRU with the layer's weights; made by <see cref="RecurrentUnit.Of(GRU)"/>. Cho et al. 2014, arXiv:1406.1078v1, with the reset gate after the product.</summary>
public sealed class GruUnit : nn.Module<Tensor, Tensor?, (Tensor Y, Tensor H)>
{
    readonly UnitLayout layout;

    internal GruUnit(GRU layer)
        : base(nameof(GruUnit))
    {
        ArgumentNullException.ThrowIfNull(layer);
        layout = new UnitLayout(layer, sequence => layer.call(sequence).Item2);
        this.layer = layer;
        layers = [.. Enumerable.Range(0, (int)layout.Layers).Select(index => new UnitWeights(layer, index))];
        register_module(nameof(layer), layer);
    }

    /// <summary>The layer.</summary>
    public GRU layer { get; }

    /// <summary>The weights, one element a layer.</summary>
    public IReadOnlyList<UnitWeights> layers { get; }

    /// <summary>Runs one step, with the module's hooks.</summary>
    /// <param name="input">(B, n).</param>
    /// <param name="h">The hidden states before the step, (B, layers, hidden) or, of one layer, (B, hidden); null for zeros.</param>
    /// <returns>The output, (B, hidden), and the hidden states after the step, in the form given.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    public new (Tensor Y, Tensor H) call(Tensor input, Tensor? h = null) => base.call(input, h);

    /// <summary>Runs one step, without the module's hooks.</summary>
    /// <inheritdoc cref="call"/>
    public override (Tensor Y, Tensor H) forward(Tensor input, Tensor? h = null)
    {
        using var scope = NewDisposeScope();
        var sequence = layout.Sequence(input);
        var (y, next) = layer.call(sequence, h is null ? null : layout.Given(h, input, nameof(h)));
        return scope.MoveToOuter(layout.Output(y), layout.Returned(next, h));
    }

    /// <summary>The constructor registers the layer; nothing is found by reflection.</summary>
    protected override void RegisterComponents()
    {
    }
}
