using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Schedule;

/// <summary>What only sequence outputs need is computed for all steps after the loop, on values that are collected.</summary>
public class SinkOutputsTests
{
    const string Inputs = "%g:floating[B, n] = state g; %q:floating[B, 2 * n] = state q; %m:floating[B, 3, n] = state m; %f:bool[B] = sequence f";

    [Theory]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "loop y, behind l; collected y")]
    [InlineData("%y = tanh(%h); %l = mm(%y, %w); %k = sigmoid(%l); %o = mul(%k, %x)", "loop y, behind l k o; collected y", "o")]
    // On the state as it was; on what is there for all steps anyway.
    [InlineData("%y = tanh(%h); %l = mm(%h, %w)", "loop y, behind l; collected h")]
    [InlineData("%t = t(%w); %y = tanh(%h); %l = mm(%y, %t)", "once t, loop y, behind l; collected y")]
    // A larger result of a smaller value.
    [InlineData("%y = tanh(%h); %a = unsqueeze(%y, 2); %b = unsqueeze(%y, 1); %l = mul(%a, %b)", "loop y, behind a b l; collected y")]
    // A draw, or what combines rows, stays with what it reads; what reads it does not.
    [InlineData("%y = tanh(%h); %d = dropout(%y, `0.5`, `true`); %l = mm(%d, %w)", "loop y d, behind l; collected d")]
    [InlineData("%y = tanh(%h); %k = mm(%y, %w); %l = dropout(%k, `0.5`, `true`)", "loop y k l")]
    [InlineData("%y = tanh(%h); %k = softmax(%y, 0, `null`); %l = mm(%k, %w)", "loop y k, behind l; collected k")]
    [InlineData("%y = tanh(%h); %k = mm(%y, %w); %l = call([%k], `own({0})`)", "loop y k l")]
    // One result that the next state needs keeps all of an operation.
    [InlineData("%a, %b = chunk(%q, 2, 1); %y = tanh(%a); %l = tanh(%b)", "loop a y, behind l; collected b")]
    public void Operations(string operations, string phases, string output = "l") => Assert.Equal(phases, Phases.Of(operations, $"next h = %y; sequence l = %{output}", Inputs));

    [Theory]
    // Two values would have to be collected instead of one: it stays.
    [InlineData("%y = tanh(%h); %z = tanh(%g); %l = mul(%y, %z)", "next h = %y; next g = %z; sequence l = %l", "loop y z l")]
    // They are outputs themselves: it does not.
    [InlineData("%y = tanh(%h); %z = tanh(%g); %l = mul(%y, %z)", "next h = %y; next g = %z; sequence l = %l; sequence y = %y; sequence z = %z", "loop y z, behind l; collected y z")]
    // Three axes would have to be collected instead of two: it stays, and what reads it does not.
    [InlineData("%z = tanh(%m); %l = sum(%z, [1], `false`, `null`); %o = mm(%l, %w)", "next m = %z; next h = %h; sequence o = %o", "loop z l, behind o; collected l")]
    // What is made ahead is there for all steps anyway: only one is collected.
    [InlineData("%p = mm(%x, %w); %y = add(%p, %h); %l = mul(%y, %p)", "next h = %y; sequence l = %l", "ahead p, loop y, behind l; parted p; collected y")]
    // Three instead of three.
    [InlineData("%z = tanh(%m); %l = sigmoid(%z)", "next m = %z; next h = %h; sequence l = %l", "loop z, behind l; collected z")]
    public void Collecting_costs(string operations, string returned, string phases) => Assert.Equal(phases, Phases.Of(operations, returned, Inputs));

    [Theory]
    // Rows end apart: there is no output for all steps.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; sequence l = %l; done = %f", "loop y l")]
    // The next state needs it too.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %l; sequence l = %l", "loop y l")]
    // So does a last output: it is computed for all steps, and for the last one once more.
    [InlineData("%y = tanh(%h); %l = mm(%y, %w)", "next h = %y; sequence l = %l; last m = %l", "loop y, behind l, after l; collected y; kept y")]
    // But not where the state is not there any more after the loop.
    [InlineData("%y = tanh(%h); %l = mm(%h, %w)", "next h = %y; sequence l = %l; last m = %l", "loop y l; kept l")]
    // What is the same at every step is there anyway.
    [InlineData("%l = tanh(%c); %y = tanh(%h)", "next h = %y; sequence l = %l", "once l, loop y")]
    // Nothing is computed.
    [InlineData("%y = tanh(%h)", "next h = %y; sequence x = %x; sequence h = %h; sequence c = %c", "loop y")]
    public void What_is_returned(string operations, string returned, string phases) => Assert.Equal(phases, Phases.Of(operations, returned, Inputs));

    [Fact]
    public void It_can_be_switched_off() => Assert.Equal(
        "loop y l m; kept m",
        Phases.Of("%y = tanh(%h); %l = mm(%y, %w); %m = sigmoid(%l)", "next h = %y; sequence l = %l; last m = %m", allowed: Allowed.All & ~Allowed.SinkOutputs));

    [Fact]
    public void What_is_not_made_ahead_has_to_be_collected() => Assert.Equal(
        "loop p y l",
        Phases.Of("%p = mm(%x, %w); %y = add(%p, %h); %l = mul(%y, %p)", "next h = %y; sequence l = %l", allowed: Allowed.All & ~Allowed.BatchSteps));
}
