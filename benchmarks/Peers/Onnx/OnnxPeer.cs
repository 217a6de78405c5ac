using FluentRnn.Benchmarks.Measure;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>A cell in ONNX Runtime: inference only.</summary>
static class OnnxPeer
{
    /// <summary>Writes a cell as a graph; gives its outputs, (B, T, …).</summary>
    public delegate OnnxValue Writer(OnnxGraph graph, OnnxInputs inputs, Weights weights);

    /// <param name="shape">The sizes; ONNX Runtime plans its memory by them.</param>
    /// <param name="write">Writes the cell.</param>
    /// <param name="outputs">The size of an output; null if it is the state.</param>
    /// <param name="positions">The length of the memory, which is as wide as the state; null without one.</param>
    public static PeerSource Source(Shape shape, Writer write, int? outputs = null, int? positions = null) => new(PeerNames.Onnx, weights =>
    {
        long[] result = [shape.Batch, shape.Steps, outputs ?? shape.Hidden];
        var session = new OnnxSession(Model(shape, write, result, positions, weights), result);
        return new(PeerNames.Onnx, [], session.Run) { Trains = false, Owned = session };
    });

    static byte[] Model(Shape shape, Writer write, long[] result, int? positions, Weights weights)
    {
        using var scope = NewDisposeScope();
        var graph = new OnnxGraph();
        var x = graph.Input(OnnxSession.Sequence, [shape.Batch, shape.Steps, shape.Inputs]);
        var memory = positions is { } length ? graph.Input(OnnxSession.Memory, [shape.Batch, length, shape.Hidden]) : null;
        var y = write(graph, new(shape.Batch, x.SwapFirstAxes(), memory), weights);
        graph.Output(y, OnnxSession.Output, result);
        return graph.ToModel();
    }
}
