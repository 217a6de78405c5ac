using FluentRnn.Tests.Containers;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>The property that users see.</summary>
public class RecurrencePlanTests
{
    [Fact]
    public void Figures_are_those_of_the_first_variant()
    {
        var plan = PlannedRnn.Plan;

        Assert.Equal((0, 1, 2, 0), (plan.Invariant, plan.Time, plan.Carry, plan.Out));
        Assert.Equal("2 * B * hidden * hidden + 2 * B * hidden", plan.LoopFlops);
        Assert.Equal("2 * B * features * hidden + 2 * B * hidden * hidden + 3 * B * hidden", plan.StepFlops);
        Assert.Equal(1, plan.Fused);
        Assert.InRange(plan.LoopShare, 0.5, 0.51);
        Assert.Equal(plan.Text, plan.ToString());
    }

    [Fact]
    public void A_plain_loop_is_all_in_the_loop() => Assert.Equal((1.0, ""), (PlainLoop.Plan.LoopShare, PlainLoop.Plan.StepFlops));
}

/// <summary>A simple recurrence that is optimised also where the project says that nothing is.</summary>
[RecurrentContainer(Optimize = Optimizations.All)]
public sealed partial class PlannedRnn
{
    static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden) => rnn
        .Sequences(new { x = Vector(features) })
        .States(new { h = Vector(hidden) })
        .Modules(() => new { W = Parameter(randn(features, hidden)), U = Parameter(randn(hidden, hidden)), b = Parameter(zeros(hidden)) })
        .Step(static (seq, state, net) =>
        {
            var h = tanh(seq.x.mm(net.W) + state.h.mm(net.U) + net.b);
            return Yield(sequence: new { y = h }, next: new { h });
        });
}
