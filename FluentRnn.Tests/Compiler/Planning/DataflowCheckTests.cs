using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>What is found in the dataflow of a step, each with the nearest step in which it is not.</summary>
public class DataflowCheckTests
{
    const string Used = "%p = mm(%x, %w); %q = add(%p, %c); %y = add(%q, %h)";

    [Theory]
    [InlineData(Used, "next h = %y; sequence y = %y", "")]
    // A slot that is never read.
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h)", "next h = %y; sequence y = %y", "FRNN074 c")]
    [InlineData("%p = mm(%c, %w); %y = add(%p, %h)", "next h = %y; sequence y = %y", "FRNN074 x")]
    [InlineData("%p = add(%x, %c); %y = add(%p, %h)", "next h = %y; sequence y = %y", "FRNN023 Module w")]
    [InlineData("%p = mm(%x, %w); %y = add(%p, %c)", "next h = %y; sequence y = %y", "FRNN023 State h, FRNN081 Test")]
    // The size of a slot is part of it, and so is the text of an unknown call.
    [InlineData("%p = mm(%x, %w); %o = ones([B, ?`{c}.shape[1]`], `null`, `null`); %q = mul(%p, %o); %y = add(%q, %h)", "next h = %y; sequence y = %y", "")]
    [InlineData("%p = call([%x], `{w}.run({0})`); %q = add(%p, %c); %y = add(%q, %h)", "next h = %y; sequence y = %y", "")]
    // A state that stays as it is.
    [InlineData(Used, "next h = %h; sequence y = %y", "FRNN072 h")]
    // A value that goes nowhere.
    [InlineData(Used + "; %lost = tanh(%y)", "next h = %y; sequence y = %y", "FRNN073 lost")]
    [InlineData(Used + "; %lost = tanh(%y); %more = tanh(%lost)", "next h = %y; sequence y = %y", "FRNN073 lost, FRNN073 more")]
    [InlineData(Used + "; %8 = tanh(%y)", "next h = %y; sequence y = %y", "")]
    [InlineData(Used + "; %lost = dropout(%y, `0.5`, `true`)", "next h = %y; sequence y = %y", "")]
    [InlineData(Used + "; %lost, %last = chunk(%w, 2, 0)", "next h = %y; sequence y = %y; last z = %last", "")]
    public void One_variant(string operations, string returned, string expected) => Assert.Equal(expected, Found(Body.Container(operations, returned)));

    [Theory]
    [InlineData("%y = add(%h, %g); %z = add(%g, %x)", "next h = %y; next g = %z; sequence y = %y", "")]
    [InlineData("%y = add(%h, %x); %z = add(%g, %x)", "next h = %y; next g = %z; sequence y = %y", "FRNN076 g")]
    // Over another state, or to the end of a row, or to something with an effect.
    [InlineData("%y = add(%h, %x); %z = add(%g, %x); %k = add(%h, %g)", "next h = %k; next g = %z; sequence y = %y", "")]
    [InlineData("%y = add(%h, %x); %z = add(%g, %x)", "next h = %y; next g = %z; sequence y = %y; done = %z", "")]
    [InlineData("%y = add(%h, %x); %z = add(%g, %x); %o = call([%z], `own({0})`)", "next h = %y; next g = %z; sequence y = %y", "")]
    // A container without outputs is there for its states.
    [InlineData("%y = add(%h, %x); %z = add(%g, %x)", "next h = %y; next g = %z", "")]
    public void Two_states(string operations, string returned, string expected)
    {
        var graph = IrReader.Read($"inputs\n%x:floating[B, n] = sequence x\n%h:floating[B, n] = state h\n%g:floating[B, n] = state g\nlet\n{operations.Replace(';', '\n')}\nin\n{returned.Replace(';', '\n')}\n");
        var spec = Body.Spec with
        {
            Constants = default,
            Modules = default,
            States = EquatableArray.Of(Containers.Slot("h", Graph.Rows("n")), Containers.Slot("g", Graph.Rows("n"))),
            SequenceOutputs = graph.Sequence.Select(binding => binding.Name).ToEquatableArray(),
            Variants = EquatableArray.Of(new StepVariant(default, graph)),
        };

        Assert.Equal(expected, Found(spec));
    }

    [Fact]
    public void A_slot_that_one_variant_reads_is_used()
    {
        var without = Body.Container("%y = add(%x, %h)", "next h = %y; sequence y = %y");
        var with = Body.Container(Used, "next h = %y; sequence y = %y");
        var both = with with
        {
            Variants = EquatableArray.Of(
                new StepVariant(EquatableArray.Of(new Condition("training", true)), without.Variants[0].Body),
                new StepVariant(EquatableArray.Of(new Condition("training", false)), with.Variants[0].Body)),
        };

        Assert.Equal("", Found(both));
        Assert.Equal("FRNN074 c, FRNN023 Module w", Found(without));
    }

    [Theory]
    [InlineData("%s = sum(%x, 1, `false`, `null`); %k = sum(%h, 1, `true`, `null`); %v = add(%s, %k)", "FRNN060 s (B) (B, B)")]
    [InlineData("%s = sum(%x, 1, `true`, `null`); %k = sum(%h, 1, `true`, `null`); %v = add(%s, %k)", "")]
    [InlineData("%s = select(%w, 0, 0); %v = add(%x, %s)", "")]
    [InlineData("%v = mean(%x, [0], `true`, `null`)", "FRNN061 v")]
    [InlineData("%v = mean(%x, [1], `true`, `null`)", "")]
    [InlineData("%k = t(%h); %v = mm(%x, %k)", "FRNN061 v")]
    [InlineData("%v = mm(%x, %w)", "")]
    public void Rows(string operations, string expected) => Assert.Equal(
        expected,
        Found(Body.Container(operations, "next h = %h; sequence y = %v; last c = %c; last w = %w; last x = %x"), "FRNN06"));

    [Fact]
    public void A_value_has_its_place()
    {
        var spec = Body.Container(Used + "; %lost = tanh(%y)", "next h = %y; sequence y = %y");

        var found = Assert.Single(DataflowChecks.Check(spec));

        Assert.Equal("lost", spec.Variants[found.Variant].Body.Values()[found.Value!.Value].Name);
        Assert.Null(found.Slot);
    }

    static string Found(ContainerSpec spec, string prefix = "FRNN") => string.Join(", ", ForwardPlanner.Check(spec)
        .Where(found => found.Finding.Id.StartsWith(prefix, StringComparison.Ordinal))
        .Select(found => $"{found.Finding.Id} {string.Join(" ", found.Finding.Arguments)}"));
}
