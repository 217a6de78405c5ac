using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class RemoveUnusedSlotFixTests : CodeFixTests<RemoveUnusedSlotFix>
{
    static string Net(string chain) => $$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
        {{chain}}
        }
        """;

    [Fact]
    public Task A_sequence_of_several() => Fixes(
        Net("""
                    .Sequences(new { x = Vector(size), y = Vector(size), z = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x + seq.z) }));
            """),
        Net("""
                    .Sequences(new { x = Vector(size), z = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x + seq.z) }));
            """));

    [Fact]
    public Task The_first_and_the_last_of_lines() => FixesAll((
        Net("""
                    .Sequences(new
                    {
                        a = Vector(size), // first
                        x = Vector(size), // second
                        b = Vector(size), // third
                    })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """),
        Net("""
                    .Sequences(new
                    {
                        x = Vector(size), // second
                    })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """)));

    [Fact]
    public Task A_group_without_members_goes() => Fixes(
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .Constants(new { context = Vector(size) })  // the same at every step
                    .States(new { h = Vector(size) })           // carried
                    .Step((seq, con, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """),
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Vector(size) })           // carried
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """));

    [Fact]
    public Task A_module() => Fixes(
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Modules(() => new { cell = RNNCell(size, size), readout = Linear(size, size) })
                    .Step((seq, state, net) => Yield(sequence: new { o = state.h }, next: new { h = net.cell.call(seq.x, state.h) }));
            """),
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Modules(() => new { cell = RNNCell(size, size) })
                    .Step((seq, state, net) => Yield(sequence: new { o = state.h }, next: new { h = net.cell.call(seq.x, state.h) }));
            """));

    [Fact]
    public Task A_state_goes_with_its_initial_and_its_next_value() => Fixes(
        Net("""
                    .Constants(new { start = Vector(size) })
                    .States(new { h = Vector(size), mark = Vector(size) })
                    .Initial(con => new { mark = con.start })
                    .Step((con, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + con.start), mark = con.start * 2 }));
            """),
        Net("""
                    .Constants(new { start = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Step((con, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + con.start) }));
            """));

    [Fact]
    public Task The_last_state_goes_with_next() => Fixes(
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .States(new { mark = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = seq.x }, next: new { mark = tanh(seq.x) }));
            """),
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .Step((seq) => Yield(sequence: new { o = seq.x }));
            """));

    [Fact]
    public Task Fixes_all_of_a_chain() => FixesAll((
        Net("""
                    .Sequences(new { x = Vector(size), y = Vector(size) })
                    .Constants(new { a = Vector(size), b = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Modules(() => new { readout = Linear(size, size) })
                    .Step((seq, con, state, net) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """),
        Net("""
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Vector(size) })
                    .Step((seq, state) => Yield(sequence: new { o = state.h }, next: new { h = tanh(state.h + seq.x) }));
            """)));
}
