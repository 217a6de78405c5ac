using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Containers;

/// <summary>Steps that know which they are.</summary>
public static partial class Numbered
{
    /// <summary>From the first step to the last.</summary>
    [RecurrentContainer]
    public sealed partial class Forward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { t = StepIndex(), x = Vector(width), place = StepIndex(position: true) })
            .States(new { s = Vector(width) })
            .Step(static (seq, state) =>
            {
                var s = state.s * 0.5 + seq.x * (seq.t + 1).unsqueeze(1);
                return Yield(sequence: new { y = s + seq.place.unsqueeze(1), t = seq.t, place = seq.place }, last: new { end = s * seq.t.unsqueeze(1) }, next: new { s });
            });
    }

    /// <summary>From the last step to the first.</summary>
    [RecurrentContainer]
    public sealed partial class Backward
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { t = StepIndex(), x = Vector(width), place = StepIndex(position: true) })
            .States(new { s = Vector(width) })
            .Backward()
            .Unroll(2)
            .Step(static (seq, state) =>
            {
                var s = state.s * 0.5 + seq.x * (seq.t + 1).unsqueeze(1);
                return Yield(sequence: new { y = s + seq.place.unsqueeze(1), t = seq.t, place = seq.place }, last: new { end = s * seq.t.unsqueeze(1) }, next: new { s });
            });
    }

    /// <summary>The step index is the only sequence: a positional code made of a constant.</summary>
    [RecurrentContainer]
    public sealed partial class Code
    {
        static Recurrence Define(RecurrenceBuilder rnn, int width) => rnn
            .Sequences(new { t = StepIndex() })
            .Constants(new { frequency = Vector(width) })
            .Step(static (seq, con) => Yield(sequence: new { code = sin(con.frequency * seq.t.unsqueeze(1)) }));
    }

    /// <summary>Nothing but the step index, which rows look at to end.</summary>
    [RecurrentContainer]
    public sealed partial class Alone
    {
        static Recurrence Define(RecurrenceBuilder rnn) => rnn
            .Sequences(new { t = StepIndex() })
            .States(new { sum = Index() })
            .Step(static (seq, state) => Yield(sequence: new { seq.t }, next: new { sum = state.sum + seq.t }, done: seq.t >= 2));
    }
}
