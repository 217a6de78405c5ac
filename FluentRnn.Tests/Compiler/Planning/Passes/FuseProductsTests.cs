using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Products of matrices with what is added to them.</summary>
public class FuseProductsTests
{
    const string Inputs = """
        %W:floating[n, n] = weight W; %b:floating[n] = weight b; %row:floating[1, n] = weight row; %f:float32[n, n] = weight f; %g:float32[n] = weight g; %v:floating[n] = weight v; %one:floating[1, n] = weight one;
        %s:floating[n, n] = state s; %q:floating[B, 3, n] = sequence q; %u:floating[1, B, n] = state u; %t32:float32[B, n] = sequence t32; %col:floating[B, 1] = state col
        """;

    [Theory]
    [InlineData("%y = linear(%h, %w, `null`)", "%1 = t(%w); %y = mm(%h, %1)")]
    [InlineData("%y = linear(%h, %w, %b)", "%1 = t(%w); %y = addmm(%b, %h, %1, 1, 1)")]
    // A weight that is a transpose.
    [InlineData("%1 = t(%w); %y = linear(%h, %1, `null`)", "%y = mm(%h, %w)")]
    // A sum, from either side; of a bias; of what broadcasts; of two products.
    [InlineData("%1 = linear(%h, %w, `null`); %y = add(%x, %1)", "%1 = t(%w); %y = addmm(%x, %h, %1, 1, 1)")]
    [InlineData("%1 = linear(%h, %w, `null`); %y = add(%1, %x)", "%1 = t(%w); %y = addmm(%x, %h, %1, 1, 1)")]
    [InlineData("%1 = linear(%h, %w, `null`); %y = add(%1, %b)", "%1 = t(%w); %y = addmm(%b, %h, %1, 1, 1)")]
    [InlineData("%1 = linear(%h, %w, `null`); %y = add(%1, %col)", "%1 = t(%w); %y = addmm(%col, %h, %1, 1, 1)")]
    [InlineData("%p = linear(%h, %w, `null`); %1 = linear(%h, %W, `null`); %y = add(%p, %1)", "%1 = t(%w); %p = mm(%h, %1); %2 = t(%W); %y = addmm(%p, %h, %2, 1, 1)")]
    public void Are_single_operations(string before, string after) => Rewriting.Becomes(FuseProducts.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // The product is read again; it has a bias; it is known before the sum.
    [InlineData("%p = linear(%h, %w, `null`); %1 = add(%x, %p); %y = mul(%1, %p)", "%1 = t(%w); %p = mm(%h, %1); %2 = add(%x, %p); %y = mul(%2, %p)")]
    [InlineData("%p = linear(%h, %w, %b); %y = add(%p, %x)", "%1 = t(%w); %p = addmm(%b, %h, %1, 1, 1); %y = add(%p, %x)")]
    [InlineData("%p = linear(%x, %w, `null`); %y = add(%h, %p)", "%1 = t(%w); %p = mm(%x, %1); %y = add(%h, %p)")]
    // The sum has another shape, or another element type; what is added has another element type, or is a number; it is no sum of two.
    [InlineData("%p = linear(%h, %one, `null`); %y = add(%x, %p)", "%1 = t(%one); %p = mm(%h, %1); %y = add(%x, %p)")]
    [InlineData("%p = linear(%h, %w, `null`); %1 = add(%u, %p); %y = squeeze(%1, 0)", "%1 = t(%w); %p = mm(%h, %1); %2 = add(%u, %p); %y = squeeze(%2, 0)")]
    [InlineData("%p = linear(%h, %w, `null`); %1 = add(%t32, %p); %y = mul(%1, %h)", "%1 = t(%w); %p = mm(%h, %1); %2 = add(%t32, %p); %y = mul(%2, %h)")]
    [InlineData("%p = linear(%h, %w, `null`); %y = add(%p, 2)", "%1 = t(%w); %p = mm(%h, %1); %y = add(%p, 2)")]
    [InlineData("%p = linear(%h, %w, `null`); %y = add(%p, %p)", "%1 = t(%w); %p = mm(%h, %1); %y = add(%p, %p)")]
    [InlineData("%p = linear(%h, %w, `null`); %y = sub(%x, %p)", "%1 = t(%w); %p = mm(%h, %1); %y = sub(%x, %p)")]
    public void Not_with_another_sum(string before, string after) => Rewriting.Becomes(FuseProducts.Pass, before, after, "next h = %y", Inputs);

    [Fact]
    public void Not_with_a_sum_when_the_product_is_returned() => Rewriting.Becomes(
        FuseProducts.Pass, "%p = linear(%h, %w, `null`); %y = add(%x, %p)", "%1 = t(%w); %p = mm(%h, %1); %y = add(%x, %p)", "next h = %y; sequence p = %p", Inputs);

    [Theory]
    // Once a call.
    [InlineData("%1 = linear(%c, %w, `null`); %y = add(%h, %1)")]
    // A weight that changes, that is a vector, of another element type.
    [InlineData("%y = linear(%h, %s, `null`)")]
    [InlineData("%1 = linear(%x, %v, `null`); %2 = unsqueeze(%1, 1); %y = mul(%2, %h)")]
    [InlineData("%1 = linear(%h, %f, `null`); %y = mul(%1, %h)")]
    // An input of three axes.
    [InlineData("%1 = linear(%q, %w, `null`); %y = sum(%1, [1], `false`, `null`)")]
    // A bias of two axes, of another element type.
    [InlineData("%y = linear(%h, %w, %row)")]
    [InlineData("%y = linear(%h, %w, %g)")]
    public void Other_products_stay(string operations) => Rewriting.Stays(FuseProducts.Pass, operations, "next h = %y", Inputs);
}
