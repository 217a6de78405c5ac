using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Equal pure operations are one.</summary>
public class CommonSubexpressionsTests
{
    const string Returned = "next h = %h; sequence x = %x; last c = %c; last w = %w; sequence y = %y";

    [Theory]
    [InlineData("%a = tanh(%x); %b = tanh(%x); %y = add(%a, %b)", "%a = tanh(%x); %y = add(%a, %a)")]
    // Equal once others are.
    [InlineData("%a = tanh(%x); %b = tanh(%x); %d = mm(%a, %w); %e = mm(%b, %w); %y = add(%d, %e)", "%a = tanh(%x); %d = mm(%a, %w); %y = add(%d, %d)")]
    // The user's name is kept.
    [InlineData("%1 = tanh(%x); %b = tanh(%x); %y = add(%1, %b)", "%b = tanh(%x); %y = add(%b, %b)")]
    // Several results go together.
    [InlineData("%a, %b = chunk(%w, 2, 0); %d, %e = chunk(%w, 2, 0); %y = cat([%a, %e], 0)", "%a, %b = chunk(%w, 2, 0); %y = cat([%a, %b], 0)")]
    // Also three of a kind, and those of a list.
    [InlineData("%a = tanh(%x); %b = tanh(%x); %d = tanh(%x); %y = cat([%a, %b, %d], 1)", "%a = tanh(%x); %y = cat([%a, %a, %a], 1)")]
    public void Become_one(string before, string after) => Rewriting.Becomes(CommonSubexpressions.Pass, before, after, Returned);

    [Fact]
    public void What_is_returned_follows()
    {
        var graph = CommonSubexpressions.Merge(Body.Read("%a = tanh(%x); %b = tanh(%x)", "next h = %b; sequence y = %a; last z = %b; done = %b"));

        Assert.Single(graph.Returned.Distinct());
        Assert.Empty(Generators.Ir.IrVerifier.Problems(graph));
    }

    [Theory]
    [InlineData("%a = dropout(%x, `0.5`, `true`); %b = dropout(%x, `0.5`, `true`)")]
    [InlineData("%a = randn_like(%x, `null`, `null`); %b = randn_like(%x, `null`, `null`)")]
    [InlineData("%a = call([%x], `own({0})`); %b = call([%x], `own({0})`)")]
    [InlineData("%a = tanh(%x); %b = tanh(%h)")]
    [InlineData("%a = tanh(%x); %b = sigmoid(%x)")]
    [InlineData("%a = flip(%x, [0]); %b = flip(%x, [1])")]
    [InlineData("%a = sub(%x, %h); %b = sub(%h, %x)")]
    [InlineData("%a = mul(%x, 2); %b = mul(%x, 3)")]
    public void Stay_apart(string operations) => Rewriting.Stays(CommonSubexpressions.Pass, operations + "; %y = add(%a, %b)", Returned);
}
