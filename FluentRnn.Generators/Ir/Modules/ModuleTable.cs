namespace FluentRnn.Generators.Ir.Modules;

/// <summary>
/// The modules whose equations the compiler knows. A module is replaced by its equations, so that what does not depend on the state can leave the loop;
/// a module that is not here, or is called in a way its entry does not know, is called as it is.
/// </summary>
internal static class ModuleTable
{
    /// <summary>Turns one call into operations and gives the ids of its results, or null when this form of the module is not known.</summary>
    public delegate IReadOnlyList<int>? Decomposition(ModuleCall call);

    /// <summary>The options of an embedding that its equation does not have.</summary>
    private static readonly string[] EmbeddingOptions = ["padding_idx", "max_norm", "scale_grad_by_freq", "sparse"];

    private static readonly IReadOnlyDictionary<string, Decomposition> Entries = new Dictionary<string, Decomposition>(StringComparer.Ordinal)
    {
        ["TorchSharp.Modules.Linear"] = Linear,
        ["TorchSharp.Modules.RNNCell"] = CellModules.Rnn,
        ["TorchSharp.Modules.LSTMCell"] = CellModules.Lstm,
        ["TorchSharp.Modules.GRUCell"] = CellModules.Gru,
        ["FluentRnn.RnnUnit"] = UnitModules.Rnn,
        ["FluentRnn.LstmUnit"] = UnitModules.Lstm,
        ["FluentRnn.GruUnit"] = UnitModules.Gru,
        ["TorchSharp.Modules.LayerNorm"] = LayerNorm,
        ["TorchSharp.Modules.Embedding"] = Embedding,
        ["TorchSharp.Modules.Dropout"] = Dropout,
        ["TorchSharp.Modules.Identity"] = call => call.Operands is [{ } input] ? [input] : null,
        ["TorchSharp.Modules.Tanh"] = Activation(Elementwise.Tanh),
        ["TorchSharp.Modules.Sigmoid"] = Activation(Elementwise.Sigmoid),
        ["TorchSharp.Modules.ReLU"] = Activation(Activations.Relu),
        ["TorchSharp.Modules.ReLU6"] = Activation(Activations.Relu6),
        ["TorchSharp.Modules.SELU"] = Activation(Activations.Selu),
        ["TorchSharp.Modules.SiLU"] = Activation(Activations.Silu),
        ["TorchSharp.Modules.Mish"] = Activation(Activations.Mish),
        ["TorchSharp.Modules.Softmax"] = call => AlongDim(Reductions.Softmax, call),
        ["TorchSharp.Modules.LogSoftmax"] = call => AlongDim(Reductions.LogSoftmax, call),
    };

    /// <summary>The decomposition of a module by the full name of its type, or null.</summary>
    public static Decomposition? Find(string typeName) => Entries.TryGetValue(typeName, out var entry) ? entry : null;

    /// <summary>The full names of all known module types.</summary>
    public static IEnumerable<string> Names => Entries.Keys;

    private static Decomposition Activation(Operation operation) => call =>
        call.Operands is [{ } input] && call.Flag("inplace") is not true
            ? [call.Builder.Add(operation, Argument.Of("self", input))]
            : null;

    /// <summary>y = x Wᵀ + b.</summary>
    private static IReadOnlyList<int>? Linear(ModuleCall call)
    {
        if (call.Operands is not [{ } input] || call.Size("inputSize") is not { } size || call.Size("outputSize") is not { } output)
        {
            return null;
        }

        var hasBias = call.IsDefault("hasBias") ? true : call.Flag("hasBias");
        return hasBias is { } bias ? [CellModules.Product(call, input, "weight", bias ? "bias" : null, output, size)] : null;
    }

    /// <summary>Ba, Kiros and Hinton 2016, arXiv:1607.06450.</summary>
    private static IReadOnlyList<int>? LayerNorm(ModuleCall call)
    {
        if (call.Operands is not [{ } input] || !call.Arguments.TryGetValue("normalized_shape", out var shape)
            || (call.IsDefault("elementwise_affine") ? true : call.Flag("elementwise_affine")) is not { } affine
            || (call.IsDefault("bias") ? true : call.Flag("bias")) is not { } bias)
        {
            return null;
        }

        var sizes = shape.Items is { } items ? items.Select(item => item.Size).ToArray() : [shape.Size];
        var none = HostExpression.Code("null");
        return
        [
            call.Builder.Add(
                Normalization.LayerNorm,
                Argument.Of("self", input),
                Argument.Of("shape", shape.Items is null ? HostExpression.List([shape]) : shape),
                affine ? Argument.Of("weight", call.Weight("weight", sizes)) : Argument.Of("weight", none),
                affine && bias ? Argument.Of("bias", call.Weight("bias", sizes)) : Argument.Of("bias", none),
                Argument.Of("eps", call.Arguments.TryGetValue("eps", out var eps) ? eps : HostExpression.Code("1e-05"))),
        ];
    }

    private static IReadOnlyList<int>? Embedding(ModuleCall call) =>
        call.Operands is [{ } indices]
        && call.Size("num_embeddings") is { } count
        && call.Size("embedding_dims") is { } width
        && EmbeddingOptions.All(name => call.IsDefault(name) || call.Flag(name) is false)
            ? [call.Builder.Add(
                Indexing.Embedding,
                Argument.Of("weight", call.Weight("weight", count, width)),
                Argument.Of("index", indices))]
            : null;

    /// <summary>Srivastava et al. 2014; a new mask at every call while training.</summary>
    private static IReadOnlyList<int>? Dropout(ModuleCall call) =>
        call.Operands is [{ } input] && (call.IsDefault("inplace") || call.Flag("inplace") is false)
            ? [call.Builder.Add(
                Sampling.Dropout,
                Argument.Of("self", input),
                Argument.Of("p", call.Arguments.TryGetValue("p", out var p) ? p : HostExpression.Code("0.5")),
                Argument.Of("training", call.Property("training")))]
            : null;

    private static IReadOnlyList<int>? AlongDim(Operation operation, ModuleCall call) =>
        call.Operands is [{ } input] && call.Arguments.TryGetValue("dim", out var dim)
            ? [call.Builder.Add(operation, Argument.Of("self", input), Argument.Of("dim", dim), Argument.Of("dtype", HostExpression.Code("null")))]
            : null;
}
