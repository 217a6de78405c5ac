using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Products of one input with several weights are one.</summary>
public class PackProductsTests
{
    const string Inputs = """
        %W:floating[n, n] = weight W; %V:floating[n, n] = weight V; %wide:floating[2 * n, n] = weight wide; %part:floating[??`half`, n] = weight part; %f:float32[n, n] = weight f;
        %v:floating[n] = weight v; %u:floating[n] = weight u; %b:floating[n] = weight b; %d:floating[n] = weight d; %one:floating[1] = weight one; %row:floating[1, n] = weight row;
        %late:floating[n] = state late; %s:floating[n, n] = state s; %q:floating[B, 3, n] = sequence q
        """;

    [Theory]
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %W, `null`); %y = mul(%p, %r)", "%1 = cat([%w, %W], 0); %2 = linear(%x, %1, `null`); %p, %r = chunk(%2, 2, 1); %y = mul(%p, %r)")]
    [InlineData("%p = linear(%x, %w, %b); %r = linear(%x, %W, %d); %y = mul(%p, %r)", "%1 = cat([%w, %W], 0); %2 = cat([%b, %d], 0); %3 = linear(%x, %1, %2); %p, %r = chunk(%3, 2, 1); %y = mul(%p, %r)")]
    // Of different widths.
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %wide, `null`); %y = cat([%p, %r], 1)", "%1 = cat([%w, %wide], 0); %2 = linear(%x, %1, `null`); %p, %r = split_sizes(%2, [n, 2 * n], 1); %y = cat([%p, %r], 1)")]
    // Those with the same way before them lie together.
    [InlineData(
        "%p = linear(%h, %w, `null`); %q1 = linear(%h, %W, `null`); %r = linear(%h, %V, `null`); %a = sigmoid(%p); %e = tanh(%q1); %g = sigmoid(%r); %y = cat([%a, %e, %g], 1)",
        "%1 = cat([%w, %V, %W], 0); %2 = linear(%h, %1, `null`); %p, %r, %q1 = chunk(%2, 3, 1); %a = sigmoid(%p); %e = tanh(%q1); %g = sigmoid(%r); %y = cat([%a, %e, %g], 1)")]
    // In three axes.
    [InlineData("%p = linear(%q, %w, `null`); %r = linear(%q, %W, `null`); %y = mul(%p, %r)", "%1 = cat([%w, %W], 0); %2 = linear(%q, %1, `null`); %p, %r = chunk(%2, 2, 2); %y = mul(%p, %r)")]
    // Draws that read them keep their order.
    [InlineData(
        "%p = linear(%x, %w, `null`); %a = dropout(%p, `0.5`, `true`); %r = linear(%x, %W, `null`); %e = dropout(%r, `0.25`, `true`); %y = mul(%a, %e)",
        "%1 = cat([%w, %W], 0); %2 = linear(%x, %1, `null`); %p, %r = chunk(%2, 2, 1); %a = dropout(%p, `0.5`, `true`); %e = dropout(%r, `0.25`, `true`); %y = mul(%a, %e)")]
    public void Are_one(string before, string after) => Rewriting.Becomes(PackProducts.Pass, before, after, "next h = %h; sequence y = %y", Inputs);

    [Fact]
    public void Products_of_each_input_by_themselves() => Rewriting.Becomes(
        PackProducts.Pass,
        "%p = linear(%x, %w, `null`); %r = linear(%h, %w, `null`); %a = linear(%x, %W, `null`); %e = linear(%h, %W, `null`); %1 = cat([%p, %a], 1); %2 = cat([%r, %e], 1); %y = mul(%1, %2)",
        "%1 = cat([%w, %W], 0); %2 = linear(%x, %1, `null`); %p, %a = chunk(%2, 2, 1); %3 = cat([%p, %a], 1); %4 = cat([%w, %W], 0); %5 = linear(%h, %4, `null`); %r, %e = chunk(%5, 2, 1); %6 = cat([%r, %e], 1); %y = mul(%3, %6)",
        "next h = %h; sequence y = %y",
        Inputs);

    [Theory]
    // Alone.
    [InlineData("%y = linear(%x, %w, `null`)")]
    // Of different inputs.
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%h, %W, `null`); %y = mul(%p, %r)")]
    // One with a bias, one without.
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %W, %b); %y = mul(%p, %r)")]
    // Once a call.
    [InlineData("%p = linear(%c, %w, `null`); %r = linear(%c, %W, `null`); %y = mul(%p, %r)")]
    // A weight that changes.
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %s, `null`); %y = mul(%p, %r)")]
    // Weights that are vectors, of sizes that are not known, of another element type.
    [InlineData("%p = linear(%x, %v, `null`); %r = linear(%x, %u, `null`); %y = mul(%p, %r)")]
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %part, `null`); %y = cat([%p, %r], 1)")]
    [InlineData("%p = linear(%x, %w, `null`); %r = linear(%x, %f, `null`); %y = mul(%p, %r)")]
    // A bias that changes, of another width, of another rank.
    [InlineData("%p = linear(%x, %w, %b); %r = linear(%x, %W, %late); %y = mul(%p, %r)")]
    [InlineData("%p = linear(%x, %w, %b); %r = linear(%x, %W, %one); %y = mul(%p, %r)")]
    [InlineData("%p = linear(%x, %w, %b); %r = linear(%x, %W, %row); %y = mul(%p, %r)")]
    // An input whose shape is not known.
    [InlineData("%1 = call([%x], `own({0})`); %p = linear(%1, %w, `null`); %r = linear(%1, %W, `null`); %y = mul(%p, %r)")]
    // Other products.
    [InlineData("%p = mm(%x, %w); %r = mm(%x, %W); %y = mul(%p, %r)")]
    public void Others_stay(string operations) => Rewriting.Stays(PackProducts.Pass, operations, "next h = %h; sequence y = %y", Inputs);

    [Fact]
    public void Products_that_are_needed_at_different_times_stay() =>
        Rewriting.Stays(PackProducts.Pass, "%p = linear(%h, %w, `null`); %r = linear(%h, %W, `null`)", "next h = %p; sequence y = %r", Inputs);
}
