using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Factors that are known early are added before they are multiplied with what is known late.</summary>
public class CommonFactorsTests
{
    const string Inputs = """
        %v:floating[n] = weight v; %u:floating[n] = weight u; %g:floating[B, n] = state g; %t:floating[B, n] = sequence t; %one:floating[B, 1] = sequence one;
        %f:float32[n] = weight f; %i:int64[B, n] = sequence i; %j:int64[n] = weight j; %k:int64[B, n] = state k
        """;

    [Theory]
    // From whichever side, in sums of more, more than two, of several factors; what is known first is added first.
    [InlineData("%1 = mul(%v, %h); %2 = mul(%h, %x); %y = add(%1, %2)", "%1 = add(%v, %x); %y = mul(%1, %h)")]
    [InlineData("%1 = mul(%x, %h); %2 = mul(%v, %h); %y = add(%1, %2)", "%1 = add(%v, %x); %y = mul(%1, %h)")]
    [InlineData("%1 = mul(%v, %h); %2 = add(%c, %1); %3 = mul(%x, %h); %y = add(%2, %3)", "%1 = add(%v, %x); %2 = mul(%1, %h); %y = add(%c, %2)")]
    [InlineData("%1 = mul(%v, %h); %2 = mul(%x, %h); %3 = add(%1, %2); %4 = mul(%one, %h); %y = add(%3, %4)", "%1 = add(%v, %x); %2 = add(%1, %one); %y = mul(%2, %h)")]
    [InlineData("%1 = mul(%v, %h); %2 = mul(%v, %g); %3 = add(%1, %2); %4 = mul(%x, %g); %5 = mul(%x, %h); %6 = add(%4, %5); %y = add(%3, %6)", "%1 = add(%v, %x); %2 = mul(%1, %h); %3 = add(%v, %x); %4 = mul(%3, %g); %y = add(%2, %4)")]
    // Also before the loop, and after it.
    [InlineData("%1 = mul(%v, %x); %2 = mul(%u, %x); %y = add(%1, %2)", "%1 = add(%v, %u); %y = mul(%1, %x)")]
    public void Are_added_first(string before, string after) => Rewriting.Becomes(CommonFactors.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // Another factor; both known at the same time; a square; a number.
    [InlineData("%1 = mul(%v, %h); %2 = mul(%x, %g); %y = add(%1, %2)")]
    [InlineData("%1 = mul(%g, %h); %2 = mul(%x, %h); %y = add(%1, %2)")]
    [InlineData("%1 = mul(%h, %h); %2 = mul(%x, %h); %y = add(%1, %2)")]
    [InlineData("%1 = mul(%h, 2); %2 = mul(%x, %h); %y = add(%1, %2)")]
    // No product, no sum.
    [InlineData("%1 = div(%x, %h); %2 = mul(%v, %h); %y = add(%1, %2)")]
    [InlineData("%1 = mul(%x, %h); %2 = mul(%v, %h); %y = sub(%1, %2)")]
    // A product, or a sum with one, that is read again.
    [InlineData("%1 = mul(%v, %h); %2 = mul(%x, %h); %3 = add(%1, %2); %y = mul(%3, %1)")]
    [InlineData("%1 = mul(%v, %h); %2 = add(%1, %c); %3 = mul(%x, %h); %4 = add(%2, %3); %y = mul(%4, %2)")]
    // Of other element types, or integers.
    [InlineData("%1 = mul(%f, %h); %2 = mul(%x, %h); %y = add(%1, %2)")]
    [InlineData("%1 = mul(%j, %k); %2 = mul(%i, %k); %3 = add(%1, %2); %y = mul(%3, %h)")]
    [InlineData("%0 = call([%x], `own({0})`); %1 = mul(%v, %0); %2 = mul(%x, %0); %y = add(%1, %2)")]
    public void Others_stay(string operations) => Rewriting.Stays(CommonFactors.Pass, operations, "next h = %y", Inputs);

    [Theory]
    [InlineData("%a = mul(%v, %h); %1 = mul(%x, %h); %y = add(%a, %1)")]
    [InlineData("%1 = mul(%v, %h); %a = add(%1, %c); %2 = mul(%x, %h); %y = add(%a, %2)")]
    public void What_is_returned_stays(string operations) => Rewriting.Stays(CommonFactors.Pass, operations, "next h = %y; sequence a = %a", Inputs);
}
