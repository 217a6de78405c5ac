using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN01x: the fluent chain.</summary>
static class ChainCases
{
    const string Step = ".Step((seq, con, state) => { var h = tanh(state.h + seq.x + con.start); return Yield(sequence: new { y = h }, next: new { h }); })";
    const string Sequences = ".Sequences(new { x = Vector(size) })";
    const string Constants = ".Constants(new { start = Vector(size) })";
    const string States = ".States(new { h = Vector(size) })";
    const string Initial = ".Initial(con => new { h = con.start })";

    public static IEnumerable<Case> All =>
    [
        new("FRNN010", "slots only", """
            [RecurrentContainer] public sealed partial class Net { static Recurrence {|FRNN010:Define|}(RecurrenceBuilder rnn, int size) => rnn.States(new { h = Vector(size) }); }
            """, "The chain in 'Net' has no call to 'Step'; end it with one")
        { IsRejectedByTheCompiler = true },
        new("FRNN010", "options before the step", Container(Slots + ".Backward().Unroll(2)" + Chain[Slots.Length..])),

        new("FRNN011", "a group twice", Container(".Sequences(new { x = Vector(size) }).{|FRNN011:Sequences|}(new { x = Vector(size) }).States(new { h = Vector(size) })" + Chain[Slots.Length..]),
            "'Sequences' may be called once in a chain; remove the other call"),
        new("FRNN011", "an option twice", Container(Slots + ".Backward().{|FRNN011:Backward|}()" + Chain[Slots.Length..]), "'Backward' may be called once in a chain; remove the other call"),
        new("FRNN011", "every group once", Container(Sequences + Constants + States + Step)),

        new("FRNN012", "states after their initial values", Container(Sequences + Constants + Initial + States.Replace("States", "{|FRNN012:States|}", StringComparison.Ordinal) + Step),
            "'States' must come before 'Initial'"),
        new("FRNN012", "groups in any order", Container(States + Constants + Sequences + Initial + Step)),

        new("FRNN013", "slots from a method", Container(".Sequences(new { x = Vector(size) }).States({|FRNN013:Same(new { h = Vector(size) })|})" + Chain[Slots.Length..], "static T Same<T>(T value) => value;"),
            "'States' gets 'Same(new { h = Vector(size) })', which is not written in place, so it cannot be read at compile time; write it as the argument itself"),
        new("FRNN013", "slots from a local", Define("var slots = new { h = Vector(size) }; return rnn.Sequences(new { x = Vector(size) }).States({|FRNN013:slots|})" + Chain[Slots.Length..] + ";"),
            "'States' gets 'slots', which is not written in place, so it cannot be read at compile time; write it as the argument itself"),
        new("FRNN013", "a merge that only running tells", Container(Slots + ".Bidirectional({|FRNN013:merge|})" + Chain[Slots.Length..], parameters: "int size, Merge merge"),
            "'Bidirectional' gets 'merge', which is not written in place, so it cannot be read at compile time; write it as the argument itself"),
        new("FRNN013", "a size from a local", Define($"var width = 2 * size; return rnn{Chain.Replace("size", "width", StringComparison.Ordinal)};")),

        new("FRNN014", "no steps between checkpoints", Container(Slots + ".Checkpoint({|FRNN014:0|})" + Chain[Slots.Length..]), "'Checkpoint' gets 0; give it 1 or more"),
        new("FRNN014", "no steps", Container(Constants + ".States(new { h = Vector(size) }).Steps({|FRNN014:0|}).Step((con, state) => { var h = tanh(state.h + con.start); return Yield(last: new { y = h }, next: new { h }); })"),
            "'Steps' gets 0; give it 1 or more"),
        new("FRNN014", "the least", Container(Slots + ".Checkpoint(1).Unroll(0 + 1)" + Chain[Slots.Length..])),
        new("FRNN014", "a size that is known at run time", Container(Slots + ".Checkpoint(size)" + Chain[Slots.Length..])),

        new("FRNN015", "backward", Container(Slots + ".Backward().{|FRNN015:Bidirectional|}()" + Chain[Slots.Length..]), "'Bidirectional' runs both ways as it is; remove 'Backward'"),
        new("FRNN015", "no sequence", Container(Constants + States + ".{|FRNN015:Bidirectional|}(Merge.Sum).Steps(3).Step((con, state) => { var h = tanh(state.h + con.start); return Yield(sequence: new { y = h }, next: new { h }); })"),
            "'Bidirectional' needs a sequence, which can be read from both ends; declare one in 'Sequences'"),
        new("FRNN015", "done", Step("var h = tanh(state.h + seq.x);", Slots + ".{|FRNN015:Bidirectional|}(shared: true)", yield: "sequence: new { y = h }, next: new { h }, done: h.sum(1) > 0"),
            "'Bidirectional' meets every step at two different times, so no row can be done; remove 'done'"),
        new("FRNN015", "everything that goes", Container(Slots + ".Bidirectional(shared: false, merge: Merge.Apart).Unroll(2)" + Chain[Slots.Length..])),
    ];
}
