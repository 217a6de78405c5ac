using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The layer norms of parts are one.</summary>
public class JoinNormsTests
{
    const string Inputs = """
        %q:floating[B, 2 * n] = state q; %r:floating[B, 3 * n] = state r; %cube:floating[B, 2, 2 * n] = state cube; %rows:floating[2 * B, n] = state rows;
        %g1:floating[n] = weight g1; %g2:floating[n] = weight g2; %g3:floating[n] = weight g3; %b1:floating[n] = weight b1; %b2:floating[n] = weight b2;
        %late:floating[n] = state late; %single:float32[n] = weight single; %all:floating[B, n] = constant all; %wide:floating[2 * n] = weight wide
        """;

    const string None = "`null`, `null`, `1E-05`";

    [Theory]
    [InlineData(
        "%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %g2, %b2, `1E-05`)",
        "%4 = cat([%g1, %g2], 0); %5 = mul(%3, %4); %6 = cat([%b1, %b2], 0); %7 = add(%5, %6); %i, %f = chunk(%7, 2, 1)")]
    [InlineData("%i = layer_norm(%a, [n], %g1, `null`, `1E-05`); %f = layer_norm(%b, [n], %g2, `null`, `1E-05`)", "%4 = cat([%g1, %g2], 0); %5 = mul(%3, %4); %i, %f = chunk(%5, 2, 1)")]
    [InlineData("%i = layer_norm(%a, [n], `null`, %b1, `1E-05`); %f = layer_norm(%b, [n], `null`, %b2, `1E-05`)", "%4 = cat([%b1, %b2], 0); %5 = add(%3, %4); %i, %f = chunk(%5, 2, 1)")]
    [InlineData($"%i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [n], {None})", "%i, %f = chunk(%3, 2, 1)")]
    // One norm for both.
    [InlineData(
        "%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %g1, %b1, `1E-05`)",
        "%4 = cat([%g1, %g1], 0); %5 = mul(%3, %4); %6 = cat([%b1, %b1], 0); %7 = add(%5, %6); %i, %f = chunk(%7, 2, 1)")]
    public void Are_one(string operations, string after) => Rewriting.Becomes(
        JoinNorms.Pass,
        $"%a, %b = chunk(%q, 2, 1); {operations}; %y = mul(%i, %f)",
        $"%1 = unflatten(%q, 1, [2, n]); %2 = layer_norm(%1, [n], {None}); %3 = flatten(%2, 1, 2); {after}; %y = mul(%i, %f)",
        "next h = %y",
        Inputs);

    [Fact]
    public void Some_of_the_parts() => Rewriting.Becomes(
        JoinNorms.Pass,
        $"%a, %b, %d = chunk(%r, 3, 1); %i = tanh(%a); %f = layer_norm(%b, [n], {None}); %o = layer_norm(%d, [n], {None}); %y = cat([%i, %f, %o], 1)",
        $"%a, %1 = split_sizes(%r, [n, 2 * n], 1); %i = tanh(%a); %2 = unflatten(%1, 1, [2, n]); %3 = layer_norm(%2, [n], {None}); %4 = flatten(%3, 1, 2); %f, %o = chunk(%4, 2, 1); %y = cat([%i, %f, %o], 1)",
        "next h = %y",
        Inputs);

    [Fact]
    public void Those_of_one_size_among_others() => Rewriting.Becomes(
        JoinNorms.Pass,
        $"%a, %b, %d = split_sizes(%wider, [2 * n, n, n], 1); %i = layer_norm(%a, [2 * n], {None}); %f = layer_norm(%b, [n], {None}); %o = layer_norm(%d, [n], {None}); %y = cat([%i, %f, %o], 1)",
        $"%a, %1 = chunk(%wider, 2, 1); %i = layer_norm(%a, [2 * n], {None}); %2 = unflatten(%1, 1, [2, n]); %3 = layer_norm(%2, [n], {None}); %4 = flatten(%3, 1, 2); %f, %o = chunk(%4, 2, 1); %y = cat([%i, %f, %o], 1)",
        "next h = %y",
        Inputs + "; %wider:floating[B, 4 * n] = state wider");

    [Fact]
    public void Parts_that_are_read_elsewhere_are_taken_apart_as_before() => Rewriting.Becomes(
        JoinNorms.Pass,
        $"%a, %b = chunk(%q, 2, 1); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [n], {None}); %1 = add(%i, %f); %y = mul(%1, %a)",
        $"%1 = unflatten(%q, 1, [2, n]); %2 = layer_norm(%1, [n], {None}); %3 = flatten(%2, 1, 2); %i, %f = chunk(%3, 2, 1); %4 = add(%i, %f); %a, %b = chunk(%q, 2, 1); %y = mul(%4, %a)",
        "next h = %y; sequence b = %b",
        Inputs);

    [Fact]
    public void Of_matrices_too() => Rewriting.Becomes(
        JoinNorms.Pass,
        $"%a, %b = chunk(%cube, 2, 2); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [n], {None}); %1 = mul(%i, %f); %y = sum(%1, [1], `false`, `null`)",
        $"%1 = unflatten(%cube, 2, [2, n]); %2 = layer_norm(%1, [n], {None}); %3 = flatten(%2, 2, 3); %i, %f = chunk(%3, 2, 2); %4 = mul(%i, %f); %y = sum(%4, [1], `false`, `null`)",
        "next h = %y",
        Inputs);

    [Theory]
    // Another eps; a gain, or a bias, for one alone.
    [InlineData("%i = layer_norm(%a, [n], `null`, `null`, `1E-05`); %f = layer_norm(%b, [n], `null`, `null`, `1E-06`)")]
    [InlineData("%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], `null`, %b2, `1E-05`)")]
    [InlineData("%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %g2, `null`, `1E-05`)")]
    // A gain that changes from step to step, or of another element type.
    [InlineData("%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %late, %b2, `1E-05`)")]
    [InlineData("%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %g2, %late, `1E-05`)")]
    [InlineData("%i = layer_norm(%a, [n], %g1, %b1, `1E-05`); %f = layer_norm(%b, [n], %g2, %single, `1E-05`)")]
    // Of one of the parts, of both at once.
    [InlineData($"%i = layer_norm(%a, [n], {None}); %f = tanh(%b)")]
    [InlineData($"%i = layer_norm(%q, [2 * n], {None}); %f = mul(%a, %b)")]
    // The parts are gains, not what is normalised.
    [InlineData("%i = layer_norm(%all, [n], %a, `null`, `1E-05`); %f = layer_norm(%all, [n], %b, `null`, `1E-05`)")]
    public void Others_stay(string operations) => Rewriting.Stays(JoinNorms.Pass, $"%a, %b = chunk(%q, 2, 1); {operations}; %y = cat([%i, %f], 1)", "next h = %y", Inputs);

    [Theory]
    // Parts of two sizes, of another axis, no neighbours, over two axes.
    [InlineData($"%a, %b = split_sizes(%r, [n, 2 * n], 1); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [2 * n], {None}); %y = cat([%i, %f], 1)")]
    [InlineData($"%a, %b = chunk(%rows, 2, 0); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [n], {None}); %y = add(%i, %f)")]
    [InlineData($"%a, %b, %d = chunk(%r, 3, 1); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%d, [n], {None}); %1 = add(%i, %f); %y = mul(%1, %b)")]
    [InlineData($"%a, %b = chunk(%cube, 2, 2); %i = layer_norm(%a, [2, n], {None}); %f = layer_norm(%b, [2, n], {None}); %1 = mul(%i, %f); %y = sum(%1, [1], `false`, `null`)")]
    public void Other_parts_stay(string operations) => Rewriting.Stays(JoinNorms.Pass, operations, "next h = %y", Inputs);

    [Fact]
    public void So_do_those_needed_at_different_times() => Rewriting.Stays(
        JoinNorms.Pass, $"%a, %b = chunk(%q, 2, 1); %i = layer_norm(%a, [n], {None}); %f = layer_norm(%b, [n], {None})", "next h = %i; sequence f = %f", Inputs);
}
