namespace FluentRnn.Benchmarks.Peers;

/// <summary>A value of an ONNX graph: operations on it add nodes to the graph.</summary>
sealed record OnnxValue(OnnxGraph Graph, string Name)
{
    public static OnnxValue operator +(OnnxValue left, OnnxValue right) => left.Graph.Node("Add", [left, right]);

    public static OnnxValue operator -(OnnxValue left, OnnxValue right) => left.Graph.Node("Sub", [left, right]);

    public static OnnxValue operator *(OnnxValue left, OnnxValue right) => left.Graph.Node("Mul", [left, right]);

    public OnnxValue MatMul(OnnxValue right) => Graph.Node("MatMul", [this, right]);

    public OnnxValue Sigmoid() => Graph.Node("Sigmoid", [this]);

    public OnnxValue Tanh() => Graph.Node("Tanh", [this]);

    public OnnxValue Relu() => Graph.Node("Relu", [this]);

    public OnnxValue Softmax(long axis) => Graph.Node("Softmax", [this], ("axis", axis));

    /// <summary>Normalises the last axis.</summary>
    public OnnxValue LayerNorm(OnnxValue gain, OnnxValue bias) => Graph.Node("LayerNormalization", [this, gain, bias], ("axis", -1L));

    public OnnxValue Unsqueeze(long axis) => Graph.Node("Unsqueeze", [this, Graph.Constant([axis])]);

    public OnnxValue Squeeze(long axis) => Graph.Node("Squeeze", [this, Graph.Constant([axis])]);

    public OnnxValue SwapFirstAxes() => Graph.Node("Transpose", [this], ("perm", new long[] { 1, 0, 2 }));

    /// <summary>Some columns.</summary>
    public OnnxValue Slice(long axis, long start, long length) =>
        Graph.Node("Slice", [this, Graph.Constant([start]), Graph.Constant([start + length]), Graph.Constant([axis])]);
}
