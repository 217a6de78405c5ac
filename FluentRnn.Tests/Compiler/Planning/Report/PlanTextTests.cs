using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>The text of a plan: equations a reader knows, what they cost, what was put together, and what is kept.</summary>
public class PlanTextTests
{
    [Theory]
    [InlineData("%1 = mm(%h, %w); %2 = add(%x, %1); %y = tanh(%2)", "y = tanh(x + h·w)")]
    [InlineData("%1 = mm(%h, %w); %2 = add(%x, %1); %y = mul(%2, %h)", "y = (x + h·w) * h")]
    [InlineData("%1 = sub(%h, %x); %y = sub(%c, %1)", "y = c - (h - x)")]
    [InlineData("%1 = mul(%h, %x); %y = mm(%1, %w)", "y = (h * x)·w")]
    [InlineData("%1 = sub(`1`, %h); %y = div(%1, `2.5F`)", "y = (1 - h) / 2.5")]
    [InlineData("%1 = neg(%h); %y = ge(%1, %x)", "y = -h >= x")]
    [InlineData("%1 = cat([%h, %x], 1); %2 = call([%1], `{w}.run({0}, \"a\")`); %y = add(%2, %h)", "y = result + h")]
    [InlineData("%y = softmax(%h, 1, `null`)", "y = softmax(h, 1)")]
    [InlineData("%y = narrow(%h, 1, 2, 3)", "y = h[:, 2..5]")]
    [InlineData("%1, %2 = chunk(%h, 2, 1); %3 = tanh(%1); %y = cat([%3, %2], 1)", "y = [tanh(h[0]), h[1]]")]
    [InlineData("%a, %b = chunk(%h, 2, 1); %y = cat([%b, %a], 1)", "a, b = parts of h|y = [b, a]")]
    // A value that two others read is computed once, and has a name of its own.
    [InlineData("%1 = mm(%h, %w); %2 = tanh(%1); %3 = sigmoid(%1); %y = mul(%2, %3)", "product = h·w|y = tanh(product) * sigmoid(product)")]
    public void Operations_are_equations(string operations, string equations)
    {
        // Without optimisation the operations stay as they are. A value whose name is a number has none.
        var plan = Plans.Of(operations, "next h = %h; sequence y = %y", Allowed.None);

        Assert.Equal(equations.Split('|'), plan.Below("Each step").Where(line => !line.StartsWith("result = ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_name_that_comes_back_has_a_prime()
    {
        var plan = Plans.Of("%h_next = tanh(%h); %t = sigmoid(%h_next)", "next h = %t; sequence y = %h_next");

        Assert.Equal(["h_next = tanh(h)", "t = sigmoid(h_next)"], plan.Below("Each step"));
        Assert.Equal(["h' = tanh(h)"], Plans.Of("%1 = tanh(%h)", "next h = %1").Below("Each step"));
    }

    [Fact]
    public void Phases_have_totals()
    {
        var plan = Plans.Of("%1 = mm(%x, %w); %2 = mm(%h, %w); %3 = add(%1, %2); %y = tanh(%3); %l = mm(%y, %w); %m = tanh(%l)", "next h = %y; sequence l = %l; last m = %m");

        Assert.Contains("\n  For all steps at once, before the loop: 1 operation, 2 * B * n * n FLOPs\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("\n  Each step: 2 operations, 2 * B * n * n + 2 * B * n FLOPs\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("\n  For all steps at once, after the loop: 1 operation, 2 * B * n * n FLOPs\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("\n  Of the FLOPs of a step, 33 % are in the loop, with B = 32 and every other size 256.\n", plan.Text, StringComparison.Ordinal);
        Assert.Equal(("2 * B * n * n + 2 * B * n", "6 * B * n * n + 2 * B * n"), (plan.Figures!.LoopFlops, plan.Figures.StepFlops));
    }

    [Theory]
    [InlineData("%y = tanh(%h)", "next h = %y", "all are in the loop.")]
    [InlineData("%y = tanh(%x)", "next h = %h; sequence y = %y", "none are in the loop.")]
    public void The_share_needs_no_sizes_where_it_is_the_same_for_all(string operations, string returned, string end) =>
        Assert.Contains("Of the FLOPs of a step, " + end, Plans.Of(operations, returned).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("%v = t(%w); %1 = linear(%h, %w, `null`); %2 = linear(%h, %v, `null`); %3 = tanh(%1); %4 = tanh(%2); %y = mul(%3, %4)", "next h = %y", "One product with several weights: w, v|One function of several values: tanh for tanh[0], tanh[1]")]
    [InlineData("%j = cat([%x, %h], 1); %u = cat([%w, %w], 1); %1 = linear(%j, %u, `null`); %y = tanh(%1)", "next h = %y", "Weights taken apart, so that what is known earlier is multiplied earlier: u|Sums that are part of a product: product + h·u[:, n..2 * n]ᵀ")]
    [InlineData("%1 = linear(%h, %w, `null`); %v = t(%w); %2 = linear(%h, %v, `null`); %3 = layer_norm(%1, [n], `null`, `null`, `1E-05`); %4 = layer_norm(%2, [n], `null`, `null`, `1E-05`); %y = mul(%3, %4)", "next h = %y", "One product with several weights: w, v|One layer norm of several parts: h·joinedᵀ")]
    [InlineData("%1 = sub(%x, %h); %2 = mul(%c, %1); %y = add(%h, %2)", "next h = %y", "Interpolations: y")]
    [InlineData("%y = tanh(%h)", "next h = %y", "")]
    public void What_was_put_together_is_told(string operations, string returned, string sentences)
    {
        Assert.Equal(sentences.Split('|', StringSplitOptions.RemoveEmptyEntries), Plans.Of(operations, returned).Below("Put together"));
        Assert.Empty(Plans.Of(operations, returned, Allowed.None).Below("Put together"));
    }

    [Theory]
    [InlineData("%1 = mm(%x, %w); %2 = mul(%1, %h); %y = tanh(%2)", "next h = %y", "3 * n numbers kept for the gradients; n numbers computed before the loop.")]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; sequence l = %l", "n numbers kept for the gradients; n numbers collected for after it.")]
    // A view keeps the whole; a sum keeps nothing.
    [InlineData("%a, %b = chunk(%h, 2, 1); %d = mul(%a, %b); %y = cat([%d, %d], 1)", "next h = %y", "n numbers kept for the gradients.")]
    [InlineData("%y = add(%h, %c)", "next h = %y", null)]
    public void What_every_step_keeps_is_told(string operations, string returned, string? kept) =>
        Assert.Equal(kept, Plans.Of(operations, returned, Allowed.All & ~Allowed.SplitContractions).Text.Split('\n').SingleOrDefault(line => line.StartsWith("  Memory", StringComparison.Ordinal))?.Split(": ")[1]);

    [Fact]
    public void The_remark_of_the_generated_file_is_short()
    {
        var plan = Plans.Of("%1 = mm(%x, %w); %2 = mm(%h, %w); %3 = add(%1, %2); %y = tanh(%3)", "next h = %y; sequence y = %y");

        Assert.Equal("1 operation for all steps at once, 2 operations at each step. In the loop: 50 % of the arithmetic of a step, with B = 32 and every other size 256.", PlanReport.Summary(plan));
    }
}
