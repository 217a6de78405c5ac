using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>A one-hot vector times a matrix is a row of the matrix.</summary>
public class OneHotProductsTests
{
    const string Inputs = """
        %i:int64[B] = sequence i; %pair:int64[B, 2] = sequence pair; %short:int32[B] = sequence short; %W:floating[v, n] = weight W; %V:floating[n, v] = weight V; %b:floating[n] = weight b;
        %single:float32[v, n] = weight single; %whole:int64[v, n] = weight whole; %vector:floating[v] = weight vector; %stack:floating[B, v, n] = constant stack; %k:floating[B, v] = state k; %s:floating[v, n] = state s
        """;

    [Theory]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = mm(%f, %W)", "%y = embedding(%W, %i)")]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = matmul(%f, %W)", "%y = embedding(%W, %i)")]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = linear(%f, %V, `null`)", "%1 = t(%V); %y = embedding(%1, %i)")]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = linear(%f, %V, %b)", "%1 = t(%V); %2 = embedding(%1, %i); %y = add(%2, %b)")]
    [InlineData("%t = t(%W); %o = one_hot(%i, v); %f = type_as(%o, %h); %y = linear(%f, %t, `null`)", "%y = embedding(%W, %i)")]
    // A matrix that changes.
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = mm(%f, %s)", "%y = embedding(%s, %i)")]
    // The number of classes is the size of a slot.
    [InlineData("%o = one_hot(%i, n); %f = type_as(%o, %h); %y = mm(%f, %w)", "%y = embedding(%w, %i)")]
    // Types that are the same wherever there is a product: the container's own, or one known only at run time.
    [InlineData("%o = one_hot(%i, v); %f = float(%o); %y = mm(%f, %W)", "%y = embedding(%W, %i)")]
    [InlineData("%o = one_hot(%i, v); %f = to_type(%o, `{h}.dtype`); %y = mm(%f, %W)", "%y = embedding(%W, %i)")]
    [InlineData("%o = one_hot(%i, v); %f = float(%o); %y = mm(%f, %single)", "%y = embedding(%single, %i)")]
    public void Are_looked_up(string before, string after) => Rewriting.Becomes(OneHotProducts.Pass, before, after, "next h = %h; sequence y = %y", Inputs);

    [Fact]
    public void Also_where_the_vector_is_read_elsewhere() => Rewriting.Becomes(
        OneHotProducts.Pass,
        "%o = one_hot(%i, v); %f = type_as(%o, %h); %y = mm(%f, %W)",
        "%o = one_hot(%i, v); %f = type_as(%o, %h); %y = embedding(%W, %i)",
        "next h = %h; sequence y = %y; sequence f = %f",
        Inputs);

    [Theory]
    // Other sizes than the matrix has: one is only as large at run time.
    [InlineData("%o = one_hot(%i, -1); %f = type_as(%o, %h); %y = mm(%f, %W)")]
    [InlineData("%o = one_hot(%i, `{k}.shape[1]`); %f = type_as(%o, %h); %y = mm(%f, %W)")]
    // Not a vector for every row.
    [InlineData("%o = one_hot(%pair, v); %f = type_as(%o, %h); %y = matmul(%f, %W)")]
    // Not a matrix.
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = mv(%f, %vector)")]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %y = matmul(%f, %stack)")]
    // One_hot itself refuses other whole numbers.
    [InlineData("%o = one_hot(%short, v); %f = type_as(%o, %h); %y = mm(%f, %W)")]
    // Types of which there is no product.
    [InlineData("%o = one_hot(%i, v); %f = double(%o); %y = mm(%f, %single)")]
    [InlineData("%o = one_hot(%i, v); %y = mm(%o, %W)")]
    // A product of whole numbers.
    [InlineData("%o = one_hot(%i, v); %f = to_type(%o, `int64`); %y = mm(%f, %whole)")]
    // No one-hot vector, or not any more.
    [InlineData("%y = mm(%k, %W)")]
    [InlineData("%o = one_hot(%i, v); %f = type_as(%o, %h); %g = mul(%f, 2); %y = mm(%g, %W)")]
    public void Others_stay(string operations) => Rewriting.Stays(OneHotProducts.Pass, operations, "next h = %h; sequence y = %y", Inputs);
}
