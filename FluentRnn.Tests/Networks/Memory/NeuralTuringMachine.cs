using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A neural Turing machine with an LSTM controller, one write head and several read heads: Graves, Wayne and Danihelka 2014, arXiv:1410.5401.
/// </summary>
[RecurrentContainer]
public sealed partial class NeuralTuringMachine
{
    // Besides its key a head is told how much the content counts, whether it does, how far to move (-1, 0, 1), and how sharply.
    const int Controls = 6;

    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int outputs, int hidden, int slots, int width, int heads) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new
        {
            h = Vector(hidden),
            c = Vector(hidden),
            memory = Matrix(slots, width),
            reading = Matrix(heads, slots),
            writing = Matrix(1, slots),
            read = Learned(Matrix(heads, width)),
        })
        .Modules(() => new
        {
            controller = LSTMCell(inputs + heads * width, hidden),
            readHeads = Linear(hidden, heads * (width + Controls)),
            writeHead = Linear(hidden, width + Controls),
            erase = Linear(hidden, width),
            add = Linear(hidden, width),
            readout = Linear(hidden + heads * width, outputs),
            firstMemory = Parameter(randn(slots, width)),
            firstReading = Parameter(randn(heads, slots)),
            firstWriting = Parameter(randn(1, slots)),
        })
        .Initial(static net => new { memory = net.firstMemory, reading = softmax(net.firstReading, 1), writing = softmax(net.firstWriting, 1) })
        .Step((seq, state, net) =>
        {
            var (h, c) = net.controller.call(cat([seq.x, state.read.flatten(1)], 1), (state.h, state.c));

            var writing = Address(net.writeHead.call(h).unsqueeze(1), state.memory, state.writing, width);
            var erased = state.memory * (1 - writing.mT * sigmoid(net.erase.call(h)).unsqueeze(1));
            var memory = erased + writing.mT * net.add.call(h).unsqueeze(1);

            var reading = Address(net.readHeads.call(h).unflatten(1, [heads, width + Controls]), memory, state.reading, width);
            var read = reading.matmul(memory);

            var y = net.readout.call(cat([h, read.flatten(1)], 1));
            return Yield(sequence: new { y, readWeights = reading, writeWeights = writing }, next: new { h, c, memory, reading, writing, read });
        });

    /// <summary>Where heads (B, heads, width + 6) look next, (B, heads, slots): by content, from where they were, moved, sharpened.</summary>
    static Tensor Address(Tensor heads, Tensor memory, Tensor last, long width)
    {
        var parts = heads.split([width, 1, 1, 3, 1], 2);
        var (key, strength, gate, shift, sharpening) = (parts[0], functional.softplus(parts[1]), sigmoid(parts[2]), softmax(parts[3], 2), 1 + functional.softplus(parts[4]));
        var similarity = functional.normalize(key, dim: 2).matmul(functional.normalize(memory, dim: 2).mT);
        var gated = lerp(last, softmax(strength * similarity, 2), gate);
        var moved = shift[.., .., ..1] * gated.roll(-1, 2) + shift[.., .., 1..2] * gated + shift[.., .., 2..] * gated.roll(1, 2);
        var sharp = moved.pow(sharpening);
        return sharp / sharp.sum(2, keepdim: true);
    }
}
