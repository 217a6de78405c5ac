using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Interpolations, and sums with a product, are single operations.</summary>
public class FuseArithmeticTests
{
    const string Inputs = """
        %z:floating[B, n] = state z; %one:floating[B, 1] = state one; %v:floating[n] = weight v; %f:float32[B, n] = state f;
        %i:int64[B, n] = state i; %j:int64[B, n] = sequence j; %k:int64[B, n] = state k; %q:floating[B, 3, n] = state q; %s:float32[n] = weight s
        """;

    [Theory]
    // n + z·(h − n), each part on either side.
    [InlineData("%1 = sub(%h, %x); %2 = mul(%z, %1); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%1, %z); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%z, %1); %y = add(%2, %x)")]
    // (1 − z)·n + z·h.
    [InlineData("%1 = sub(1, %z); %2 = mul(%1, %x); %3 = mul(%z, %h); %y = add(%2, %3)")]
    [InlineData("%1 = sub(`1f`, %z); %2 = mul(%x, %1); %3 = mul(%z, %h); %y = add(%3, %2)")]
    [InlineData("%1 = sub(`1.0`, %z); %2 = mul(%x, %1); %3 = mul(%h, %z); %y = add(%2, %3)")]
    public void Of_one_shape_are_interpolations(string before) => Rewriting.Becomes(FuseArithmetic.Pass, before, "%y = lerp(%x, %h, %z)", "next h = %y", Inputs);

    [Fact]
    public void One_interpolation_after_the_other() => Rewriting.Becomes(
        FuseArithmetic.Pass,
        "%1 = sub(%h, %x); %2 = mul(%z, %1); %a = add(%x, %2); %3 = sub(%c, %a); %4 = mul(%z, %3); %y = add(%a, %4)",
        "%a = lerp(%x, %h, %z); %y = lerp(%a, %c, %z)",
        "next h = %y",
        Inputs);

    [Theory]
    [InlineData("%a = tanh(%h); %1 = mul(%z, %x); %y = add(%a, %1)", "%a = tanh(%h); %y = addcmul(%a, %z, %x, 1)")]
    [InlineData("%a = tanh(%h); %1 = mul(%v, %x); %y = add(%1, %a)", "%a = tanh(%h); %y = addcmul(%a, %v, %x, 1)")]
    [InlineData("%1 = mul(%h, %z); %2 = mul(%x, %c); %y = add(%1, %2)", "%1 = mul(%h, %z); %y = addcmul(%1, %x, %c, 1)")]
    // What is added is smaller: a bias, a number for every row.
    [InlineData("%1 = mul(%z, %x); %y = add(%v, %1)", "%y = addcmul(%v, %z, %x, 1)")]
    [InlineData("%a = tanh(%one); %1 = mul(%z, %x); %y = add(%1, %a)", "%a = tanh(%one); %y = addcmul(%a, %z, %x, 1)")]
    public void A_sum_with_a_product(string before, string after) => Rewriting.Becomes(FuseArithmetic.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // Another difference, sign, number, order, operation.
    [InlineData("%1 = sub(%h, %c); %2 = mul(%z, %1); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%x, %h); %2 = mul(%z, %1); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%z, %1); %y = sub(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = div(%1, %z); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%1, `rate`); %y = add(%x, %2)")]
    // What lies between is read again.
    [InlineData("%1 = sub(%h, %x); %2 = mul(%z, %1); %3 = add(%x, %2); %y = mul(%3, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%z, %1); %3 = add(%x, %2); %y = mul(%3, %1)")]
    // Another shape: lerp broadcasts, but its gradients would not be summed by the same rule.
    [InlineData("%1 = sub(%h, %x); %2 = mul(%one, %1); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%h, %x); %2 = mul(%v, %1); %y = add(%x, %2)")]
    // Another element type, or none that is known.
    [InlineData("%1 = sub(%h, %x); %2 = mul(%f, %1); %y = add(%x, %2)")]
    [InlineData("%1 = sub(%k, %j); %2 = mul(%i, %1); %3 = add(%j, %2); %y = mul(%3, %h)")]
    [InlineData("%0 = call([%x], `own({0})`); %1 = sub(%h, %0); %2 = mul(%z, %1); %y = add(%0, %2)")]
    // Added to itself, to a number.
    [InlineData("%y = add(%x, %x)")]
    [InlineData("%1 = mul(%x, %z); %y = add(%1, 1)")]
    public void Others_stay(string operations) => Rewriting.Stays(FuseArithmetic.Pass, operations, "next h = %y", Inputs);

    [Theory]
    [InlineData("%1 = sub(2, %z); %2 = mul(%1, %x); %3 = mul(%z, %h); %y = add(%2, %3)")]
    [InlineData("%1 = sub(%z, 1); %2 = mul(%1, %x); %3 = mul(%z, %h); %y = add(%2, %3)")]
    [InlineData("%1 = sub(1, %z); %2 = mul(%1, %x); %3 = mul(%c, %h); %y = add(%2, %3)")]
    // The weight is the first of all values.
    [InlineData("%1 = sub(1, %x); %2 = mul(%1, %c); %3 = mul(%z, %h); %y = add(%2, %3)")]
    public void Another_mean_is_no_interpolation(string operations) =>
        Assert.DoesNotContain(FuseArithmetic.Rewrite(Body.Read(operations, "next h = %y", Inputs)).Ops, op => op.Operation == Generators.Ir.Elementwise.Lerp);

    [Theory]
    [InlineData("%a = sub(%h, %x); %1 = mul(%z, %a); %y = add(%x, %1)")]
    [InlineData("%1 = sub(%h, %x); %a = mul(%z, %1); %y = add(%x, %a)")]
    // What is added lives on.
    [InlineData("%a = tanh(%h); %1 = mul(%z, %x); %y = add(%a, %1)")]
    public void What_is_returned_stays(string operations) => Rewriting.Stays(FuseArithmetic.Pass, operations, "next h = %y; sequence a = %a", Inputs);

    [Theory]
    // What is added is an input, or of another element type or an unknown shape, or read again.
    [InlineData("%1 = mul(%z, %x); %y = add(%h, %1)")]
    [InlineData("%a = call([%x], `own({0})`); %1 = mul(%z, %x); %2 = add(%a, %1); %y = mul(%2, %h)")]
    [InlineData("%1 = mul(%z, %x); %2 = add(%s, %1); %y = mul(%2, %h)")]
    [InlineData("%a = tanh(%h); %1 = mul(%f, %x); %2 = add(%a, %1); %y = mul(%2, %h)")]
    [InlineData("%a = tanh(%h); %1 = mul(%z, %x); %2 = add(%a, %1); %y = mul(%2, %a)")]
    // So is the product; it is one of a number, or smaller.
    [InlineData("%a = tanh(%h); %1 = mul(%z, %x); %2 = add(%a, %1); %y = mul(%2, %1)")]
    [InlineData("%a = tanh(%h); %1 = mul(%z, 2); %y = add(%a, %1)")]
    [InlineData("%a = tanh(%h); %1 = mul(%v, %v); %y = add(%a, %1)")]
    [InlineData("%a = tanh(%h); %1 = mul(%z, %x); %y = sub(%a, %1)")]
    public void Other_sums_stay(string operations) => Rewriting.Stays(FuseArithmetic.Pass, operations, "next h = %y", Inputs);
}
