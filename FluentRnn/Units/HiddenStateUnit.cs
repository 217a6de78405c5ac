using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>One step of a layer whose only state is its output, with the layer's weights: <see cref="GruUnit"/> and <see cref="RnnUnit"/>.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
public abstract class HiddenStateUnit<TLayer> : nn.Module<Tensor, Tensor?, (Tensor Y, Tensor H)>
    where TLayer : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    readonly UnitLayout layout;

    /// <summary>Registers the layer.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="layer">The layer.</param>
    internal HiddenStateUnit(string name, TLayer layer)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        layout = new UnitLayout(layer, sequence => layer.call(sequence, null).Item2);
        this.layer = layer;
        layers = [.. Enumerable.Range(0, (int)layout.Layers).Select(index => new UnitWeights(layer, index))];
        register_module(nameof(layer), layer);
    }

    /// <summary>The layer.</summary>
    public TLayer layer { get; }

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
