using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>What nothing depends on is removed, but for effects.</summary>
public class DeadCodeTests
{
    const string Everything = "next h = %h; sequence x = %x; last c = %c; last w = %w";

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
    public void Effects_are_not(string operations) => Rewriting.Stays(DeadCode.Pass, operations, Everything);

    [Theory]
    [InlineData("last b = %b")]
    [InlineData("sequence b = %b")]
    [InlineData("next b = %b")]
    [InlineData("done = %b")]
    public void An_operation_with_one_result_in_use_is_not(string returned) =>
        Rewriting.Stays(DeadCode.Pass, "%a, %b = chunk(%w, 2, 0)", Everything + "; " + returned);
}
