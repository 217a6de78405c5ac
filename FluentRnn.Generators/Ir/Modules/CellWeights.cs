namespace FluentRnn.Generators.Ir.Modules;

/// <summary>The weights of one recurrent cell: where they are below the module, and their sizes.</summary>
/// <param name="Prefix">What comes before their names: nothing for a cell, <c>layers[1].</c> for a layer of a unit.</param>
/// <param name="Input">The number of features.</param>
/// <param name="Hidden">The number of units.</param>
/// <param name="HasBias">Whether there are biases.</param>
internal sealed record CellWeights(string Prefix, Dim Input, Dim Hidden, bool HasBias)
{
    /// <summary>The weights of a cell, or of the first layer, by the arguments of its factory; null when they cannot be read.</summary>
    public static CellWeights? Of(ModuleCall call, string prefix = "") =>
        call.Size("inputSize") is { } input && call.Size("hiddenSize") is { } hidden && (call.IsDefault("bias") ? true : call.Flag("bias")) is { } bias
            ? new CellWeights(prefix, input, hidden, bias)
            : null;

    /// <summary>x Wᵢᵀ + bᵢ for all gates.</summary>
    public int FromInput(ModuleCall call, int input, int gates) => Product(call, input, "ih", Dim.Constant(gates) * Hidden, Input);

    /// <summary>h Wₕᵀ + bₕ for all gates.</summary>
    public int FromState(ModuleCall call, int h, int gates) => Product(call, h, "hh", Dim.Constant(gates) * Hidden, Hidden);

    private int Product(ModuleCall call, int value, string name, Dim rows, Dim columns) =>
        CellModules.Product(call, value, $"{Prefix}weight_{name}", HasBias ? $"{Prefix}bias_{name}" : null, rows, columns);
}
