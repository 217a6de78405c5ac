using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Sums begin with what is known first, and what does not change goes into a bias.</summary>
public class OrderSumsTests
{
    const string Inputs = """
        %W:floating[n, n] = weight W; %b:floating[n] = weight b; %d:floating[n] = weight d; %one:floating[1] = weight one; %v:floating[n] = weight v; %each:floating[B] = constant each;
        %g:floating[B, n] = state g; %late:floating[n] = state late; %s:floating[B] = state s; %i:int64[B, n] = sequence i; %k:int64[B, n] = state k; %f:float32[B, n] = sequence f
        """;

    [Theory]
    [InlineData("%1 = add(%h, %x); %y = add(%1, %c)", "%1 = add(%c, %x); %y = add(%1, %h)")]
    [InlineData("%1 = add(%x, %c); %y = add(%h, %1)", "%1 = add(%c, %x); %y = add(%1, %h)")]
    [InlineData("%y = add(%h, %x)", "%y = add(%x, %h)")]
    // Four terms, added in pairs.
    [InlineData("%1 = add(%h, %x); %2 = add(%g, %c); %y = add(%1, %2)", "%1 = add(%c, %x); %2 = add(%1, %h); %y = add(%2, %g)")]
    public void Are_sorted(string before, string after) => Rewriting.Becomes(OrderSums.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // A vector beside, from whichever side.
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %s1 = add(%p, %q); %y = add(%s1, %b)", "%q = linear(%h, %W, `null`); %p = linear(%x, %w, %b); %y = add(%p, %q)")]
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %s1 = add(%p, %q); %y = add(%b, %s1)", "%q = linear(%h, %W, `null`); %p = linear(%x, %w, %b); %y = add(%p, %q)")]
    // The bias of the product of the loop; and both biases.
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, %b); %y = add(%q, %p)", "%q = linear(%h, %W, `null`); %p = linear(%x, %w, %b); %y = add(%p, %q)")]
    [InlineData("%p = linear(%x, %w, %d); %q = linear(%h, %W, %b); %y = add(%p, %q)", "%q = linear(%h, %W, `null`); %1 = add(%d, %b); %p = linear(%x, %w, %1); %y = add(%p, %q)")]
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, %b); %r = linear(%g, %W, %d); %1 = add(%q, %r); %y = add(%1, %p)", "%q = linear(%h, %W, `null`); %r = linear(%g, %W, `null`); %1 = add(%b, %d); %p = linear(%x, %w, %1); %2 = add(%p, %q); %y = add(%2, %r)")]
    public void Vectors_go_into_the_bias_of_the_product_of_all_steps(string before, string after) => Rewriting.Becomes(OrderSums.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // What is no bias is added as it is: of another width, of a width of its own for every row.
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%p, %q); %y = add(%1, %one)", "%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%one, %p); %y = add(%1, %q)")]
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%p, %q); %y = add(%1, %c)", "%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%c, %p); %y = add(%1, %q)")]
    // No product of all steps takes it in: it is added to what is known before the loop.
    [InlineData("%q = linear(%h, %W, %b); %y = add(%q, %c)", "%q = linear(%h, %W, `null`); %1 = add(%c, %b); %y = add(%1, %q)")]
    // A bias that changes stays.
    [InlineData("%q = linear(%h, %W, %late); %y = add(%q, %c)", "%q = linear(%h, %W, %late); %y = add(%c, %q)")]
    public void Others_are_terms(string before, string after) => Rewriting.Becomes(OrderSums.Pass, before, after, "next h = %y", Inputs);

    [Fact]
    public void A_product_with_a_vector_takes_no_bias() => Rewriting.Becomes(
        OrderSums.Pass,
        "%p = linear(%x, %v, `null`); %1 = add(%p, %s); %y = add(%1, %each)",
        "%p = linear(%x, %v, `null`); %1 = add(%each, %p); %y = add(%1, %s)",
        "next s = %y; next h = %h",
        Inputs);

    [Theory]
    // A product that something else reads, or that is returned, keeps its bias.
    [InlineData("%q = linear(%h, %W, %b); %1 = add(%q, %c); %y = mul(%1, %q)", "%q = linear(%h, %W, %b); %1 = add(%c, %q); %y = mul(%1, %q)", "next h = %y")]
    [InlineData("%q = linear(%h, %W, %b); %y = add(%q, %c)", "%q = linear(%h, %W, %b); %y = add(%c, %q)", "next h = %y; sequence q = %q")]
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%q, %b); %y = add(%1, %p)", "%p = linear(%x, %w, `null`); %q = linear(%h, %W, `null`); %1 = add(%b, %p); %y = add(%1, %q)", "next h = %y; sequence p = %p")]
    // So does a sum.
    [InlineData("%a = add(%h, %x); %y = add(%a, %c)", "%a = add(%x, %h); %y = add(%c, %a)", "next h = %y; sequence a = %a")]
    [InlineData("%1 = add(%h, %x); %2 = add(%1, %c); %y = mul(%2, %1)", "%1 = add(%x, %h); %2 = add(%c, %1); %y = mul(%2, %1)", "next h = %y")]
    // A sum in a product is a sum by itself.
    [InlineData("%1 = add(%h, %x); %2 = mul(%1, 2); %y = add(%2, %c)", "%1 = add(%x, %h); %2 = mul(%1, 2); %y = add(%c, %2)", "next h = %y")]
    public void Only_what_the_sum_alone_reads_is_a_part_of_it(string before, string after, string returned) => Rewriting.Becomes(OrderSums.Pass, before, after, returned, Inputs);

    [Theory]
    // In order already.
    [InlineData("%1 = add(%c, %x); %y = add(%1, %h)")]
    // All known at the same time.
    [InlineData("%1 = tanh(%h); %2 = add(%h, %1); %y = add(%2, %g)")]
    // The bias of a candidate that is reset: r ⊙ (h·U + b).
    [InlineData("%p = linear(%x, %w, `null`); %q = linear(%h, %W, %b); %1 = mul(%g, %q); %y = add(%p, %1)")]
    // No sums of floating-point tensors of one element type.
    [InlineData("%1 = sub(%h, %x); %y = sub(%1, %c)")]
    [InlineData("%1 = add(%k, %i); %2 = add(%1, %i); %y = mul(%2, %h)")]
    [InlineData("%1 = add(%h, %f); %y = add(%1, %c)")]
    [InlineData("%1 = add(%h, 2); %y = add(%1, 3)")]
    [InlineData("%1 = call([%x], `own({0})`); %2 = add(%h, %1); %y = add(%2, %c)")]
    public void Others_stay(string operations) => Rewriting.Stays(OrderSums.Pass, operations, "next h = %y", Inputs);
}
