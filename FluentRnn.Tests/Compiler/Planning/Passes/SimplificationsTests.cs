using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>Operations that give an operand back.</summary>
public class SimplificationsTests
{
    const string Inputs = """
        %i:int64[B] = sequence i; %f:bool[B] = sequence f; %q:int32[B] = sequence q; %s:float32[B, n] = sequence s; %d:float64[B, n] = sequence d; %part:floating[B, ??`half`] = sequence part
        """;

    [Theory]
    [InlineData("add(%x, 0)", "x")]
    [InlineData("add(0, %x)", "x")]
    [InlineData("add(%x, `0f`)", "x")]
    [InlineData("add(%i, 0)", "i")]
    [InlineData("sub(%x, 0)", "x")]
    [InlineData("mul(%x, 1)", "x")]
    [InlineData("mul(1, %x)", "x")]
    [InlineData("mul(%x, `1.0`)", "x")]
    [InlineData("div(%x, 1)", "x")]
    [InlineData("positive(%x)", "x")]
    [InlineData("view(%x, [B, n])", "x")]
    [InlineData("reshape(%x, [B, n])", "x")]
    [InlineData("expand(%x, [B, n])", "x")]
    [InlineData("narrow(%x, 1, 0, n)", "x")]
    [InlineData("chunk(%x, 1, 1)", "x")]
    [InlineData("cat([%x], 1)", "x")]
    [InlineData("to_type(%i, `ScalarType.Int64`)", "i")]
    [InlineData("float(%s)", "s")]
    [InlineData("double(%d)", "d")]
    [InlineData("long(%i)", "i")]
    [InlineData("int(%q)", "q")]
    [InlineData("bool(%f)", "f")]
    public void Are_left_out(string operation, string operand) =>
        Assert.Equal(Rewriting.Print(Body.Read("", $"sequence y = %{operand}", Inputs)), Rewriting.Print(Simplifications.Rewrite(Body.Read($"%y = {operation}", "sequence y = %y", Inputs))));

    [Theory]
    [InlineData("neg(%x)", "neg(%1)")]
    [InlineData("transpose(%x, 0, 1)", "transpose(%1, 0, 1)")]
    [InlineData("unsqueeze(%x, 1)", "squeeze(%1, 1)")]
    [InlineData("unsqueeze(%x, -1)", "squeeze(%1, -1)")]
    public void And_those_that_undo_another(string first, string second) =>
        Rewriting.Becomes(Simplifications.Pass, $"%1 = {first}; %2 = {second}; %y = tanh(%2)", $"%1 = {first}; %y = tanh(%x)", "sequence y = %y");

    [Fact]
    public void The_transpose_of_a_transpose() =>
        Rewriting.Becomes(Simplifications.Pass, "%1 = t(%w); %2 = t(%1); %y = mm(%x, %2)", "%1 = t(%w); %y = mm(%x, %w)", "sequence y = %y");

    [Fact]
    public void One_after_the_other() =>
        Rewriting.Becomes(Simplifications.Pass, "%a = add(%x, 0); %b = mul(%a, 1); %z = neg(%b); %y = neg(%z)", "%z = neg(%x)", "next h = %h; sequence z = %z");

    [Fact]
    public void The_name_goes_to_the_operand_that_has_none() =>
        Rewriting.Becomes(Simplifications.Pass, "%1 = tanh(%x); %y = add(%1, 0)", "%y = tanh(%x)", "next h = %y; sequence y = %y; last z = %y");

    [Theory]
    [InlineData("add(%x, 1)")]
    [InlineData("add(%x, `rate`)")]
    [InlineData("sub(0, %x)")]
    [InlineData("mul(%x, 2)")]
    [InlineData("div(1, %x)")]
    // Another element type.
    [InlineData("div(%i, 1)")]
    [InlineData("add(%i, `0.0`)")]
    [InlineData("mul(%f, 1)")]
    [InlineData("int(%i)")]
    [InlineData("float(%x)")]
    [InlineData("double(%s)")]
    // Another shape.
    [InlineData("view(%x, [B, 1, n])")]
    [InlineData("expand(%x, [3, B, n])")]
    [InlineData("narrow(%x, 1, 0, 2)")]
    [InlineData("narrow(%x, 1, 2, n)")]
    [InlineData("cat([%x, %h], 1)")]
    // Of a size that is not known: it may be another.
    [InlineData("add(%part, 0)")]
    [InlineData("neg(%x)")]
    [InlineData("t(%w)")]
    public void Others_stay(string operation) => Rewriting.Stays(Simplifications.Pass, $"%y = {operation}", "sequence y = %y", Inputs);

    [Theory]
    [InlineData("neg(%x)", "abs(%1)")]
    [InlineData("transpose(%x, 0, 1)", "transpose(%1, 1, 0)")]
    [InlineData("unsqueeze(%x, 1)", "squeeze(%1, -2)")]
    [InlineData("unsqueeze(%x, 1)", "expand(%1, [B, 3, n])")]
    [InlineData("call([%x], `own({0})`)", "add(%1, 0)")]
    public void Others_after_another_stay(string first, string second) => Rewriting.Stays(Simplifications.Pass, $"%1 = {first}; %y = {second}", "sequence y = %y");

    [Fact]
    public void Several_parts_stay() => Rewriting.Stays(Simplifications.Pass, "%a, %b = chunk(%x, 2, 1); %y = cat([%a, %b], 1)", "sequence y = %y");
}
