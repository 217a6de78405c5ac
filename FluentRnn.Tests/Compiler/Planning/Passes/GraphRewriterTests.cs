using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>A graph made from another: its order, its names, what stands for what.</summary>
public class GraphRewriterTests
{
    const string Returned = "next h = %y";

    [Fact]
    public void Operands_come_first_in_whatever_order_operations_are_given()
    {
        var graph = Body.Read("%a = tanh(%x); %b = mm(%a, %w); %d = add(%b, %h); %y = sigmoid(%d)", Returned);

        Assert.Equal(Rewriting.Print(graph), Rewriting.Print(Given(graph, graph.Ops.Reverse())));
    }

    [Theory]
    [InlineData("%a = dropout(%x, `0.1`, `true`); %b = tanh(%h); %d = dropout(%b, `0.2`, `true`); %e = call([%a], `own({0})`); %1 = add(%d, %e); %y = add(%1, %a)")]
    [InlineData("%a = tanh(%h); %b = dropout(%x, `0.1`, `true`); %d = dropout(%a, `0.2`, `true`); %y = add(%d, %b)")]
    public void Effects_keep_their_order(string operations)
    {
        var graph = Body.Read(operations, Returned);
        var effects = Effects(graph);

        // The pure ones first, or last, or the other way round: those with effects are given in their order.
        foreach (var order in new[] { graph.Ops.OrderBy(IsPure), graph.Ops.OrderByDescending(IsPure), graph.Ops.Where(IsPure).Reverse().Concat(graph.Ops.Where(op => !IsPure(op))) })
        {
            var rewritten = Given(graph, order);

            Assert.Equal(effects, Effects(rewritten));
            Assert.Empty(IrVerifier.Problems(rewritten));
        }
    }

    [Fact]
    public void What_a_draw_needs_does_not_bring_a_later_draw_forward()
    {
        var graph = Body.Read("%a = dropout(%x, `0.1`, `true`); %b = dropout(%h, `0.2`, `true`); %y = add(%b, %a)", Returned);

        // The sum is given first, and reads the second draw first.
        Assert.Equal(Effects(graph), Effects(Given(graph, graph.Ops.OrderBy(op => !IsPure(op)))));
    }

    [Fact]
    public void A_value_stands_for_another_everywhere()
    {
        var graph = Body.Read("%a = tanh(%x); %b = tanh(%h); %d = mul(%a, %b); %y = cat([%a, %d], 1)", "next h = %a; sequence y = %y; last z = %a; done = %a");
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops.Skip(1)) rewriter.Keep(op);
        rewriter.Replace(graph.Ops[0].Results[0].Id, graph.Ops[1].Results[0].Id);

        Assert.Equal(
            Rewriting.Print(Body.Read("%b = tanh(%h); %d = mul(%b, %b); %y = cat([%b, %d], 1)", "next h = %b; sequence y = %y; last z = %b; done = %b")),
            Rewriting.Print(rewriter.Build()));
    }

    [Fact]
    public void And_so_does_what_stands_for_that()
    {
        var graph = Body.Read("%a = tanh(%x); %b = sigmoid(%x); %y = add(%a, %h)", Returned);
        var rewriter = new GraphRewriter(graph);
        rewriter.Keep(graph.Ops[2]);
        rewriter.Replace(graph.Ops[0].Results[0].Id, graph.Ops[1].Results[0].Id);
        rewriter.Replace(graph.Ops[1].Results[0].Id, graph.Inputs.Single(input => input.Name == "c").Value.Id);

        Assert.Equal(Rewriting.Print(Body.Read("%y = add(%c, %h)", Returned)), Rewriting.Print(rewriter.Build()));
    }

    [Fact]
    public void A_new_value_takes_the_name_of_what_it_stands_for_and_an_old_one_keeps_its_own()
    {
        var graph = Body.Read("%a = tanh(%x); %b = sigmoid(%x); %y = add(%a, %b)", Returned);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops.Skip(1)) rewriter.Keep(op);
        rewriter.Replace(graph.Ops[0].Results[0].Id, rewriter.Add(Elementwise.Neg, Args.Value("self", graph.Ops[1].Results[0].Id)));

        Assert.Equal(["b", "a", "y"], rewriter.Build().Ops.Select(op => op.Results[0].Name));
    }

    [Fact]
    public void An_operation_that_does_not_fit_is_a_mistake_of_the_pass()
    {
        var graph = Body.Read("%y = tanh(%x)", Returned);
        var rewriter = new GraphRewriter(graph);

        var failure = Assert.Throws<InvalidOperationException>(() => rewriter.Add(Products.Bmm, Args.Value("self", 0), Args.Value("other", 0)));
        Assert.Contains("'bmm' does not fit", failure.Message, StringComparison.Ordinal);
    }

    static StepGraph Given(StepGraph graph, IEnumerable<Op> order)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var op in order) rewriter.Keep(op);
        return rewriter.Build();
    }

    static bool IsPure(Op op) => op.Operation.Effects == Generators.Ir.Effects.Pure;

    static IReadOnlyList<string?> Effects(StepGraph graph) => [.. graph.Ops.Where(op => !IsPure(op)).Select(op => op.Results[0].Name)];
}
