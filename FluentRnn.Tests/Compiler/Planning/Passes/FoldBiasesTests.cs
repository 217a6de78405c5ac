using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The bias of a part of a product.</summary>
public class FoldBiasesTests
{
    const string Inputs = """
        %U:floating[3 * n, n] = weight U; %b:floating[n] = weight b; %e:floating[n] = weight e; %B3:floating[3 * n] = weight B3; %one:floating[1] = weight one; %row:floating[1, n] = weight row;
        %f:float32[n] = weight f; %s:floating[n] = state s; %k:floating[B, n] = constant k
        """;

    const string Gates = "%p = linear(%h, %U, `null`); %1, %2, %3 = chunk(%p, 3, 1); ";

    const string Rest = "; %4 = mul(%1, %n); %y = mul(%4, %2)";

    [Theory]
    [InlineData("%n = add(%3, %b)")]
    [InlineData("%n = add(%b, %3)")]
    public void Is_the_bias_of_the_product(string sum) => Rewriting.Becomes(
        FoldBiases.Pass,
        Gates + sum + Rest,
        "%5 = new_zeros(%b, [n], `null`, `null`); %6 = new_zeros(%b, [n], `null`, `null`); %7 = cat([%5, %6, %b], 0); %p = linear(%h, %U, %7); %1, %2, %n = chunk(%p, 3, 1); %4 = mul(%1, %n); %y = mul(%4, %2)",
        "next h = %y",
        Inputs);

    [Fact]
    public void Two_of_them() => Rewriting.Becomes(
        FoldBiases.Pass,
        Gates + "%n = add(%3, %b); %5 = add(%e, %1); %4 = mul(%5, %n); %y = mul(%4, %2)",
        "%6 = new_zeros(%e, [n], `null`, `null`); %7 = cat([%e, %6, %b], 0); %p = linear(%h, %U, %7); %1, %2, %n = chunk(%p, 3, 1); %4 = mul(%1, %n); %y = mul(%4, %2)",
        "next h = %y",
        Inputs);

    [Theory]
    // No vector of the part's size that stays the same: a number, one element, two axes, of each row, a state, another element type.
    [InlineData("%n = add(%3, 2)")]
    [InlineData("%n = add(%3, %one)")]
    [InlineData("%n = add(%3, %row)")]
    [InlineData("%n = add(%3, %k)")]
    [InlineData("%n = add(%3, %s)")]
    [InlineData("%n = add(%3, %f)")]
    // The part is read again; it is subtracted; it is added to itself.
    [InlineData("%5 = add(%3, %b); %n = mul(%5, %3)")]
    [InlineData("%n = sub(%b, %3)")]
    [InlineData("%n = add(%3, %3)")]
    public void Not_what_is_no_bias(string sum) => Rewriting.Stays(FoldBiases.Pass, Gates + sum + Rest, "next h = %y", Inputs);

    [Theory]
    // The product has a bias, is read again, is made for all steps at once, is none.
    [InlineData("%p = linear(%h, %U, %B3); %1, %2, %3 = chunk(%p, 3, 1); %n = add(%3, %b); %4 = mul(%1, %n); %y = mul(%4, %2)")]
    [InlineData("%p = linear(%h, %U, `null`); %1, %2, %3 = chunk(%p, 3, 1); %n = add(%3, %b); %4 = mul(%1, %n); %5 = mul(%4, %2); %6 = sum(%p, [1], `true`, `null`); %y = mul(%5, %6)")]
    [InlineData("%p = linear(%x, %U, `null`); %1, %2, %3 = chunk(%p, 3, 1); %n = add(%3, %b); %4 = mul(%1, %n); %y = mul(%4, %h)")]
    [InlineData("%p = cat([%h, %h, %h], 1); %1, %2, %3 = chunk(%p, 3, 1); %n = add(%3, %b); %4 = mul(%1, %n); %y = mul(%4, %2)")]
    public void Not_into_another_product(string operations) => Rewriting.Stays(FoldBiases.Pass, operations, "next h = %y", Inputs);

    [Fact]
    public void Not_when_the_part_is_returned() => Rewriting.Stays(FoldBiases.Pass, Gates + "%n = add(%3, %b)" + Rest, "next h = %y; sequence c = %3", Inputs);
}
