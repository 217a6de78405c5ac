namespace FluentRnn.Generators.Ir.Modules;

/// <summary>The equations of TorchSharp's recurrent cells, in the form of PyTorch's documentation.</summary>
internal static class CellModules
{
    /// <summary>Elman 1990: h' = tanh(x Wᵢᵀ + bᵢ + h Wₕᵀ + bₕ), or relu.</summary>
    public static IReadOnlyList<int>? Rnn(ModuleCall call)
    {
        if (call.Operands is not [{ } input, { } h] || Projections(call, input, h, gates: 1) is not var (fromInput, fromState))
        {
            return null;
        }

        var activation = call.IsDefault("nonLinearity") ? Elementwise.Tanh : call.Text("nonLinearity") switch
        {
            { } text when text.EndsWith("Tanh", StringComparison.Ordinal) => Elementwise.Tanh,
            { } text when text.EndsWith("ReLU", StringComparison.OrdinalIgnoreCase) => Activations.Relu,
            _ => null,
        };
        return activation is null ? null : [Apply(call, activation, Apply(call, Elementwise.Add, fromInput, fromState))];
    }

    /// <summary>Hochreiter and Schmidhuber 1997 with forget gate: i, f, g, o; c' = f c + i g; h' = o tanh(c'). Results: h', c'.</summary>
    public static IReadOnlyList<int>? Lstm(ModuleCall call)
    {
        if (call.Operands is not [{ } input, { } h, { } c] || Projections(call, input, h, gates: 4) is not var (fromInput, fromState))
        {
            return null;
        }

        var gates = Named(call, "gates", Apply(call, Elementwise.Add, fromInput, fromState));
        var parts = Chunk(call, gates, 4);
        var i = Named(call, "i", Apply(call, Elementwise.Sigmoid, parts[0]));
        var f = Named(call, "f", Apply(call, Elementwise.Sigmoid, parts[1]));
        var g = Named(call, "g", Apply(call, Elementwise.Tanh, parts[2]));
        var o = Named(call, "o", Apply(call, Elementwise.Sigmoid, parts[3]));
        var next = Apply(call, Elementwise.Add, Apply(call, Elementwise.Mul, f, c), Apply(call, Elementwise.Mul, i, g));
        return [Apply(call, Elementwise.Mul, o, Apply(call, Elementwise.Tanh, next)), next];
    }

    /// <summary>Cho et al. 2014, arXiv:1406.1078v1 (reset after the product): r, z, n; h' = n + z (h − n).</summary>
    public static IReadOnlyList<int>? Gru(ModuleCall call)
    {
        if (call.Operands is not [{ } input, { } h] || Projections(call, input, h, gates: 3) is not var (fromInput, fromState))
        {
            return null;
        }

        var x = Chunk(call, fromInput, 3);
        var s = Chunk(call, fromState, 3);
        var r = Named(call, "r", Apply(call, Elementwise.Sigmoid, Apply(call, Elementwise.Add, x[0], s[0])));
        var z = Named(call, "z", Apply(call, Elementwise.Sigmoid, Apply(call, Elementwise.Add, x[1], s[1])));
        var n = Named(call, "n", Apply(call, Elementwise.Tanh, Apply(call, Elementwise.Add, x[2], Apply(call, Elementwise.Mul, r, s[2]))));
        return [Apply(call, Elementwise.Add, n, Apply(call, Elementwise.Mul, z, Apply(call, Elementwise.Sub, h, n)))];
    }

    /// <summary>x Wᵀ + b with weights of the module.</summary>
    public static int Product(ModuleCall call, int input, string weight, string? bias, Dim rows, Dim columns) => call.Builder.Add(
        Products.Linear,
        Argument.Of("input", input),
        Argument.Of("weight", call.Weight(weight, rows, columns)),
        bias is null ? Argument.Of("bias", HostExpression.Code("null")) : Argument.Of("bias", call.Weight(bias, rows)));

    private static (int Input, int State)? Projections(ModuleCall call, int input, int h, int gates)
    {
        if (call.Size("inputSize") is not { } size || call.Size("hiddenSize") is not { } hidden
            || (call.IsDefault("bias") ? true : call.Flag("bias")) is not { } bias)
        {
            return null;
        }

        var rows = Dim.Constant(gates) * hidden;
        return (Product(call, input, "weight_ih", bias ? "bias_ih" : null, rows, size),
                Product(call, h, "weight_hh", bias ? "bias_hh" : null, rows, hidden));
    }

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
