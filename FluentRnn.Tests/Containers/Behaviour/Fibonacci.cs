using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>States alone: no sequences, no constants, no outputs.</summary>
[RecurrentContainer]
public sealed partial class Fibonacci
{
    static Recurrence Define(RecurrenceBuilder rnn) => rnn
        .States(new { a = Index(), b = Learned(Scalar()) })
        .Step(static state => Yield(next: new { a = state.a + 1, b = state.b * 2 + state.a }));
}
