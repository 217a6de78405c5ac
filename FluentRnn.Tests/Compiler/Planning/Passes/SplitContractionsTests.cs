using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The product of a joined vector is the sum of the products of its parts.</summary>
public class SplitContractionsTests
{
    const string Inputs = """
        %W:floating[n, 2 * n] = weight W; %V:floating[n, 3 * n] = weight V; %v:floating[2 * n] = weight v; %b:floating[n] = weight b; %q:floating[B, 3, n] = sequence q; %s:floating[B, 3, n] = state s;
        %f:float32[B, n] = sequence f; %part:floating[B, ??`half`] = sequence part; %U:floating[n, n + ??`half`] = weight U
        """;

    [Theory]
    [InlineData("%1 = cat([%x, %h], 1); %y = linear(%1, %W, `null`)", "%1 = cat([%x, %h], 1); %2 = narrow(%W, 1, 0, n); %3 = linear(%x, %2, `null`); %4 = narrow(%W, 1, n, n); %5 = linear(%h, %4, `null`); %y = add(%3, %5)")]
    // The bias goes with the first part, what is known first is first, and so is its part of the weight.
    [InlineData("%1 = cat([%h, %x], -1); %y = linear(%1, %W, %b)", "%1 = cat([%h, %x], -1); %2 = narrow(%W, 1, n, n); %3 = linear(%x, %2, %b); %4 = narrow(%W, 1, 0, n); %5 = linear(%h, %4, `null`); %y = add(%3, %5)")]
    [InlineData("%1 = cat([%x, %c, %h], 1); %y = linear(%1, %V, `null`)", "%1 = cat([%x, %c, %h], 1); %2 = narrow(%V, 1, n, n); %3 = linear(%c, %2, `null`); %4 = narrow(%V, 1, 0, n); %5 = linear(%x, %4, `null`); %6 = add(%3, %5); %7 = narrow(%V, 1, 2 * n, n); %8 = linear(%h, %7, `null`); %y = add(%6, %8)")]
    // Parts that are known at the same time stay joined.
    [InlineData("%1 = cat([%x, %h, %x], 1); %y = linear(%1, %V, `null`)", "%1 = cat([%x, %h, %x], 1); %2 = narrow(%V, 1, 0, n); %3 = narrow(%V, 1, 2 * n, n); %4 = cat([%x, %x], 1); %5 = cat([%2, %3], 1); %6 = linear(%4, %5, `null`); %7 = narrow(%V, 1, n, n); %8 = linear(%h, %7, `null`); %y = add(%6, %8)")]
    [InlineData("%1 = dropout(%x, `0.5`, `true`); %2 = cat([%c, %1], 1); %y = linear(%2, %W, `null`)", "%1 = dropout(%x, `0.5`, `true`); %2 = cat([%c, %1], 1); %3 = narrow(%W, 1, 0, n); %4 = linear(%c, %3, `null`); %5 = narrow(%W, 1, n, n); %6 = linear(%1, %5, `null`); %y = add(%4, %6)")]
    public void Is_split(string before, string after) => Rewriting.Becomes(SplitContractions.Pass, before, after, "next h = %y", Inputs);

    [Fact]
    public void Along_the_last_of_three_axes() => Rewriting.Becomes(
        SplitContractions.Pass,
        "%1 = cat([%q, %s], 2); %y = linear(%1, %W, `null`)",
        "%1 = cat([%q, %s], 2); %2 = narrow(%W, 1, 0, n); %3 = linear(%q, %2, `null`); %4 = narrow(%W, 1, n, n); %5 = linear(%s, %4, `null`); %y = add(%3, %5)",
        "next s = %y; next h = %h",
        Inputs);

    [Fact]
    public void The_joined_vector_may_be_needed_elsewhere() => Rewriting.Becomes(
        SplitContractions.Pass,
        "%a = cat([%x, %h], 1); %y = linear(%a, %W, `null`)",
        "%a = cat([%x, %h], 1); %2 = narrow(%W, 1, 0, n); %3 = linear(%x, %2, `null`); %4 = narrow(%W, 1, n, n); %5 = linear(%h, %4, `null`); %y = add(%3, %5)",
        "next h = %y; sequence a = %a",
        Inputs);

    [Theory]
    // All parts are known at the same time.
    [InlineData("%1 = tanh(%h); %2 = cat([%h, %1], 1); %y = linear(%2, %W, `null`)")]
    // Before the loop anyway.
    [InlineData("%1 = cat([%x, %c], 1); %y = linear(%1, %W, `null`)")]
    // Another axis is joined.
    [InlineData("%1 = cat([%x, %h], 0); %2 = linear(%1, %w, `null`); %y, %z = chunk(%2, 2, 0)")]
    [InlineData("%1 = cat([%q, %s], 1); %2 = linear(%1, %w, `null`); %y = sum(%2, [1], `false`, `null`)")]
    // The weight changes.
    [InlineData("%1 = mul(%W, `{h}.shape[0]`); %2 = cat([%x, %h], 1); %y = linear(%2, %1, `null`)")]
    // The weight is a vector.
    [InlineData("%1 = cat([%x, %h], 1); %2 = linear(%1, %v, `null`); %3 = unsqueeze(%2, 1); %y = mul(%3, %h)")]
    // Not joined last, or not multiplied so.
    [InlineData("%1 = cat([%x, %h], 1); %2 = tanh(%1); %y = linear(%2, %W, `null`)")]
    [InlineData("%1 = cat([%x, %h], 1); %2 = t(%W); %y = mm(%1, %2)")]
    // The size, the shape or the element type of a part is not known, or another.
    [InlineData("%1 = cat([%h, %part], 1); %y = linear(%1, %U, `null`)")]
    [InlineData("%1 = call([%x], `own({0})`); %2 = cat([%1, %h], 1); %y = linear(%2, %W, `null`)")]
    [InlineData("%1 = cat([%f, %h], 1); %2 = linear(%1, %W, `null`); %y = add(%2, %h)")]
    public void Is_not(string operations) => Rewriting.Stays(SplitContractions.Pass, operations, "next h = %y", Inputs);

    [Fact]
    public void What_feeds_only_outputs_leaves_the_loop_whole() =>
        Rewriting.Stays(SplitContractions.Pass, "%1 = cat([%x, %h], 1); %y = linear(%1, %W, `null`)", "next h = %x; sequence y = %y; last z = %y", Inputs);
}
