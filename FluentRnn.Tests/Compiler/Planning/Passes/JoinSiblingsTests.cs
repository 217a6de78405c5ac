using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The same function of neighbouring parts is one function of the whole.</summary>
public class JoinSiblingsTests
{
    const string Inputs = """
        %q:floating[B, 2 * n] = state q; %r:floating[B, 4 * n] = state r; %p:floating[B, 2 * n] = sequence p; %s:floating[B, 1] = sequence s; %g:floating[] = weight g;
        %rows:floating[2 * B, n] = state rows; %stack:floating[B, 2, n] = state stack; %m:floating[3, 2 * n] = weight m; %three:floating[B, 3, n] = sequence three;
        %a1:floating[B, n + 1] = state a1; %b1:floating[B, n + 1] = sequence b1; %part:floating[B, n + ??`half`] = state part
        """;

    [Theory]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %y = mul(%i, %f)", "%1 = sigmoid(%q); %i, %f = chunk(%1, 2, 1); %y = mul(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, -1); %i = gt(%a, 0); %f = gt(%b, 0); %y = logical_and(%i, %f)", "%1 = gt(%q, 0); %i, %f = chunk(%1, 2, 1); %y = logical_and(%i, %f)")]
    // Some of the parts: the first two, the last two of three.
    [InlineData("%a, %b, %d, %e = chunk(%r, 4, 1); %i = sigmoid(%a); %f = sigmoid(%b); %z = tanh(%d); %o = sigmoid(%e); %y = cat([%i, %f, %z, %o], 1)", "%1, %d, %e = split_sizes(%r, [2 * n, n, n], 1); %z = tanh(%d); %o = sigmoid(%e); %2 = sigmoid(%1); %i, %f = chunk(%2, 2, 1); %y = cat([%i, %f, %z, %o], 1)")]
    [InlineData("%a, %b, %d = split_sizes(%r, [n, n, 2 * n], 1); %i = tanh(%a); %f = sigmoid(%b); %z = sigmoid(%d); %y = cat([%i, %f, %z], 1)", "%a, %1 = split_sizes(%r, [n, 3 * n], 1); %i = tanh(%a); %2 = sigmoid(%1); %f, %z = split_sizes(%2, [n, 2 * n], 1); %y = cat([%i, %f, %z], 1)")]
    // Beside the parts of another vector, of the same one, a value without a last axis, a number.
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%p, 2, 1); %i = add(%a, %d); %f = add(%b, %e); %y = mul(%i, %f)", "%1 = add(%q, %p); %i, %f = chunk(%1, 2, 1); %y = mul(%i, %f)")]
    [InlineData("%a, %b, %d, %e = chunk(%r, 4, 1); %i = mul(%a, %d); %f = mul(%b, %e); %y = add(%i, %f)", "%1, %2 = chunk(%r, 2, 1); %3 = mul(%1, %2); %i, %f = chunk(%3, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %s); %f = mul(%b, %s); %y = add(%i, %f)", "%1 = mul(%q, %s); %i, %f = chunk(%1, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %g); %f = mul(%b, %g); %y = add(%i, %f)", "%1 = mul(%q, %g); %i, %f = chunk(%1, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, 2); %f = mul(%b, 2); %y = add(%i, %f)", "%1 = mul(%q, 2); %i, %f = chunk(%1, 2, 1); %y = add(%i, %f)")]
    // And what is done to the results.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %j = tanh(%i); %f = sigmoid(%b); %k = tanh(%f); %y = mul(%j, %k)", "%1 = sigmoid(%q); %2 = tanh(%1); %j, %k = chunk(%2, 2, 1); %y = mul(%j, %k)")]
    public void Are_one(string before, string after) => Rewriting.Becomes(JoinSiblings.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // Another function, other numbers, operands the other way round.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = tanh(%b); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, 2); %f = mul(%b, 3); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sub(1, %a); %f = sub(%b, 1); %y = add(%i, %f)")]
    // One operation of both, not two.
    [InlineData("%a, %b = chunk(%q, 2, 1); %y = mul(%a, %b)")]
    // No neighbours.
    [InlineData("%a, %b, %d, %e = chunk(%r, 4, 1); %i = sigmoid(%a); %f = tanh(%b); %z = sigmoid(%d); %o = tanh(%e); %y = cat([%i, %f, %z, %o], 1)")]
    // A part that is read again.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %1 = add(%i, %f); %y = add(%1, %a)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%p, 2, 1); %i = add(%a, %d); %f = add(%b, %e); %1 = mul(%i, %f); %y = mul(%1, %e)")]
    // The parts of another vector in another order, in other sizes, from the other side.
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%p, 2, 1); %i = add(%a, %e); %f = add(%b, %d); %y = mul(%i, %f)")]
    [InlineData("%a, %b = split_sizes(%a1, [n, 1], 1); %d, %e = split_sizes(%b1, [1, n], 1); %i = add(%a, %e); %f = add(%b, %d); %y = mul(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%p, 2, 1); %i = sub(%a, %d); %f = sub(%e, %b); %y = mul(%i, %f)")]
    // The same vector for both: its elements are not those of the whole.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %x); %f = mul(%b, %x); %y = add(%i, %f)")]
    // Parts along another axis.
    [InlineData("%a, %b = chunk(%rows, 2, 0); %i = sigmoid(%a); %f = sigmoid(%b); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%stack, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %1 = add(%i, %f); %y = squeeze(%1, 1)")]
    // Parts of sizes that are not known, or that nobody knows the number of.
    [InlineData("%a, %b = split_sizes(%part, [n, ??`half`], 1); %i = sigmoid(%a); %f = sigmoid(%b); %y = cat([%i, %f], 1)")]
    // Drawn, not element by element, with an operand that counts as a whole, of another shape, of an unknown one.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = dropout(%a, `0.5`, `true`); %f = dropout(%b, `0.5`, `true`); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = softmax(%a, 1, `null`); %f = softmax(%b, 1, `null`); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = type_as(%a, %x); %f = type_as(%b, %x); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%m, 2, 1); %i = add(%a, %three); %f = add(%b, %three); %1 = add(%i, %f); %y = sum(%1, [1], `false`, `null`)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %1 = call([%x], `own({0})`); %i = add(%a, %1); %f = add(%b, %1); %y = add(%i, %f)")]
    public void Others_stay(string operations) => Rewriting.Stays(JoinSiblings.Pass, operations, "next h = %y", Inputs);

    [Theory]
    // Needed at different times.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b)", "next h = %i; sequence f = %f")]
    // A part that is returned.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %y = add(%i, %f)", "next h = %y; sequence b = %b")]
    public void What_is_returned_can_forbid_it(string operations, string returned) => Rewriting.Stays(JoinSiblings.Pass, operations, returned, Inputs);

    [Fact]
    public void Each_vector_by_itself() => Rewriting.Becomes(
        JoinSiblings.Pass,
        "%a, %b = split_sizes(%r, [n, 3 * n], 1); %d, %e = chunk(%p, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %z = sigmoid(%d); %k = sigmoid(%e)",
        "%1 = sigmoid(%r); %i, %f = split_sizes(%1, [n, 3 * n], 1); %2 = sigmoid(%p); %z, %k = chunk(%2, 2, 1)",
        "next h = %h; sequence i = %i; sequence f = %f; sequence z = %z; sequence k = %k",
        Inputs);
}
