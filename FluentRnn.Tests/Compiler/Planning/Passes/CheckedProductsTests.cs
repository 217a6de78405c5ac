using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>A product whose ranks are known is the one that checks its sizes.</summary>
public class CheckedProductsTests
{
    const string Returned = "next h = %h; sequence y = %y";

    [Theory]
    [InlineData("%y = matmul(%x, %w)", "%y = mm(%x, %w)")]
    [InlineData("%a = unsqueeze(%x, 1); %b = unsqueeze(%h, 2); %y = matmul(%a, %b)", "%a = unsqueeze(%x, 1); %b = unsqueeze(%h, 2); %y = bmm(%a, %b)")]
    [InlineData("%a = select(%w, 0, 0); %y = matmul(%x, %a)", "%a = select(%w, 0, 0); %y = mv(%x, %a)")]
    public void Of_known_ranks(string before, string after) => Rewriting.Becomes(CheckedProducts.Pass, before, after, Returned);

    [Theory]
    [InlineData("%a = unsqueeze(%x, 1); %y = matmul(%a, %w)")]
    [InlineData("%a = call([%x], `own({0})`); %y = matmul(%a, %w)")]
    [InlineData("%a = call([%x], `own({0})`); %y = matmul(%x, %a)")]
    // bmm does not broadcast.
    [InlineData("%a = unsqueeze(%x, 1); %b = unsqueeze(%w, 0); %y = matmul(%a, %b)")]
    [InlineData("%a = select(%w, 0, 0); %y = matmul(%a, %w)")]
    [InlineData("%y = linear(%x, %w, `null`)")]
    public void Others_stay(string operations) => Rewriting.Stays(CheckedProducts.Pass, operations, Returned);
}
