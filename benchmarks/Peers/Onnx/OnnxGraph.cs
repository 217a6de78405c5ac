using System.Globalization;
using System.Runtime.InteropServices;
using FluentRnn.Benchmarks.Measure;
using Google.Protobuf;
using Onnx;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>Writes an ONNX graph, node by node. The body of a Scan is a graph within the graph, which may use the values around it.</summary>
sealed class OnnxGraph
{
    // The first with LayerNormalization, and the format that goes with it.
    const long OperatorSet = 17, FormatVersion = 8;

    readonly GraphProto proto = new() { Name = "cell" };
    readonly OnnxGraph? outer;
    int values;

    public OnnxGraph()
    {
    }

    OnnxGraph(OnnxGraph outer) => this.outer = outer;

    /// <summary>An input of the whole graph.</summary>
    public OnnxValue Input(string name, long[] shape)
    {
        proto.Input.Add(Declaration(name, shape));
        return new(this, name);
    }

    /// <summary>Gives a value out.</summary>
    public void Output(OnnxValue value, string name, long[] shape)
    {
        var node = new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { name } };
        proto.Node.Add(node);
        proto.Output.Add(Declaration(name, shape));
    }

    /// <summary>The tensor's numbers as they are now.</summary>
    public OnnxValue Constant(Tensor tensor)
    {
        using var dense = tensor.detach().contiguous();
        return Constant(dense.shape, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(dense.data<float>().ToArray().AsSpan()));
    }

    public OnnxValue Constant(long[] numbers) => Constant([numbers.Length], TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(numbers.AsSpan()));

    public OnnxValue Zeros(long rows, long columns) => Constant([rows, columns], TensorProto.Types.DataType.Float, new byte[rows * columns * sizeof(float)]);

    public OnnxValue Node(string operation, IReadOnlyList<OnnxValue?> inputs, params IReadOnlyList<(string Name, object Value)> attributes) =>
        Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>One of ONNX's recurrent operators over the sequence, (T, B, inputs); gives (B, T, hidden).</summary>
    /// <param name="operation">RNN, GRU or LSTM.</param>
    /// <param name="x">The sequence.</param>
    /// <param name="weights">The weights of the cell.</param>
    /// <param name="gates">The letters of the gates in ONNX's order.</param>
    /// <param name="recurrentBias">The second bias; null for zeros.</param>
    /// <param name="peepholes">Those of an LSTM; null for none.</param>
    /// <param name="attributes">What else the operator is told.</param>
    public OnnxValue Layer(
        string operation, OnnxValue x, Weights weights, string[] gates, Tensor? recurrentBias = null, Tensor? peepholes = null, params IReadOnlyList<(string Name, object Value)> attributes)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var bias = Packed("b");
        var hidden = bias.shape[0] / gates.Length;
        OnnxValue?[] inputs =
        [
            x, Constant(Packed("W").t().unsqueeze(0)), Constant(Packed("U").t().unsqueeze(0)), Constant(cat([bias, recurrentBias ?? zeros_like(bias)]).unsqueeze(0)),
            .. peepholes is null ? Array.Empty<OnnxValue?>() : [null, null, null, Constant(peepholes.unsqueeze(0))],
        ];
        return Node(operation, inputs, [("hidden_size", hidden), .. attributes]).Squeeze(1).SwapFirstAxes();

        Tensor Packed(string prefix) => weights.Beside([.. gates.Select(gate => prefix + gate)]);
    }

    /// <summary>A loop over time-first sequences.</summary>
    /// <param name="initial">The states before the first step.</param>
    /// <param name="sequences">What each step gets a slice of.</param>
    /// <param name="body">A step: of its slices and the states, its output and the next states.</param>
    /// <returns>The outputs of all steps, rows first.</returns>
    public OnnxValue Scan(
        IReadOnlyList<OnnxValue> initial, IReadOnlyList<OnnxValue> sequences, Func<IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>, (OnnxValue Output, IReadOnlyList<OnnxValue> Next)> body)
    {
        var inner = new OnnxGraph(this) { proto = { Name = "step" } };
        var states = initial.Select(_ => inner.Input(NewName())).ToList();
        var slices = sequences.Select(_ => inner.Input(NewName())).ToList();
        var (output, next) = body([.. slices.Select(slice => slice)], states);

        // An output of a body must be its own, even where two are equal.
        foreach (var value in next.Append(output))
            inner.proto.Output.Add(new ValueInfoProto { Name = inner.Node("Identity", [value with { Graph = inner }]).Name });
        return Nodes("Scan", [.. initial, .. sequences], initial.Count + 1, [("body", inner.proto), ("num_scan_inputs", (long)sequences.Count)])[^1].SwapFirstAxes();
    }

    public byte[] ToModel() => new ModelProto
    {
        IrVersion = FormatVersion,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
        Graph = proto,
    }.ToByteArray();

    OnnxValue Input(string name)
    {
        proto.Input.Add(new ValueInfoProto { Name = name });
        return new(this, name);
    }

    // Where a value of the graph around meets one of a body, the node belongs to the body.
    IReadOnlyList<OnnxValue> Nodes(string operation, IReadOnlyList<OnnxValue?> inputs, int outputs, IReadOnlyList<(string Name, object Value)> attributes)
    {
        var graph = inputs.Select(input => input?.Graph).Aggregate(this, (inmost, other) => other is not null && other.IsWithin(inmost) ? other : inmost);
        var node = new NodeProto { OpType = operation };
        node.Input.AddRange(inputs.Select(input => input?.Name ?? ""));
        node.Attribute.AddRange(attributes.Select(Attribute));
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(_ => NewName()));
        graph.proto.Node.Add(node);
        return [.. node.Output.Select(name => new OnnxValue(graph, name))];
    }

    bool IsWithin(OnnxGraph other) => ReferenceEquals(outer, other) || (outer?.IsWithin(other) ?? false);

    OnnxValue Constant(long[] shape, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes)
    {
        var initializer = new TensorProto { Name = NewName(), DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        initializer.Dims.AddRange(shape);
        proto.Initializer.Add(initializer);
        return new(this, initializer.Name);
    }

    string NewName() => outer?.NewName() ?? string.Create(CultureInfo.InvariantCulture, $"v{values++}");

    static AttributeProto Attribute((string Name, object Value) attribute)
    {
        var proto = new AttributeProto { Name = attribute.Name };
        switch (attribute.Value)
        {
            case long number:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case long[] numbers:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(numbers);
                break;
            case GraphProto graph:
                (proto.Type, proto.G) = (AttributeProto.Types.AttributeType.Graph, graph);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {attribute.Value.GetType().Name}.", nameof(attribute));
        }

        return proto;
    }

    static ValueInfoProto Declaration(string name, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions } } };
    }
}
