using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>All steps at once, by one of torch's layers.</summary>
internal static class LayerEmitter
{
    public static void Write(SourceWriter writer, LoopBody loop, LstmLayer layer)
    {
        var (all, hidden, cell) = (loop.Locals.Own("allSteps"), loop.Locals.Own("lastHidden"), loop.Locals.Own("lastCell"));
        writer.Line($"var ({all}, {hidden}, {cell}) = {Runtime.Layers}.Lstm(");
        using (writer.Indent())
        {
            writer.Line($"{loop.Locals.Own("call")},");
            writer.Line($"{loop.Rows.Sequence(layer.Input)},");
            writer.Line($"{loop.Carried(layer.Hidden)},");
            writer.Line($"{loop.Carried(layer.Cell)},");
            writer.Line($"{Weight(layer.InputWeight)},");
            writer.Line($"{Weight(layer.RecurrentWeight)},");
            writer.Line($"{(layer.Bias is { } bias ? Weight(bias) : "null")});");
        }

        loop.WriteTake(writer, _ => all, _ => all);
        loop.WriteAdvance(writer, value => value == layer.NextHidden ? hidden : cell);

        // The gates in torch's order: input, forget, candidate, output.
        string Weight(LstmWeight weight)
        {
            var axis = weight.IsTransposed ? 1 : 0;
            var values = weight.Values.Select(loop.Locals.Value).ToList();
            return values.Count == 1 ? InOrder(values[0], axis) + (weight.IsTransposed ? ".t()" : string.Empty)
                : weight.IsTransposed ? $"{Runtime.Layers}.Join({loop.Locals.Own("call")}, {string.Join(", ", values)})"
                : $"torch.cat([{string.Join(", ", values)}], 0)";
        }

        string InOrder(string value, int axis) => layer.Gates.SequenceEqual([0, 1, 2, 3]) ? value
            : FormattableString.Invariant($"{Runtime.Layers}.InOrder({value}, {axis}, [{string.Join(", ", layer.Gates)}])");
    }
}
