using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Torch's recurrent layers, on the weights of a container. TorchSharp has them as modules with weights of their own only; TorchScript has them as functions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layers
{
    const string Source = """
        def lstm(x: Tensor, h: Tensor, c: Tensor, weights: List[Tensor], biased: bool, train: bool):
            return torch.lstm(x, [h, c], weights, biased, 1, 0.0, train, False, True)

        """;

    static readonly Lazy<jit.CompilationUnit> Functions = new(() => jit.compile(Source));

    /// <summary>Whether a layer can compute the steps of a call: none is masked or reset, and no teacher is there.</summary>
    public static bool Serve(RecurrenceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.IsPlain;
    }

    /// <summary>All steps of an LSTM: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">The input, (B, T, in).</param>
    /// <param name="hidden">The hidden state before, (B, hidden).</param>
    /// <param name="cell">The cell state before, (B, hidden).</param>
    /// <param name="inputWeight">The weight of the input, (4 · hidden, in): of the input gate, the forget gate, the candidate and the output gate. It need not lie in order.</param>
    /// <param name="recurrentWeight">The weight of the hidden state, (4 · hidden, hidden), likewise.</param>
    /// <param name="bias">The bias, (4 · hidden); null for none.</param>
    /// <returns>The hidden states of all steps, (B, T, hidden), in the order of processing, and the states after the last, (B, hidden).</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static (Tensor All, Tensor Hidden, Tensor Cell) Lstm(
        RecurrenceCall call, Tensor input, Tensor hidden, Tensor cell, Tensor inputWeight, Tensor recurrentWeight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(inputWeight);
        ArgumentNullException.ThrowIfNull(recurrentWeight);
        call.Cancellation.ThrowIfCancellationRequested();
        Tensor[] weights = bias is null ? [inputWeight, recurrentWeight] : [inputWeight, recurrentWeight, bias, zeros_like(bias)];
        var x = call.IsBackward ? input.flip(1) : input;
        var (all, last, lastCell) = ((Tensor, Tensor, Tensor))Functions.Value.invoke("lstm", x, hidden.unsqueeze(0), cell.unsqueeze(0), weights, bias is not null, call.Gradients);
        return (all, last.squeeze(0), lastCell.squeeze(0));
    }

    /// <summary>Weights of single gates as one weight of the layer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="gates">The weights of the input gate, the forget gate, the candidate and the output gate, each (in, hidden).</param>
    /// <returns>The weight, (4 · hidden, in).</returns>
    public static Tensor Join(RecurrenceCall call, params Tensor[] gates)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(gates);
        if (call.Gradients) return cat(gates, 1).t();

        // Each transposed to where it belongs: half the time of joining first.
        var (inputs, hidden) = (gates[0].shape[0], gates[0].shape[1]);
        var joined = empty([gates.Length * hidden, inputs], gates[0].dtype, gates[0].device);
        for (var gate = 0; gate < gates.Length; gate++) joined.narrow(0, gate * hidden, hidden).copy_(gates[gate].t());
        return joined;
    }

    /// <summary>A weight or bias with its gates in the order of the layer.</summary>
    /// <param name="weight">The weight, with four gates on an axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="gates">Where the input gate, the forget gate, the candidate and the output gate stand on it.</param>
    public static Tensor InOrder(Tensor weight, long axis, int[] gates)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(gates);
        var parts = weight.chunk(4, axis);
        return cat([.. gates.Select(gate => parts[gate])], axis);
    }
}
