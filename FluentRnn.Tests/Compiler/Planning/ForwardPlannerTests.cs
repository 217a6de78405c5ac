using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>Plans: equal for equal containers, with counts and a text that says why.</summary>
public class ForwardPlannerTests
{
    [Fact]
    public void Equal_containers_have_equal_plans()
    {
        var (first, second) = (ForwardPlanner.Plan(Containers.Decoder()), ForwardPlanner.Plan(Containers.Decoder()));

        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, ForwardPlanner.Plan(Containers.Decoder() with { Backward = true }));
    }

    [Fact]
    public void Counts_are_those_of_the_binding_times()
    {
        var plan = ForwardPlanner.Plan(Body.Container(
            "%t = t(%w); %p = mm(%x, %t); %s = add(%p, %h); %y = tanh(%s); %l = mm(%y, %w)", "next h = %y; sequence l = %l"));

        Assert.Equal(new StageCounts(1, 1, 2, 1), plan.Counts);
    }

    [Fact]
    public void The_text_says_when_and_why()
    {
        var plan = ForwardPlanner.Plan(Body.Container(
            "%t = t(%w); %p = mm(%x, %t); %d = dropout(%p, `0.5`, `true`); %k = call([%d], `{w}.run({0})`); %y = add(%d, %h); %l = mm(%y, %w); %m = tanh(%l)",
            "next h = %y; sequence l = %l; last m = %m; last k = %k") with
        { Unroll = 4, Backward = true });

        Assert.StartsWith("Test\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("Once per call: 1 operation, no arithmetic\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("random numbers are drawn step by step", plan.Text, StringComparison.Ordinal);
        Assert.Contains("k = w.run(d)", plan.Text, StringComparison.Ordinal);
        Assert.Contains("not known to the compiler", plan.Text, StringComparison.Ordinal);
        Assert.Contains("\n  After the last step: ", plan.Text, StringComparison.Ordinal);
        Assert.Contains("4 steps stand in one iteration", plan.Text, StringComparison.Ordinal);
        Assert.Contains("From the last step to the first", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_container_says_why()
    {
        var plan = ForwardPlanner.Plan(Containers.Plain());

        Assert.Empty(plan.Variants);
        Assert.Equal("it contains a while loop & <more>", plan.WhyPlain);
        Assert.EndsWith("in a plain loop, because it contains a while loop & <more>.", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Initial_states_that_could_not_be_read_make_it_plain()
    {
        var plan = ForwardPlanner.Plan(Containers.Started() with { Initial = null });

        Assert.Empty(plan.Variants);
        Assert.NotNull(plan.WhyPlain);
    }
}
