using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>
/// A differentiable neural computer: a memory whose slots are allocated and freed, and whose links tell in which order they were written: Graves et al. 2016,
/// Nature 538.
/// </summary>
[RecurrentContainer]
public sealed partial class DifferentiableNeuralComputer
{
    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int outputs, int hidden, int slots, int width, int heads) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new
        {
            h = Vector(hidden),
            c = Vector(hidden),
            memory = Matrix(slots, width),
            usage = Vector(slots),
            precedence = Vector(slots),
            link = Matrix(slots, slots),
            writing = Vector(slots),
            reading = Matrix(heads, slots),
            read = Matrix(heads, width),
        })
        .Modules(() => new
        {
            controller = LSTMCell(inputs + heads * width, hidden),
            readHeads = Linear(hidden, heads * (width + 5)),
            writeHead = Linear(hidden, 3 * width + 3),
            readout = Linear(hidden + heads * width, outputs),
        })
        .Step((seq, state, net) =>
        {
            var (h, c) = net.controller.call(cat([seq.x, state.read.flatten(1)], 1), (state.h, state.c));
            var write = net.writeHead.call(h).split([width, width, width, 1, 1, 1], 1);
            var reads = net.readHeads.call(h).unflatten(1, [heads, width + 5]).split([width, 1, 1, 3], 2);

            // Slots are in use once written to, until a read head that looks at them frees them.
            var kept = (1 - sigmoid(reads[2]) * state.reading).prod(1);
            var usage = (state.usage + state.writing - state.usage * state.writing) * kept;

            var content = Look(write[0].unsqueeze(1), write[3].unsqueeze(1), state.memory).squeeze(1);
            var (allocationGate, writeGate) = (sigmoid(write[4]), sigmoid(write[5]));
            var writing = writeGate * lerp(content, Allocate(usage), allocationGate);

            var (row, column) = (writing.unsqueeze(2), writing.unsqueeze(1));
            var memory = state.memory * (1 - row * sigmoid(write[1]).unsqueeze(1)) + row * write[2].unsqueeze(1);

            var linked = (1 - row - column) * state.link + row * state.precedence.unsqueeze(1);
            var link = linked - linked.diagonal(0, 1, 2).diag_embed();
            var precedence = (1 - writing.sum(1, keepdim: true)) * state.precedence + writing;

            // A head goes back to what was written before, looks for its key, or goes on to what was written next.
            var mode = softmax(reads[3], 2);
            var reading = mode[.., .., ..1] * state.reading.matmul(link)
                + mode[.., .., 1..2] * Look(reads[0], reads[1], memory)
                + mode[.., .., 2..] * state.reading.matmul(link.mT);
            var read = reading.matmul(memory);

            var y = net.readout.call(cat([h, read.flatten(1)], 1));
            return Yield(sequence: new { y }, next: new { h, c, memory, usage, precedence, link, writing, reading, read });
        });

    /// <summary>Weights by content for keys (B, heads, width) with their strengths (B, heads, 1).</summary>
    static Tensor Look(Tensor keys, Tensor strengths, Tensor memory) =>
        softmax((1 + functional.softplus(strengths)) * functional.cosine_similarity(keys.unsqueeze(2), memory.unsqueeze(1), 3), 2);

    /// <summary>The slot least in use first; the others as far as those before them are in use.</summary>
    static Tensor Allocate(Tensor usage)
    {
        var (ascending, order) = usage.sort(1);
        var before = functional.pad(ascending.cumprod(1)[.., ..^1], [1, 0], value: 1);
        return zeros_like(usage).scatter(1, order, (1 - ascending) * before);
    }
}
