using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Copy;

/// <summary>
/// A neural Turing machine with one read head and one write head: Graves, Wayne and Danihelka 2014, arXiv:1410.5401. Its controller has no state of its
/// own: all that it knows of earlier steps it has read from the memory. Every slot of the memory starts with the same, learned, content, and both heads
/// start at the first slot.
/// </summary>
[RecurrentContainer]
sealed partial class NeuralTuringMachine
{
    /// <summary>A head moves by one slot back, by none, or by one forward.</summary>
    const int Shifts = 3;

    // What a head is told besides its key: strength, gate, sharpening, and a share for each shift.
    const int Controls = 3 + Shifts;

    static Recurrence Define(RecurrenceBuilder rnn, int inputs, int outputs, int hidden, int slots, int width) => rnn
        .Sequences(new { x = Vector(inputs) })
        .States(new { memory = Matrix(slots, width), reading = Vector(slots), writing = Vector(slots), read = Vector(width) })
        .Modules(() => new
        {
            blank = Parameter(randn(width) / Math.Sqrt(width)),
            controller = Linear(inputs + width, hidden),
            readHead = Linear(hidden, width + Controls),
            writeHead = Linear(hidden, width + Controls),
            erase = Linear(hidden, width),
            add = Linear(hidden, width),
            readout = Linear(hidden + width, outputs),
        })
        .Initial(net => new
        {
            memory = net.blank.expand(slots, width),
            reading = eye(1, slots, dtype: net.blank.dtype, device: net.blank.device),
            writing = eye(1, slots, dtype: net.blank.dtype, device: net.blank.device),
            read = net.blank,
        })
        .Step((seq, state, net) =>
        {
            var control = tanh(net.controller.call(cat([seq.x, state.read], 1)));

            // Write, then read: equations 3 and 4, then 2.
            var writing = Address(net.writeHead.call(control), state.memory, state.writing, width);
            var erase = sigmoid(net.erase.call(control)).unsqueeze(1);
            var add = net.add.call(control).unsqueeze(1);
            var at = writing.unsqueeze(2);
            var memory = (state.memory * (1 - (at * erase))) + (at * add);

            var reading = Address(net.readHead.call(control), memory, state.reading, width);
            var read = reading.unsqueeze(1).matmul(memory).squeeze(1);

            return Yield(
                sequence: new { logits = net.readout.call(cat([control, read], 1)), reading, writing },
                next: new { memory, reading, writing, read });
        });

    /// <summary>Where a head looks next, (B, slots): by content, from where it was, shifted, sharpened (equations 5 to 9).</summary>
    static Tensor Address(Tensor head, Tensor memory, Tensor last, long width)
    {
        var parts = head.split([width, 1, 1, 1, Shifts], 1);
        var (key, strength, gate) = (tanh(parts[0]), functional.softplus(parts[1]), sigmoid(parts[2]));
        var (sharpening, shift) = (1 + functional.softplus(parts[3]), softmax(parts[4], 1));

        var similarity = functional.cosine_similarity(key.unsqueeze(1), memory, 2);
        var content = softmax(strength * similarity, 1);
        var gated = (gate * content) + ((1 - gate) * last);
        var shifted = (shift.narrow(1, 0, 1) * gated.roll(-1, 1)) + (shift.narrow(1, 1, 1) * gated) + (shift.narrow(1, 2, 1) * gated.roll(1, 1));
        var sharp = (shifted + 1e-12).pow(sharpening);
        return sharp / sharp.sum(1, keepdim: true);
    }
}
