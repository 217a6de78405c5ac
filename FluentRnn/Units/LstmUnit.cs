using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>One step of an LSTM with the layer's weights; made by <see cref="RecurrentUnit.Of(LSTM)"/>. Hochreiter and Schmidhuber 1997, with forget gates.</summary>
public sealed class LstmUnit : nn.Module<Tensor, (Tensor H, Tensor C)?, (Tensor Y, Tensor H, Tensor C)>
{
    readonly UnitLayout layout;

    internal LstmUnit(LSTM layer)
        : base(nameof(LstmUnit))
    {
        ArgumentNullException.ThrowIfNull(layer);
        layout = new UnitLayout(layer, sequence => layer.call(sequence).Item2);
        this.layer = layer;
        layers = [.. Enumerable.Range(0, (int)layout.Layers).Select(index => new UnitWeights(layer, index))];
        register_module(nameof(layer), layer);
    }

    /// <summary>The layer.</summary>
    public LSTM layer { get; }

    /// <summary>The weights, one element a layer.</summary>
    public IReadOnlyList<UnitWeights> layers { get; }

    /// <summary>Runs one step, with the module's hooks.</summary>
    /// <param name="input">(B, n).</param>
    /// <param name="state">Hidden states and cells before the step, each (B, layers, hidden) or, of one layer, (B, hidden); null for zeros.</param>
    /// <returns>The output, (B, hidden), and the states after the step, in the form given.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    public new (Tensor Y, Tensor H, Tensor C) call(Tensor input, (Tensor H, Tensor C)? state = null) => base.call(input, state);

    /// <summary>Runs one step, without the module's hooks.</summary>
    /// <inheritdoc cref="call"/>
    public override (Tensor Y, Tensor H, Tensor C) forward(Tensor input, (Tensor H, Tensor C)? state = null)
    {
        using var scope = NewDisposeScope();
        var sequence = layout.Sequence(input);
        (Tensor, Tensor)? given = state is (var before, var cells) ? (layout.Given(before, input, "h"), layout.Given(cells, input, "c")) : null;
        var (y, h, c) = layer.call(sequence, given);
        return scope.MoveToOuter(layout.Output(y), layout.Returned(h, state?.H), layout.Returned(c, state?.C));
    }

    /// <summary>The constructor registers the layer; nothing is found by reflection.</summary>
    protected override void RegisterComponents()
    {
    }
}
