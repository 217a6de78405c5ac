using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>mLSTM: a matrix a head, written by outer products of values and keys under exponential gates: Beck et al. 2024, arXiv:2405.04517.</summary>
[RecurrentContainer]
public sealed partial class MatrixLstm
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int heads, int width) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { memory = Slot(heads, width, width), n = Matrix(heads, width), m = Vector(heads) })
        .Modules(() => new
        {
            query = Linear(features, heads * width),
            key = Linear(features, heads * width),
            value = Linear(features, heads * width),
            inputGate = Linear(features, heads),
            forgetGate = Linear(features, heads),
            outputGate = Linear(features, heads * width),
        })
        .Step((seq, state, net) =>
        {
            var q = net.query.call(seq.x).unflatten(1, [heads, width]);
            var k = net.key.call(seq.x).unflatten(1, [heads, width]) / Math.Sqrt(width);
            var v = net.value.call(seq.x).unflatten(1, [heads, width]);

            var (logInput, logForget) = (net.inputGate.call(seq.x), functional.logsigmoid(net.forgetGate.call(seq.x)) + state.m);
            var m = maximum(logInput, logForget);
            var (i, f) = (exp(logInput - m).unsqueeze(2), exp(logForget - m).unsqueeze(2));
            var memory = f.unsqueeze(3) * state.memory + einsum("bhi,bhj->bhij", i * v, k);
            var n = f * state.n + i * k;

            var normalizer = maximum(einsum("bhj,bhj->bh", n, q).abs(), exp(-m)).unsqueeze(2);
            var read = einsum("bhij,bhj->bhi", memory, q) / normalizer;
            var y = sigmoid(net.outputGate.call(seq.x)) * read.flatten(1);
            return Yield(sequence: new { y }, next: new { memory, n, m });
        });
}
