using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class AddMissingStateUpdateFixTests : CodeFixTests<AddMissingStateUpdateFix>
{
    static string Net(string states, string next, string name = "Net") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .Sequences(new { x = Vector(size) })
                .States(new { {{states}} })
                .Step((seq, s) =>
                {
                    var h = tanh(s.h + seq.x);
                    return Yield(sequence: new { y = h }{{next}});
                });
        }
        """;

    [Fact]
    public Task Adds_a_state_at_the_end() => Fixes(
        Net("h = Vector(size), c = Vector(size)", ", next: new { h }"),
        Net("h = Vector(size), c = Vector(size)", ", next: new { h, c = s.c }"));

    [Fact]
    public Task Adds_states_in_the_order_of_their_declaration() => Fixes(
        Net("a = Vector(size), h = Vector(size), @class = Vector(size)", ", next: new { h }"),
        Net("a = Vector(size), h = Vector(size), @class = Vector(size)", ", next: new { a = s.a, h, @class = s.@class }"));

    [Fact]
    public Task Keeps_the_layout() => Fixes(
        Net("h = Vector(size), b = Vector(size), c = Vector(size)", """
            , next: new
                        {
                            h, // the output too
                            c = s.c * 2,
                        }
            """),
        Net("h = Vector(size), b = Vector(size), c = Vector(size)", """
            , next: new
                        {
                            h, // the output too
                            b = s.b,
                            c = s.c * 2,
                        }
            """));

    [Fact]
    public Task Adds_next_where_there_is_none() => Fixes(
        Net("h = Vector(size), c = Vector(size)", ""),
        Net("h = Vector(size), c = Vector(size)", ", next: new { h = s.h, c = s.c }"));

    [Fact]
    public Task Fixes_all() => FixesAll((
        Net("h = Vector(size), c = Vector(size)", ", next: new { h }", "A") + "\n\n" + Net("h = Vector(size), c = Vector(size)", ", next: new { }", "B"),
        Net("h = Vector(size), c = Vector(size)", ", next: new { h, c = s.c }", "A") + "\n\n" + Net("h = Vector(size), c = Vector(size)", ", next: new { h = s.h, c = s.c }", "B")));
}
