using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class ReplaceInPlaceOpFixTests : CodeFixTests<ReplaceInPlaceOpFix>
{
    static string Net(string body, string name = "Net") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .Sequences(new { x = Vector(size) })
                .States(new { h = Vector(size) })
                .Step((seq, state) =>
                {
                    {{body}}
                    return Yield(sequence: new { y = h }, next: new { h });
                });
        }
        """;

    [Fact]
    public Task A_call_is_renamed() => Fixes(
        Net("var h = (state.h + seq.x).tanh_(); // squashed"),
        Net("var h = (state.h + seq.x).tanh(); // squashed"));

    [Fact]
    public Task A_statement_becomes_an_assignment() => Fixes(
        Net("var h = state.h + seq.x; /* more */ h.add_(seq.x, 2);"),
        Net("var h = state.h + seq.x; /* more */ h = h.add(seq.x, 2);"));

    [Fact]
    public Task A_function_is_renamed() => Fixes(
        Net("var h = state.h + seq.x; abs_(h);"),
        Net("var h = state.h + seq.x; h = abs(h);"));

    [Fact]
    public Task The_flag_is_dropped() => Fixes(
        Net("var h = nn.functional.relu(state.h + seq.x, inplace: true);"),
        Net("var h = nn.functional.relu(state.h + seq.x);"));

    [Fact]
    public Task A_slot_cannot_be_assigned() => IsNotOffered(Net("seq.x.add_(1); var h = tanh(state.h + seq.x);"));

    [Fact]
    public Task An_operation_without_another_form_is_left() => IsNotOffered(Net("var h = (state.h + seq.x).zero_();"));

    [Fact]
    public Task Fixes_all() => FixesAll(
        (Net("var h = (state.h + seq.x).tanh_();", "A"), Net("var h = (state.h + seq.x).tanh();", "A")),
        (Net("var h = abs_(state.h + seq.x);", "B"), Net("var h = abs(state.h + seq.x);", "B")));
}
