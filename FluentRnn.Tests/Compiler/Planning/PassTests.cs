using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>Each pass on a small body, and beside it what the pass must leave alone.</summary>
public class PassTests
{
    const string Everything = "next h = %h; sequence x = %x; last c = %c; last w = %w";

    [Theory]
    [InlineData("%a = tanh(%x); %b = tanh(%x); %y = add(%a, %b)", "%a = tanh(%x); %y = add(%a, %a)")]
    // Equal once others are.
    [InlineData("%a = tanh(%x); %b = tanh(%x); %d = mm(%a, %w); %e = mm(%b, %w); %y = add(%d, %e)", "%a = tanh(%x); %d = mm(%a, %w); %y = add(%d, %d)")]
    // The user's name is kept.
    [InlineData("%1 = tanh(%x); %b = tanh(%x); %y = add(%1, %b)", "%b = tanh(%x); %y = add(%b, %b)")]
    // Several results go together.
    [InlineData("%a, %b = chunk(%w, 2, 0); %d, %e = chunk(%w, 2, 0); %y = cat([%a, %e], 0)", "%a, %b = chunk(%w, 2, 0); %y = cat([%a, %b], 0)")]
    public void Equal_pure_operations_become_one(string before, string after) =>
        Becomes(CommonSubexpressions.Pass, before, after, Everything + "; sequence y = %y");

    [Fact]
    public void What_is_returned_follows()
    {
        var graph = CommonSubexpressions.Merge(Body.Read("%a = tanh(%x); %b = tanh(%x)", "next h = %b; sequence y = %a; last z = %b; done = %b"));

        Assert.Single(graph.Returned.Distinct());
        Assert.Empty(IrVerifier.Problems(graph));
    }

    [Theory]
    [InlineData("%a = dropout(%x, `0.5`, `true`); %b = dropout(%x, `0.5`, `true`)")]
    [InlineData("%a = randn_like(%x, `null`, `null`); %b = randn_like(%x, `null`, `null`)")]
    [InlineData("%a = call([%x], `own({0})`); %b = call([%x], `own({0})`)")]
    [InlineData("%a = tanh(%x); %b = tanh(%h)")]
    [InlineData("%a = tanh(%x); %b = sigmoid(%x)")]
    [InlineData("%a = flip(%x, [0]); %b = flip(%x, [1])")]
    [InlineData("%a = sub(%x, %h); %b = sub(%h, %x)")]
    public void Others_stay_apart(string operations) =>
        Stays(CommonSubexpressions.Pass, operations + "; %y = add(%a, %b)", Everything + "; sequence y = %y");

    [Fact]
    public void What_nothing_depends_on_is_removed()
    {
        var graph = DeadCode.Remove(Body.Read("%a = tanh(%x); %b = mm(%a, %w); %y = sigmoid(%h)", "next h = %y"));

        Assert.Equal(["sigmoid"], graph.Ops.Select(op => op.Operation.Name));
        Assert.Equal(["h"], graph.Inputs.Select(input => input.Name));
    }

    [Theory]
    [InlineData("%a = dropout(%x, `0.5`, `true`)")]
    [InlineData("%a = tanh(%x); %b = dropout(%a, `0.5`, `true`)")]
    [InlineData("%a = tanh(%x); %b = call([%a], `own({0})`)")]
    public void Effects_are_not(string operations) => Stays(DeadCode.Pass, operations, Everything);

    [Fact]
    public void An_operation_with_one_result_in_use_is_not() =>
        Stays(DeadCode.Pass, "%a, %b = chunk(%w, 2, 0)", Everything + "; last b = %b");

    [Theory]
    [InlineData("%y = matmul(%x, %w)", "%y = mm(%x, %w)")]
    [InlineData("%a = unsqueeze(%x, 1); %b = unsqueeze(%h, 2); %y = matmul(%a, %b)", "%a = unsqueeze(%x, 1); %b = unsqueeze(%h, 2); %y = bmm(%a, %b)")]
    [InlineData("%a = select(%w, 0, 0); %y = matmul(%x, %a)", "%a = select(%w, 0, 0); %y = mv(%x, %a)")]
    public void A_product_of_known_ranks_checks_its_sizes(string before, string after) =>
        Becomes(CheckedProducts.Pass, before, after, Everything + "; sequence y = %y");

    [Theory]
    [InlineData("%a = unsqueeze(%x, 1); %y = matmul(%a, %w)")]
    [InlineData("%a = call([%x], `own({0})`); %y = matmul(%a, %w)")]
    [InlineData("%a = unsqueeze(%x, 1); %b = unsqueeze(%w, 0); %y = matmul(%a, %b)")]
    public void A_product_of_other_ranks_stays(string operations) => Stays(CheckedProducts.Pass, operations, Everything + "; sequence y = %y");

    [Fact]
    public void The_verifier_names_what_broke_a_graph()
    {
        var broken = Body.Read("%y = tanh(%x)", "next h = %y") with { Ops = default };

        var failure = Assert.Throws<InvalidOperationException>(() => PassPipeline.Run(PassPipeline.OfLoop, broken, Body.Spec, FluentRnn.Generators.Ir.Optimizations.All, verify: true));

        Assert.Contains("after parsing", failure.Message, StringComparison.Ordinal);
    }

    static void Becomes(Pass pass, string before, string after, string returned) =>
        Assert.Equal(IrPrinter.Print(Body.Read(after, returned)), IrPrinter.Print(pass.Rewrite(Body.Read(before, returned), Body.Spec)));

    static void Stays(Pass pass, string operations, string returned)
    {
        var graph = Body.Read(operations, returned);
        Assert.Equal(IrPrinter.Print(graph), IrPrinter.Print(pass.Rewrite(graph, Body.Spec)));
        Assert.Empty(IrVerifier.Problems(pass.Rewrite(graph, Body.Spec)));
    }
}
