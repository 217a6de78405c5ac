namespace FluentRnn.Generators.Ir.Modules;

/// <summary>The equations of TorchSharp's recurrent cells, in the form of PyTorch's documentation.</summary>
internal static class CellModules
{
    /// <summary>Elman 1990: h' = tanh(x Wᵢᵀ + bᵢ + h Wₕᵀ + bₕ), or relu.</summary>
    public static IReadOnlyList<int>? Rnn(ModuleCall call) =>
        call.Operands is [{ } input, { } h] && CellWeights.Of(call) is { } weights && Activation(call) is { } activation
            ? [Rnn(call, weights, activation, input, h)]
            : null;

    /// <inheritdoc cref="Lstm(ModuleCall, CellWeights, int, int, int)"/>
    public static IReadOnlyList<int>? Lstm(ModuleCall call)
    {
        if (call.Operands is not [{ } input, { } h, { } c] || CellWeights.Of(call) is not { } weights)
        {
            return null;
        }

        var (hidden, cell) = Lstm(call, weights, input, h, c);
        return [hidden, cell];
    }

    /// <inheritdoc cref="Gru(ModuleCall, CellWeights, int, int)"/>
    public static IReadOnlyList<int>? Gru(ModuleCall call) =>
        call.Operands is [{ } input, { } h] && CellWeights.Of(call) is { } weights ? [Gru(call, weights, input, h)] : null;

    public static int Rnn(ModuleCall call, CellWeights weights, Operation activation, int input, int h) =>
        Apply(call, activation, Apply(call, Elementwise.Add, weights.FromInput(call, input, 1), weights.FromState(call, h, 1)));

    /// <summary>Hochreiter and Schmidhuber 1997 with forget gate: i, f, g, o; c' = f c + i g; h' = o tanh(c'). Results: h', c'.</summary>
    public static (int Hidden, int Cell) Lstm(ModuleCall call, CellWeights weights, int input, int h, int c)
    {
        var gates = Named(call, "gates", Apply(call, Elementwise.Add, weights.FromInput(call, input, 4), weights.FromState(call, h, 4)));
        var parts = Chunk(call, gates, 4);
        var i = Named(call, "i", Apply(call, Elementwise.Sigmoid, parts[0]));
        var f = Named(call, "f", Apply(call, Elementwise.Sigmoid, parts[1]));
        var g = Named(call, "g", Apply(call, Elementwise.Tanh, parts[2]));
        var o = Named(call, "o", Apply(call, Elementwise.Sigmoid, parts[3]));
        var next = Apply(call, Elementwise.Add, Apply(call, Elementwise.Mul, f, c), Apply(call, Elementwise.Mul, i, g));
        return (Apply(call, Elementwise.Mul, o, Apply(call, Elementwise.Tanh, next)), next);
    }

    /// <summary>Cho et al. 2014, arXiv:1406.1078v1 (reset after the product): r, z, n; h' = n + z (h − n).</summary>
    public static int Gru(ModuleCall call, CellWeights weights, int input, int h)
    {
        var (fromInput, fromState) = (weights.FromInput(call, input, 3), weights.FromState(call, h, 3));
        var x = Chunk(call, fromInput, 3);
        var s = Chunk(call, fromState, 3);
        var r = Named(call, "r", Apply(call, Elementwise.Sigmoid, Apply(call, Elementwise.Add, x[0], s[0])));
        var z = Named(call, "z", Apply(call, Elementwise.Sigmoid, Apply(call, Elementwise.Add, x[1], s[1])));
        var n = Named(call, "n", Apply(call, Elementwise.Tanh, Apply(call, Elementwise.Add, x[2], Apply(call, Elementwise.Mul, r, s[2]))));
        return Apply(call, Elementwise.Add, n, Apply(call, Elementwise.Mul, z, Apply(call, Elementwise.Sub, h, n)));
    }

    /// <summary>The nonlinearity of an Elman network: tanh where nothing is said; null where it cannot be read.</summary>
    public static Operation? Activation(ModuleCall call) => call.IsDefault("nonLinearity") ? Elementwise.Tanh : call.Text("nonLinearity") switch
    {
        { } text when text.EndsWith("Tanh", StringComparison.Ordinal) => Elementwise.Tanh,
        { } text when text.EndsWith("ReLU", StringComparison.OrdinalIgnoreCase) => Activations.Relu,
        _ => null,
    };

    /// <summary>x Wᵀ + b with weights of the module.</summary>
    public static int Product(ModuleCall call, int input, string weight, string? bias, Dim rows, Dim columns) => call.Builder.Add(
        Products.Linear,
        Argument.Of("input", input),
        Argument.Of("weight", call.Weight(weight, rows, columns)),
        bias is null ? Argument.Of("bias", HostExpression.Code("null")) : Argument.Of("bias", call.Weight(bias, rows)));

    private static int Apply(ModuleCall call, Operation operation, int self) => call.Builder.Add(operation, Argument.Of("self", self));

    private static int Apply(ModuleCall call, Operation operation, int self, int other) =>
        call.Builder.Add(operation, Argument.Of("self", self), Argument.Of("other", other));

    private static IReadOnlyList<int> Chunk(ModuleCall call, int value, int count) => call.Builder.AddMany(
        Joining.Chunk, Argument.Of("self", value), Argument.Of("chunks", HostExpression.Of(count)), Argument.Of("dim", HostExpression.Of(1)));

    private static int Named(ModuleCall call, string name, int value)
    {
        call.Builder.Name(value, name);
        return value;
    }
}
