using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Products with a matrix that does not change.</summary>
public class WeightProductsTests
{
    const string Inputs = """
        %b:floating[n] = weight b; %one:floating[1] = weight one; %v:floating[n] = weight v; %s:floating[n, n] = state s; %stack:floating[B, n, 4] = constant stack; %q:floating[n] = sequence q;
        %f:float32[n, n] = weight f
        """;

    [Theory]
    [InlineData("%y = mm(%x, %w)", "%1 = t(%w); %y = linear(%x, %1, `null`)")]
    [InlineData("%y = matmul(%x, %w)", "%1 = t(%w); %y = linear(%x, %1, `null`)")]
    [InlineData("%y = mm(%h, %w)", "%1 = t(%w); %y = linear(%h, %1, `null`)")]
    [InlineData("%a = t(%w); %y = mm(%h, %a)", "%a = t(%w); %y = linear(%h, %w, `null`)")]
    [InlineData("%a = unsqueeze(%x, 1); %y = matmul(%a, %w)", "%a = unsqueeze(%x, 1); %1 = t(%w); %y = linear(%a, %1, `null`)")]
    [InlineData("%y = addmm(%b, %x, %w, 1, 1)", "%1 = t(%w); %y = linear(%x, %1, %b)")]
    public void Are_written_as_linear(string before, string after) => Rewriting.Becomes(WeightProducts.Pass, before, after, "next h = %h; sequence y = %y", Inputs);

    [Theory]
    // Once a call.
    [InlineData("%y = mm(%c, %w)")]
    // A matrix that changes.
    [InlineData("%y = mm(%x, %s)")]
    [InlineData("%1 = add(%w, `{h}.shape[0]`); %y = mm(%x, %1)")]
    [InlineData("%1 = dropout(%w, `0.5`, `true`); %y = mm(%x, %1)")]
    // Other ranks.
    [InlineData("%y = matmul(%x, %v)")]
    [InlineData("%y = mv(%x, %v)")]
    [InlineData("%y = matmul(%q, %w)")]
    [InlineData("%1 = unsqueeze(%x, 1); %y = matmul(%1, %stack)")]
    [InlineData("%1 = unsqueeze(%x, 1); %y = bmm(%1, %stack)")]
    [InlineData("%1 = call([%x], `own({0})`); %y = matmul(%1, %w)")]
    // Another element type.
    [InlineData("%y = matmul(%x, %f)")]
    // What is added is no bias.
    [InlineData("%y = addmm(%b, %x, %w, 2, 1)")]
    [InlineData("%y = addmm(%b, %x, %w, 1, 2)")]
    [InlineData("%y = addmm(%h, %x, %w, 1, 1)")]
    [InlineData("%y = addmm(%one, %x, %w, 1, 1)")]
    public void Others_stay(string operations) => Rewriting.Stays(WeightProducts.Pass, operations, "next h = %h; sequence y = %y", Inputs);
}
