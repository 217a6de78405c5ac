using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>The steps of both directions as rows of one loop: what each direction makes for it, and when that cannot be.</summary>
public class JoinedDirectionsTests
{
    const string Inputs = "%v:floating[n] = weight v; %W:floating[n, n] = weight W; %k:floating[B, 3, n] = constant k; %m:floating[3, n] = weight m";

    [Theory]
    [InlineData("%y = tanh(%h)", "")]
    [InlineData("%y = mm(%h, %w)", "Weight w")]
    [InlineData("%y = addmm(%v, %h, %w, 1, 1)", "Vector v, Weight w")]
    [InlineData("%y = mul(%h, %v)", "Vector v")]
    [InlineData("%y = add(%h, %c)", "Rows c")]
    // Once, however often it is read; and what is made of weights.
    [InlineData("%1 = mul(%h, %v); %2 = mm(%1, %w); %3 = add(%2, %v); %y = mm(%3, %w)", "Vector v, Weight w")]
    [InlineData("%t = t(%w); %y = mm(%h, %t)", "Weight t; before t")]
    // What is made for all steps, and a sequence that is read at each.
    [InlineData("%p = mm(%x, %w); %1 = mm(%h, %W); %2 = add(%p, %1); %y = mul(%2, %x)", "Weight W; before p")]
    public void Are(string operations, string expected) => Assert.Equal(expected, Of(operations));

    [Theory]
    // A weight as another operand than a product's, a vector beside more axes, a product of another kind, a constant with more axes.
    [InlineData("%1 = unsqueeze(%h, 1); %2 = add(%1, %m); %y = sum(%2, [1], `false`, `null`)", "'operator +' reads a weight otherwise than as the matrix of a product or as a vector")]
    [InlineData("%1 = unsqueeze(%h, 1); %2 = mul(%1, %v); %y = squeeze(%2, 1)", "'operator *' reads a weight otherwise than as the matrix of a product or as a vector")]
    [InlineData("%y = matmul(%h, %w)", "'matmul' reads a weight otherwise than as the matrix of a product or as a vector")]
    [InlineData("%y = layer_norm(%h, [n], %v, %v, `1e-5`)", "'layer_norm' reads a weight otherwise than as the matrix of a product or as a vector")]
    [InlineData("%1 = unsqueeze(%h, 1); %2 = add(%1, %k); %y = sum(%2, [1], `false`, `null`)", "'operator +' is in the loop, and it reads a constant that is too large to be repeated for every step")]
    // Draws; rows that are combined; a number that depends on the size of the batch, one that depends on a constant.
    [InlineData("%y = dropout(%h, `0.5`, `true`)", "'dropout' is in the loop, and it has effects, or is not known to the compiler")]
    [InlineData("%1 = softmax(%h, 0, `null`); %y = sub(%h, %1)", "'softmax' is in the loop, and it combines rows of the batch")]
    [InlineData("%y = mul(%h, B)", "'operator *' is in the loop, and it reads the size of the batch")]
    [InlineData("%y = mul(%h, `{c}.shape[1]`)", "a step reads a size of a slot")]
    public void Are_not(string operations, string why) => Assert.Equal(why, WhyNot(operations));

    [Fact]
    public void Not_when_what_leaves_the_loop_is_the_same_at_every_step() =>
        Assert.Equal("something that is the same at every step is carried or put out", WhyNot("%y = tanh(%h)", "next h = %y; sequence z = %c"));

    [Fact]
    public void Not_when_the_loop_is_empty() => Assert.Equal("there is nothing in the loop", WhyNot("%y = tanh(%x)"));

    [Fact]
    public void Not_with_checkpoints() => Assert.Equal("Checkpoint runs the steps in segments", WhyNot("%y = tanh(%h)", change: spec => spec with { Checkpoint = "2" }));

    [Fact]
    public void Not_where_a_row_can_be_done() => Assert.Equal("a row can be done before the others", WhyNot("%y = tanh(%h)", change: spec => spec with { HasDone = true }));

    [Fact]
    public void Not_with_a_teacher() => Assert.Equal(
        "a teacher can put targets in the place of states",
        WhyNot("%y = tanh(%h)", change: spec => spec with { States = EquatableArray.Of(spec.States[0] with { TeacherForced = true }) }));

    [Fact]
    public void Not_from_drawn_states() => Assert.Equal(
        "an initial state is drawn", WhyNot("%y = tanh(%h)", change: spec => spec with { States = EquatableArray.Of(spec.States[0] with { RandomNormal = true }) }));

    [Fact]
    public void Not_when_conditions_choose_the_step() =>
        Assert.Equal("conditions choose between steps", WhyNot("%y = tanh(%h)", change: spec => spec with { Variants = spec.Variants.Concat(spec.Variants).ToEquatableArray() }));

    [Fact]
    public void Not_when_invariants_stay_in_the_loop() =>
        Assert.Equal("'t' is in the loop, and 't' is not known to keep rows apart", WhyNot("%t = t(%w); %y = mm(%h, %t)", allowed: Allowed.All & ~Allowed.HoistInvariants));

    [Fact]
    public void In_one_direction_there_is_nothing_to_say()
    {
        Assert.Null(Of("%y = tanh(%h)", change: spec => spec with { Bidirectional = null }));
        Assert.Null(WhyNot("%y = tanh(%h)", change: spec => spec with { Bidirectional = null }));
    }

    [Fact]
    public void Nor_when_switched_off()
    {
        Assert.Null(Of("%y = tanh(%h)", allowed: Allowed.All & ~Allowed.JoinDirections));
        Assert.Null(WhyNot("%y = tanh(%h)", allowed: Allowed.All & ~Allowed.JoinDirections));
    }

    static string? WhyNot(string operations, string returned = "next h = %y", Func<ContainerSpec, ContainerSpec>? change = null, Allowed allowed = Allowed.All)
    {
        var (schedule, _) = Schedule(operations, returned, change, allowed);
        Assert.False(schedule.WhyApart is not null && schedule.Joined is not null);
        return schedule.WhyApart;
    }

    static string? Of(string operations, string returned = "next h = %y", Func<ContainerSpec, ContainerSpec>? change = null, Allowed allowed = Allowed.All)
    {
        var (schedule, names) = Schedule(operations, returned, change, allowed);
        return schedule.Joined is not { } joined ? null : string.Join("; ", new[]
        {
            string.Join(", ", joined.Read.Select(read => $"{read.Form} {names[read.Value].Name}")),
            joined.Before.Count == 0 ? "" : $"before {string.Join(" ", joined.Before.SelectMany(op => op.Results).Select(result => names[result.Id].Name))}",
        }.Where(text => text.Length > 0));
    }

    static (StepSchedule Schedule, IReadOnlyDictionary<int, Value> Names) Schedule(string operations, string returned, Func<ContainerSpec, ContainerSpec>? change, Allowed allowed)
    {
        var graph = Body.Read(operations, returned, Inputs);
        var spec = Body.Spec with { Bidirectional = new Bidirection("Concat", Shared: false), Variants = EquatableArray.Of(new StepVariant(default, graph)) };
        spec = change?.Invoke(spec) ?? spec;
        return (Scheduler.Schedule(graph, StageAnalysis.Run(graph, spec), spec, allowed), graph.Values());
    }
}
