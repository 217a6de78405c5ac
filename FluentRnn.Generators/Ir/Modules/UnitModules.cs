namespace FluentRnn.Generators.Ir.Modules;

/// <summary>
/// The equations of FluentRnn's units, the one-step functions of whole layers: the cells of <see cref="CellModules"/> one upon the other, with dropout between
/// them while the layer trains.
/// </summary>
internal static class UnitModules
{
    /// <summary>y, h'.</summary>
    public static IReadOnlyList<int>? Rnn(ModuleCall call) => CellModules.Activation(call) is { } activation
        ? Run(call, states: 1, (weights, input, state) => [CellModules.Rnn(call, weights, activation, input, state[0])])
        : null;

    /// <summary>y, h', c'.</summary>
    public static IReadOnlyList<int>? Lstm(ModuleCall call) => Run(call, states: 2, (weights, input, state) =>
    {
        var (h, c) = CellModules.Lstm(call, weights, input, state[0], state[1]);
        return [h, c];
    });

    /// <summary>y, h'.</summary>
    public static IReadOnlyList<int>? Gru(ModuleCall call) => Run(call, states: 1, (weights, input, state) => [CellModules.Gru(call, weights, input, state[0])]);

    /// <summary>The layers from the bottom to the top. A state is (B, layers, hidden), or (B, hidden) of one layer.</summary>
    private static IReadOnlyList<int>? Run(ModuleCall call, int states, Func<CellWeights, int, IReadOnlyList<int>, IReadOnlyList<int>> cell)
    {
        if (call.Operands.Count != 1 + states || call.Operands.Any(operand => operand is null) || CellWeights.Of(call, "layers[0].") is not { } first
            || Layers(call) is not { } count || !(call.IsDefault("bidirectional") || call.Flag("bidirectional") is false))
        {
            return null;
        }

        var given = call.Operands.Skip(1).Select(operand => operand!.Value).ToList();
        var rank = call.Builder[given[0]].Type.Rank;
        if (given.Any(state => call.Builder[state].Type.Rank != rank) || !(rank == 3 || (rank == 2 && count == 1)))
        {
            return null;
        }

        var input = call.Operands[0]!.Value;
        var next = new List<IReadOnlyList<int>>();
        for (var layer = 0; layer < count; layer++)
        {
            var weights = layer == 0 ? first : first with { Prefix = FormattableString.Invariant($"layers[{layer}]."), Input = first.Hidden };
            next.Add(cell(weights, layer == 0 ? input : Dropout(call, input), [.. given.Select(state => rank == 2 ? state : Select(call, state, layer))]));
            input = next[layer][0];
        }

        return [input, .. Enumerable.Range(0, states).Select(state => rank == 2 ? next[0][state] : Stack(call, next.Select(layer => layer[state])))];
    }

    private static long? Layers(ModuleCall call) => call.IsDefault("numLayers") ? 1 : call.Size("numLayers")?.Value is { } count and > 0 and <= 64 ? count : null;

    /// <summary>Srivastava et al. 2014, on what goes from one layer to the next.</summary>
    private static int Dropout(ModuleCall call, int value) => call.IsDefault("dropout") || call.Text("dropout") is "0D"
        ? value
        : call.Builder.Add(
            Sampling.Dropout, Argument.Of("self", value), Argument.Of("p", call.Arguments["dropout"]), Argument.Of("training", call.Property("layer.training")));

    private static int Select(ModuleCall call, int state, int layer) => call.Builder.Add(
        Indexing.Select, Argument.Of("self", state), Argument.Of("dim", HostExpression.Of(1)), Argument.Of("index", HostExpression.Of(layer)));

    private static int Stack(ModuleCall call, IEnumerable<int> states) =>
        call.Builder.Add(Joining.Stack, Argument.OfList("tensors", states), Argument.Of("dim", HostExpression.Of(1)));
}
