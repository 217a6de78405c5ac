using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>The step that is torch's LSTM, and every step that is almost it.</summary>
public class LstmLayerTests
{
    const string Inputs = """
        %s:floating[B, n] = state s; %W:floating[n, 4 * n] = weight W; %U:floating[n, 4 * n] = weight U; %b:floating[4 * n] = weight b; %one:floating[1] = weight one; %row:floating[1, 4 * n] = weight row;
        %A:floating[4 * n, n] = weight A; %C:floating[4 * n, n] = weight C; %five:floating[n, 5 * n] = weight five; %V:floating[n, 5 * n] = weight V
        """;

    const string Operations = """
        %z = addmm(%b, %x, %W, 1, 1); %u = addmm(%z, %h, %U, 1, 1); %1, %2, %3, %4 = chunk(%u, 4, 1); %i = sigmoid(%1); %f = sigmoid(%2); %g = tanh(%3); %o = sigmoid(%4);
        %k = mul(%f, %s); %n = addcmul(%k, %i, %g, 1); %t = tanh(%n); %y = mul(%o, %t)
        """;

    const string Returned = "next h = %y; next s = %n; sequence y = %y";

    static readonly ContainerSpec Spec = Body.Spec with
    {
        States = EquatableArray.Of(Containers.Slot("h", Graph.Rows("n")), Containers.Slot("s", Graph.Rows("n"))),
    };

    [Fact]
    public void It_is_the_layer()
    {
        var layer = Find(Operations, Returned)!;
        var names = Body.Read(Operations, Returned, Inputs).Values();

        Assert.Equal(("x", "W", "U", "b", "h", "s", "y", "n", "z"), (
            names[layer.Input].Name, names[layer.InputWeight.Values[0]].Name, names[layer.RecurrentWeight.Values[0]].Name, names[layer.Bias!.Values[0]].Name,
            layer.Hidden, layer.Cell, names[layer.NextHidden].Name, names[layer.NextCell].Name, names[layer.Product].Name));
        Assert.Equal([0, 1, 2, 3], layer.Gates);
        Assert.True(layer.InputWeight.IsTransposed && layer.RecurrentWeight.IsTransposed);
    }

    [Fact]
    public void On_weights_that_are_torchs_way_round()
    {
        var operations = "%8 = t(%A); %9 = t(%C); " + Operations.Replace("%W", "%8", StringComparison.Ordinal).Replace("%U", "%9", StringComparison.Ordinal);
        var layer = Find(operations, Returned)!;
        var names = Body.Read(operations, Returned, Inputs).Values();

        Assert.Equal(("A", "C"), (names[layer.InputWeight.Values[0]].Name, names[layer.RecurrentWeight.Values[0]].Name));
        Assert.False(layer.InputWeight.IsTransposed || layer.RecurrentWeight.IsTransposed);
    }

    [Fact]
    public void On_weights_that_were_joined_for_the_loop()
    {
        const string Joined = "%8 = cat([%P, %Q, %R, %S], 1); %9 = cat([%p, %q, %r, %s4], 0); ";
        const string Parts = Inputs + "; %P:floating[n, n] = weight P; %Q:floating[n, n] = weight Q; %R:floating[n, n] = weight R; %S:floating[n, n] = weight S;"
            + " %p:floating[n] = weight p; %q:floating[n] = weight q; %r:floating[n] = weight r; %s4:floating[n] = weight s4";
        var operations = Joined + With("%1, %2, %3, %4 = chunk", "%3, %1, %2, %4 = chunk").Replace("addmm(%b, %x, %W", "addmm(%9, %x, %8", StringComparison.Ordinal);
        var layer = Find(operations, Returned, inputs: Parts)!;
        var names = Body.Read(operations, Returned, Parts).Values();

        Assert.Equal(["Q", "R", "P", "S"], layer.InputWeight.Values.Select(value => names[value].Name));
        Assert.Equal(["q", "r", "p", "s4"], layer.Bias!.Values.Select(value => names[value].Name));
        Assert.Equal(["U"], layer.RecurrentWeight.Values.Select(value => names[value].Name));
    }

    [Theory]
    // The gates in another order: of Keras, and with the candidate first.
    [InlineData("%1, %2, %3, %4 = chunk", "%2, %1, %4, %3 = chunk", "1 0 3 2")]
    [InlineData("%1, %2, %3, %4 = chunk", "%3, %1, %2, %4 = chunk", "1 2 0 3")]
    // Joined first, then taken apart.
    [InlineData("%1, %2, %3, %4 = chunk(%u, 4, 1); %i = sigmoid(%1); %f = sigmoid(%2);", "%5, %3, %4 = split_sizes(%u, [2 * n, n, n], 1); %6 = sigmoid(%5); %i, %f = chunk(%6, 2, 1);", "0 1 2 3")]
    // Factors the other way round; no bias.
    [InlineData("%k = mul(%f, %s)", "%k = mul(%s, %f)", "0 1 2 3")]
    [InlineData("addcmul(%k, %i, %g, 1)", "addcmul(%k, %g, %i, 1)", "0 1 2 3")]
    [InlineData("%y = mul(%o, %t)", "%y = mul(%t, %o)", "0 1 2 3")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%z = mm(%x, %W)", "0 1 2 3")]
    // On something made for all steps.
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%q = sin(%x); %z = addmm(%b, %q, %W, 1, 1)", "0 1 2 3")]
    public void However_it_is_written(string part, string other, string gates) => Assert.Equal(gates, string.Join(" ", Find(With(part, other), Returned)!.Gates));

    [Theory]
    [InlineData("next h = %y; next s = %n")]
    [InlineData("next h = %y; next s = %n; last y = %y; last n = %n")]
    [InlineData("next s = %n; next h = %y; sequence y = %y; last y = %y")]
    public void Whatever_of_it_is_returned(string returned) => Assert.NotNull(Find(Operations, returned));

    [Fact]
    public void A_readout_behind_it() => Assert.NotNull(Find(Operations + "; %l = mm(%y, %w); %m = tanh(%n)", "next h = %y; next s = %n; sequence l = %l; last m = %m"));

    [Theory]
    // Another function, or none.
    [InlineData("%i = sigmoid(%1)", "%i = tanh(%1)")]
    [InlineData("%f = sigmoid(%2)", "%f = tanh(%2)")]
    [InlineData("%g = tanh(%3)", "%g = sigmoid(%3)")]
    [InlineData("%g = tanh(%3)", "%g = relu(%3)")]
    [InlineData("%o = sigmoid(%4)", "%o = tanh(%4)")]
    [InlineData("%t = tanh(%n)", "%t = sigmoid(%n)")]
    [InlineData("%g = tanh(%3)", "%g = add(%3, 0)")]
    [InlineData("%g = tanh(%3)", "%5 = tanh(%3); %g = tanh(%5)")]
    // Another cell: with a factor, of another state, of itself, with the old cell in the output, peepholes.
    [InlineData("addcmul(%k, %i, %g, 1)", "addcmul(%k, %i, %g, 2)")]
    [InlineData("%k = mul(%f, %s)", "%k = mul(%f, %h)")]
    [InlineData("%k = mul(%f, %s)", "%k = mul(%f, %f)")]
    [InlineData("%t = tanh(%n)", "%t = tanh(%s)")]
    [InlineData("%o = sigmoid(%4)", "%5 = add(%4, %s); %o = sigmoid(%5)")]
    [InlineData("%n = addcmul(%k, %i, %g, 1)", "%5 = mul(%i, %g); %n = add(%k, %5)")]
    // One gate twice, coupled gates.
    [InlineData("%f = sigmoid(%2)", "%f = sigmoid(%1)")]
    [InlineData("%f = sigmoid(%2)", "%f = sub(1, %i)")]
    // Another product: of the cell, scaled, of a sum that is no product of the input, with five parts.
    [InlineData("addmm(%z, %h, %U, 1, 1)", "addmm(%z, %s, %U, 1, 1)")]
    [InlineData("addmm(%z, %h, %U, 1, 1)", "addmm(%z, %h, %U, 2, 1)")]
    [InlineData("addmm(%z, %h, %U, 1, 1)", "addmm(%z, %h, %U, 1, 2)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%z = addmm(%b, %x, %W, 1, 2)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%z = addmm(%row, %x, %W, 1, 1)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%z = addmm(%one, %x, %W, 1, 1)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%5 = mm(%x, %W); %z = sin(%5)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1)", "%z = mm(%s, %W)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1); %u = addmm(%z, %h, %U, 1, 1)", "%u = addmm(%b, %h, %U, 1, 1)")]
    [InlineData("%z = addmm(%b, %x, %W, 1, 1); %u = addmm(%z, %h, %U, 1, 1); %1, %2, %3, %4 = chunk(%u, 4, 1)", "%z = mm(%x, %five); %u = addmm(%z, %h, %V, 1, 1); %1, %2, %3, %4, %5 = chunk(%u, 5, 1)")]
    [InlineData("%1, %2, %3, %4 = chunk(%u, 4, 1)", "%5 = sin(%u); %1, %2, %3, %4 = chunk(%5, 4, 1)")]
    // Something beside: in the loop, and drawn.
    [InlineData("%y = mul(%o, %t)", "%y = mul(%o, %t); %d = dropout(%x, `0.5`, `true`)")]
    public void Is_not(string part, string other) => Assert.Null(Find(With(part, other), Returned));

    [Theory]
    // Something else is yielded at every step, or after the last one, or fed back.
    [InlineData("next h = %y; next s = %n; sequence n = %n")]
    [InlineData("next h = %y; next s = %n; sequence x = %x")]
    [InlineData("next h = %y; next s = %n; sequence h = %h")]
    [InlineData("next h = %y; next s = %n; sequence o = %o")]
    [InlineData("next h = %y; next s = %n; last o = %o")]
    [InlineData("next h = %y; next s = %n; last x = %x")]
    [InlineData("next h = %y; next s = %y; sequence y = %y")]
    [InlineData("next h = %n; next s = %y; sequence y = %y")]
    public void Not_when_this_is_returned(string returned) => Assert.Null(Find(Operations, returned));

    [Fact]
    public void Not_with_what_only_an_output_needs_of_something_else() =>
        Assert.Null(Find(Operations + "; %l = mm(%n, %w)", "next h = %y; next s = %n; sequence l = %l"));

    [Fact]
    public void Not_with_rows_that_end() => Assert.Null(Find(Operations, Returned + "; done = %x", Spec with { HasDone = true }));

    [Fact]
    public void Not_with_a_third_state() => Assert.Null(Find(Operations, Returned, Spec with { States = Spec.States.Append(Containers.Slot("c", Graph.Rows("n"))).ToEquatableArray() }));

    [Fact]
    public void It_can_be_switched_off() => Assert.Null(Find(Operations, Returned, Spec, Allowed.All & ~Allowed.UseLayers));

    static string With(string part, string other)
    {
        Assert.Contains(part, Operations, StringComparison.Ordinal);
        return Operations.Replace(part, other, StringComparison.Ordinal);
    }

    static LstmLayer? Find(string operations, string returned, ContainerSpec? spec = null, Allowed allowed = Allowed.All, string inputs = Inputs)
    {
        var graph = Body.Read(operations, returned, inputs);
        return Scheduler.Schedule(graph, StageAnalysis.Run(graph, spec ?? Spec), spec ?? Spec, allowed).Layer;
    }
}
