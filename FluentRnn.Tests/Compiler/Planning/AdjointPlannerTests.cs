using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>What stays in the reverse loop, what leaves it, what is kept, and what has no adjoint.</summary>
public class AdjointPlannerTests
{
    [Fact]
    public void The_gradient_of_a_weight_is_one_product_after_the_loop()
    {
        var plan = Plan("%m = mm(%h, %w); %v = tanh(%m)", "next h = %v");

        Assert.Equal(["matmul"], Names(plan.Finish, "matmul"));
        Assert.Equal(["state.h"], Inputs(plan.Finish, InputKind.Kept));
        Assert.Equal(["weight.w"], Bindings(plan.Finish.Last));
        Assert.Equal(["next.h"], Bindings(plan.Reverse.Next));
        Assert.Equal(["matmul"], Names(plan.Reverse, "matmul"));
        Assert.Equal(["factor.1"], Bindings(plan.Reverse.Sequence));
    }

    [Theory]
    [InlineData("%r = select(%x, 0, 0); %a = mul(%w, %r); %v = mm(%h, %a)", "next h = %v")]
    [InlineData("%r = select(%h, 0, 0); %a = mul(%w, %r); %v = mm(%x, %a)", "next h = %v")]
    public void Near_miss_a_matrix_that_depends_on_time_or_on_the_state_gets_its_gradient_in_the_loop(string operations, string returned)
    {
        var plan = Plan(operations, returned);

        Assert.Equal(2, Names(plan.Reverse, "matmul").Count());
        Assert.Empty(Names(plan.Finish, "matmul"));
    }

    [Fact]
    public void What_is_broadcast_is_summed_after_the_loop()
    {
        var plan = Plan("%p = select(%w, 0, 0); %g = mul(%h, %p); %v = tanh(%g)", "next h = %v");

        Assert.Equal(["sum"], Names(plan.Finish, "sum"));
        Assert.Empty(Names(plan.Reverse, "sum"));
    }

    [Fact]
    public void What_is_as_large_at_every_step_is_summed_in_the_loop()
    {
        var plan = Plan("%g = mul(%h, %c); %v = tanh(%g)", "next h = %v");

        Assert.Equal(["next.h", "sum.c"], Bindings(plan.Reverse.Next));
        Assert.Empty(plan.Reverse.Sequence);
        Assert.Empty(Names(plan.Finish, "sum"));
        Assert.Equal(["constant.c"], Bindings(plan.Finish.Last));
    }

    [Fact]
    public void What_is_computed_once_a_call_gets_its_gradient_once()
    {
        var plan = Plan("%n = norm_all(%w, 2); %u = div(%w, %n); %m = mm(%h, %u); %v = tanh(%m)", "next h = %v");

        Assert.Contains("div", Names(plan.Finish));
        Assert.DoesNotContain("div", Names(plan.Reverse));
        Assert.Contains("u", plan.Kept.Where(kept => kept.When == KeptWhen.Once).Select(kept => kept.Name));
    }

    [Fact]
    public void Near_miss_what_depends_on_time_gets_its_gradient_at_each_step()
    {
        var plan = Plan("%n = norm_all(%x, 2); %u = div(%x, %n); %v = add(%h, %u)", "next h = %v");

        Assert.Contains("div", Names(plan.Reverse));
        Assert.Empty(plan.Finish.Ops);
    }

    [Fact]
    public void What_only_last_outputs_need_gets_its_gradient_before_the_loop()
    {
        var plan = Plan("%v = tanh(%h); %m = mm(%v, %w)", "next h = %v; last z = %m");

        Assert.Contains("matmul", Names(plan.Start));
        Assert.DoesNotContain("matmul", Names(plan.Reverse));
        Assert.Equal(["next.h", "kept.v"], Bindings(plan.Reverse.Next).OrderDescending());
    }

    [Fact]
    public void Near_miss_what_sequence_outputs_need_too_gets_its_gradient_in_the_loop()
    {
        var plan = Plan("%v = tanh(%h); %m = mm(%v, %w)", "next h = %v; last z = %m; sequence y = %m");

        Assert.DoesNotContain("matmul", Names(plan.Start));
        Assert.Contains("matmul", Names(plan.Reverse));
    }

    [Theory]
    [InlineData("%m = mm(%h, %w); %v = tanh(%m)", "next h = %v", "Time square, Time sub, Carry mul, Invariant transpose, Carry matmul")]
    [InlineData("%m = mm(%x, %w); %s = add(%m, %h); %v = tanh(%s)", "next h = %v", "Time square, Time sub, Carry mul, Invariant transpose, Out matmul")]
    public void What_could_leave_the_reverse_loop(string operations, string returned, string expected)
    {
        var plan = Plan(operations, returned);
        var stages = ReverseStages.Of(plan);

        Assert.Equal(expected, string.Join(", ", plan.Reverse.Ops.Select(op => $"{stages[op.Results[0].Id]} {op.Operation}")));
    }

    [Theory]
    [InlineData("%v = sigmoid(%h)", "v")]
    [InlineData("%v = tanh(%h)", "v")]
    [InlineData("%v = exp(%h)", "v")]
    [InlineData("%v = softmax(%h, 1, `null`)", "v")]
    [InlineData("%m = mm(%h, %w); %v = tanh(%m)", "v")]
    [InlineData("%m = mm(%h, %w); %s = add(%m, %x); %v = silu(%s)", "s")]
    [InlineData("%m = mm(%h, %w); %s = add(%m, %x); %a = narrow(%s, 1, 0, 2); %f = silu(%a); %v = sum(%f, 1, `true`, `null`)", "s")]
    [InlineData("%s = mul(%h, %x); %v = silu(%s)", "")]
    [InlineData("%g = sigmoid(%h); %o = sub(1, %g); %v = mul(%o, %x)", "g")]
    [InlineData("%m = mm(%h, %w); %t = transpose(%m, 0, 1); %u = transpose(%t, 0, 1); %v = mul(%u, %u)", "m")]
    public void What_is_kept(string operations, string kept) =>
        Assert.Equal(kept, string.Join(", ", Plan(operations, "next h = %v").Kept.Select(value => value.Name)));

    [Theory]
    [InlineData("%v = call([%h], `own({0})`)", "next h = %v", "the compiler does not know what 'v = own(h)' computes")]
    [InlineData("%d = call([%h], `own({0})`); %v = tanh(%h)", "next h = %v", "the compiler does not know what 'd = own(h)' computes")]
    [InlineData("%v = dropout(%h, `0.5`, `true`)", "next h = %v", "the derivative of 'v = dropout(h)' is not known: the mask it draws is not among its results")]
    [InlineData("%v = tanh(%h); %d = any_all(%v)", "next h = %v; done = %d", "rows may end early, and which step was the last of a row is not known to the step")]
    [InlineData("%v = floor_divide(%h, %x)", "next h = %v", "the derivative of 'v = floor_divide(h, x)' is not known: torch has no derivative of it")]
    [InlineData("%v = pad_mode(%h, [1, 1], `mode`, 0); %s = narrow(%v, 1, 0, n)", "next h = %s", "the derivative of 'v = pad_mode(h)' is not known: padding with what a tensor holds has no adjoint in the table")]
    public void Without_an_adjoint(string operations, string returned, string why) => Assert.Equal(why, Plan(operations, returned).WhyNone);

    [Theory]
    [InlineData("%d = dropout(%h, `0.5`, `true`); %e = detach(%d); %v = mul(%e, %x)", "next h = %v")]
    [InlineData("%d = randn_like(%h, `null`, `null`); %v = mul(%d, %h)", "next h = %v")]
    public void Near_miss_no_gradient_passes_what_is_drawn(string operations, string returned)
    {
        var plan = Plan(operations, returned);

        Assert.Null(plan.WhyNone);
        Assert.Equal(["d"], plan.Kept.Select(kept => kept.Name));
        Assert.DoesNotContain(plan.Reverse.Ops, op => op.Operation.Effects == Effects.Random);
    }

    static AdjointPlan Plan(string operations, string returned)
    {
        var body = Body.Read(operations, returned);
        var plan = AdjointPlanner.Plan(body, StageAnalysis.Run(body, Body.Spec));
        Assert.Empty(IrVerifier.Problems(plan.Start).Concat(IrVerifier.Problems(plan.Reverse)).Concat(IrVerifier.Problems(plan.Finish)));
        return plan;
    }

    static IEnumerable<string> Names(StepGraph graph, string? of = null) => graph.Ops.Select(op => op.Operation.Name).Where(name => of is null || name == of);

    static IEnumerable<string> Inputs(StepGraph graph, InputKind kind) => graph.Inputs.Where(input => input.Kind == kind).Select(input => input.Name);

    static IEnumerable<string> Bindings(IEnumerable<Binding> bindings) => bindings.Select(binding => binding.Name);
}
