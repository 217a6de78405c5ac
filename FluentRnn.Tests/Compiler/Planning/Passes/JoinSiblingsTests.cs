using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The same function of neighbouring parts is one function of the whole.</summary>
public class JoinSiblingsTests
{
    const string Inputs = """
        %q:floating[B, 2 * n] = state q; %r:floating[B, 4 * n] = state r; %p:floating[B, 2 * n] = sequence p; %s:floating[B, 1] = sequence s; %g:floating[] = weight g;
        %rows:floating[2 * B, n] = state rows; %stack:floating[B, 2, n] = state stack; %m:floating[3, 2 * n] = weight m; %three:floating[B, 3, n] = sequence three;
        %a1:floating[B, n + 1] = state a1; %b1:floating[B, n + 1] = state b1; %part:floating[B, n + ??`half`] = state part;
        %u:floating[B, 2 * n] = state u; %t:floating[B, n] = sequence t; %wide:floating[B, 3 * n] = sequence wide; %single:float32[B, n] = sequence single;
        %v1:floating[n] = weight v1; %v2:floating[n] = weight v2; %v3:floating[3 * n] = weight v3; %late:floating[n] = state late; %row:floating[1, n] = weight row; %one:floating[1] = weight one;
        %cube:floating[B, 2, 2 * n] = state cube; %slice:floating[B, 2, n] = sequence slice; %six:floating[B, 3 * n] = state six;
        %two:floating[2 * B, 2 * n] = state two; %both:floating[2 * B, n] = sequence both; %grown:floating[B, 2 * ?`{h}.shape[1]`] = state grown; %grows:floating[B, ?`{h}.shape[1]`] = sequence grows
        """;

    const string Sum = "%11 = add(%i, %f); %12 = add(%j, %k); %y = mul(%11, %12)";

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
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%u, 2, 1); %i = add(%a, %d); %f = add(%b, %e); %1 = mul(%i, %f); %y = mul(%1, %e)")]
    // The parts of another vector in another order, in other sizes, from the other side.
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%u, 2, 1); %i = add(%a, %e); %f = add(%b, %d); %y = mul(%i, %f)")]
    [InlineData("%a, %b = split_sizes(%a1, [n, 1], 1); %d, %e = split_sizes(%b1, [1, n], 1); %i = add(%a, %e); %f = add(%b, %d); %y = mul(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%u, 2, 1); %i = sub(%a, %d); %f = sub(%e, %b); %y = mul(%i, %f)")]
    // The same vector for both: its elements are not those of the whole.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %h); %f = mul(%b, %h); %y = add(%i, %f)")]
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

    [Theory]
    // Everything that reads the parts, each time in the same way.
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = sigmoid(%a); %f = sigmoid(%b); %j = tanh(%a); %k = tanh(%b)", "%1 = sigmoid(%q); %i, %f = chunk(%1, 2, 1); %2 = add(%i, %f); %3 = tanh(%q); %j, %k = chunk(%3, 2, 1); %4 = add(%j, %k); %y = mul(%2, %4)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%u, 2, 1); %i = mul(%a, %d); %f = mul(%b, %e); %j = add(%a, %d); %k = add(%b, %e)", "%1 = mul(%q, %u); %i, %f = chunk(%1, 2, 1); %2 = add(%i, %f); %3 = add(%q, %u); %j, %k = chunk(%3, 2, 1); %4 = add(%j, %k); %y = mul(%2, %4)")]
    public void Parts_may_be_read_several_times(string before, string after) => Rewriting.Becomes(JoinSiblings.Pass, $"{before}; {Sum}", after, "next h = %y", Inputs);

    [Theory]
    // Once more than the other, by another function, from the other side, at another time, beside something that goes nowhere.
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = tanh(%a); %k = tanh(%h)", "next h = %y")]
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = tanh(%a); %k = exp(%b)", "next h = %y")]
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = sub(%a, 1); %k = sub(1, %b)", "next h = %y")]
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = tanh(%a); %k = sigmoid(%h); %z = tanh(%b)", "next h = %y; sequence z = %z")]
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = mul(%a, %h); %k = mul(%b, %h)", "next h = %y")]
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = softmax(%a, 1, `null`); %k = softmax(%b, 1, `null`)", "next h = %y")]
    // A part that is returned.
    [InlineData("%i = sigmoid(%a); %f = sigmoid(%b); %j = tanh(%a); %k = tanh(%b)", "next h = %y; sequence a = %a")]
    public void Others_that_read_them_go_together_or_nothing_does(string operations, string returned) =>
        Rewriting.Stays(JoinSiblings.Pass, $"%a, %b = chunk(%q, 2, 1); {operations}; {Sum}", returned, Inputs);

    [Theory]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %v1); %f = mul(%b, %v2); %y = add(%i, %f)", "%1 = cat([%v1, %v2], 0); %2 = mul(%q, %1); %i, %f = chunk(%2, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%v1, %a); %f = mul(%v1, %b); %y = add(%i, %f)", "%1 = cat([%v1, %v1], 0); %2 = mul(%1, %q); %i, %f = chunk(%2, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = split_sizes(%r, [n, 3 * n], 1); %i = mul(%a, %v1); %f = mul(%b, %v3); %y = cat([%i, %f], 1)", "%1 = cat([%v1, %v3], 0); %2 = mul(%r, %1); %i, %f = split_sizes(%2, [n, 3 * n], 1); %y = cat([%i, %f], 1)")]
    public void A_vector_for_each_part_is_one_vector(string before, string after) => Rewriting.Becomes(JoinSiblings.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // One that changes, a matrix, one of another size, one among parts.
    [InlineData("%i = mul(%a, %v1); %f = mul(%b, %late)")]
    [InlineData("%i = mul(%a, %v1); %f = mul(%b, %row)")]
    [InlineData("%i = mul(%a, %v1); %f = mul(%b, %one)")]
    [InlineData("%i = mul(%a, %v1); %f = mul(%b, 2)")]
    [InlineData("%i = mul(%a, %v1); %f = mul(%b, %x)")]
    public void Other_vectors_are_none(string operations) => Rewriting.Stays(JoinSiblings.Pass, $"%a, %b = chunk(%q, 2, 1); {operations}; %y = add(%i, %f)", "next h = %y", Inputs);

    [Theory]
    // Of sequences, constants, sizes of their own; the same one; parts in another order, or that something else reads.
    [InlineData("%a, %b = chunk(%q, 2, 1); %d = tanh(%x); %e = tanh(%t); %i = add(%a, %d); %f = add(%b, %e); %y = mul(%i, %f)", "%d = tanh(%x); %e = tanh(%t); %1 = cat([%d, %e], 1); %2 = add(%q, %1); %i, %f = chunk(%2, 2, 1); %y = mul(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = add(%x, %a); %f = add(%c, %b); %y = mul(%i, %f)", "%1 = cat([%x, %c], 1); %2 = add(%1, %q); %i, %f = chunk(%2, 2, 1); %y = mul(%i, %f)")]
    [InlineData("%a, %b = split_sizes(%r, [n, 3 * n], 1); %i = add(%a, %x); %f = add(%b, %wide); %y = cat([%i, %f], 1)", "%1 = cat([%x, %wide], 1); %2 = add(%r, %1); %i, %f = split_sizes(%2, [n, 3 * n], 1); %y = cat([%i, %f], 1)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %x); %f = mul(%b, %x); %y = add(%i, %f)", "%1 = cat([%x, %x], 1); %2 = mul(%q, %1); %i, %f = chunk(%2, 2, 1); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %d, %e = chunk(%p, 2, 1); %i = add(%a, %e); %f = add(%b, %d); %y = mul(%i, %f)", "%d, %e = chunk(%p, 2, 1); %1 = cat([%e, %d], 1); %2 = add(%q, %1); %i, %f = chunk(%2, 2, 1); %y = mul(%i, %f)")]
    public void Operands_that_are_there_before_the_loop_are_put_together(string before, string after) => Rewriting.Becomes(JoinSiblings.Pass, before, after, "next h = %y", Inputs);

    [Theory]
    // One of the loop; one that only the loop can make: drawn, or of rows that meet.
    [InlineData("%e = tanh(%h); %i = add(%a, %x); %f = add(%b, %e)")]
    [InlineData("%e = dropout(%x, `0.5`, `true`); %i = add(%a, %x); %f = add(%b, %e)")]
    [InlineData("%e = softmax(%t, 0, `null`); %i = add(%a, %x); %f = add(%b, %e)")]
    // Of another element type, shape, rank.
    [InlineData("%i = add(%a, %x); %f = add(%b, %single)")]
    [InlineData("%i = add(%a, %x); %f = add(%b, %s)")]
    [InlineData("%i = add(%a, %x); %f = add(%b, %v1)")]
    [InlineData("%i = add(%a, %x); %f = add(%b, %row)")]
    public void Operands_of_the_loop_are_not(string operations) => Rewriting.Stays(JoinSiblings.Pass, $"%a, %b = chunk(%q, 2, 1); {operations}; %y = mul(%i, %f)", "next h = %y", Inputs);

    [Theory]
    // They are matrices, do not begin with the batch axis, grow with a state; the sums are made before the loop, or after it.
    [InlineData("%a, %b = chunk(%cube, 2, 2); %i = add(%a, %slice); %f = add(%b, %slice); %1 = mul(%i, %f); %y = sum(%1, [1], `false`, `null`)", "next h = %y")]
    [InlineData("%a, %b = chunk(%two, 2, 1); %i = add(%a, %both); %f = add(%b, %both); %y = mul(%i, %f)", "next rows = %y; next h = %h")]
    [InlineData("%a, %b = chunk(%grown, 2, 1); %i = add(%a, %grows); %f = add(%b, %grows); %1 = mul(%i, %f); %y = sum(%1, [1], `true`, `null`)", "next s = %y; next h = %h")]
    [InlineData("%a, %b = chunk(%p, 2, 1); %i = add(%a, %x); %f = add(%b, %t); %y = mul(%i, %f)", "next h = %y")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = add(%a, %x); %f = add(%b, %t)", "next h = %h; sequence i = %i; sequence f = %f")]
    public void Nor_are_others_before_the_loop(string operations, string returned) => Rewriting.Stays(JoinSiblings.Pass, operations, returned, Inputs);

    [Theory]
    [InlineData("BatchSteps")]
    [InlineData("HoistInvariants")]
    public void Nothing_is_put_together_that_would_stay_in_the_loop(string forbidden)
    {
        var graph = Body.Read("%a, %b = chunk(%q, 2, 1); %i = add(%a, %x); %f = add(%b, %t); %y = mul(%i, %f)", "next h = %y", Inputs);

        Assert.Equal(Rewriting.Print(graph), Rewriting.Print(PassPipeline.Run([JoinSiblings.Pass], graph, Body.Spec, Allowed.All & ~Enum.Parse<Allowed>(forbidden))));
    }

    [Theory]
    [InlineData("%a, %b, %d = chunk(%six, 3, 1); %i = mul(%a, %b); %f = mul(%b, %d); %y = add(%i, %f)")]
    [InlineData("%a, %b = chunk(%q, 2, 1); %i = mul(%a, %b); %f = mul(%b, %a); %y = add(%i, %f)")]
    public void Runs_of_one_vector_do_not_overlap(string operations) => Rewriting.Stays(JoinSiblings.Pass, operations, "next h = %y", Inputs);

    [Fact]
    public void But_one_may_be_read_twice() => Rewriting.Becomes(
        JoinSiblings.Pass,
        "%a, %b = chunk(%q, 2, 1); %i = mul(%a, %a); %f = mul(%b, %b); %y = add(%i, %f)",
        "%1 = mul(%q, %q); %i, %f = chunk(%1, 2, 1); %y = add(%i, %f)",
        "next h = %y",
        Inputs);
}
