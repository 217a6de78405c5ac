using FluentRnn.Tests.Containers;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>The property that users see.</summary>
public class RecurrencePlanTests
{
    [Fact]
    public void Figures_are_those_of_the_first_variant()
    {
        var plan = ElmanRnn.Plan;

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
