using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Combinations;

/// <summary>A case as a loop over TorchSharp's own modules. Knows nothing of FluentRnn but the names of the modules.</summary>
static class MatrixLoop
{
    /// <summary>The sequence outputs, the last outputs and the final states.</summary>
    public static Tensor[] Run(MatrixCase item, nn.Module module, Tensor[] sequences, Tensor[] constants, Tensor[] states, int steps)
    {
        var parts = module.named_children().ToDictionary(part => part.name, part => part.module, StringComparer.Ordinal);
        var drop = (Dropout)parts["drop"];
        var readouts = Enumerable.Range(0, item.Readouts).Select(i => (Linear)parts[FormattableString.Invariant($"r{i}")]).ToArray();
        var (carried, fed) = (states[..item.CellStates], states[item.CellStates..]);
        var history = new List<Tensor[]>();
        for (var t = 0; t < steps; t++)
        {
            Tensor[] inputs = [.. sequences.Select(x => x.select(1, t)), .. constants, .. fed];
            carried = Cell(parts["cell"], inputs.Length == 0 ? carried[0] : cat(inputs, 1), [drop.call(carried[0]), .. carried[1..]]);
            var values = readouts.Select(readout => readout.call(carried[0])).ToArray();
            fed = values[..item.Feedbacks];
            history.Add(values);
        }

        var lastOutputs = Enumerable.Range(item.SequenceOutputs, item.LastOutputs);
        return
        [
            .. Enumerable.Range(0, item.SequenceOutputs).Select(i => stack(history.Select(values => values[i]), 1)),
            .. lastOutputs.Select(i => history[^1][i]),
            .. carried,
            .. fed,
        ];
    }

    static Tensor[] Cell(nn.Module cell, Tensor input, Tensor[] carried)
    {
        switch (cell)
        {
            case LSTMCell lstm:
                var (h, c) = lstm.call(input, (carried[0], carried[1]));
                return [h, c];
            case GRUCell gru:
                return [gru.call(input, carried[0])];
            default:
                return [((RNNCell)cell).call(input, carried[0])];
        }
    }
}
