using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>A constant at every step.</summary>
[RecurrentContainer]
public sealed partial class Repeat
{
    static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
        .Constants(new { c = Vector(width) })
        .Step(static con => Yield(sequence: new { y = con.c }));
}
