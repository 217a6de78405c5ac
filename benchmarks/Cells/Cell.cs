using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Cells;

/// <summary>A recurrent network that is measured: its weights, its products, and everybody who computes it.</summary>
abstract class Cell
{
    /// <summary>Every cell, in the order of the tables.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        new Rnn(), new Lstm(), new GruResetAfter(), new GruResetBefore(), new PeepholeLstm(), new LayerNormLstm(), new LiGru(), new MultiplicativeIntegrationLstm(),
        new MinGru(), new AttentionDecoder(), new LstmReadout(),
    ];

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in the literature.</summary>
    public abstract string Title { get; }

    /// <summary>Whether torch has a layer that is this cell.</summary>
    public virtual bool IsLayer => false;

    /// <summary>Whether its outputs are words.</summary>
    public virtual bool HasReadout => false;

    /// <summary>One weight for each letter of the equations.</summary>
    public abstract IEnumerable<(string Name, long[] Sizes)> Weights(Shape shape);

    /// <summary>The products with weights of a forward pass, as few as there can be.</summary>
    public abstract IEnumerable<Product> Products(Shape shape);

    /// <summary>Everybody who computes it; the first is right by definition.</summary>
    public abstract IEnumerable<PeerSource> Peers(Shape shape);

    public virtual Inputs DrawInputs(Shape shape) => new(randn(shape.Batch, shape.Steps, shape.Inputs));

    /// <summary>W, U and b of every gate.</summary>
    protected static IEnumerable<(string Name, long[] Sizes)> Gates(Shape shape, string gates) =>
        gates.SelectMany(gate => new (string, long[])[] { ($"W{gate}", [shape.Inputs, shape.Hidden]), ($"U{gate}", [shape.Hidden, shape.Hidden]), ($"b{gate}", [shape.Hidden]) });
}
