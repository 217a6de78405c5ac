using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class MakeLambdaStaticFixTests : CodeFixTests<MakeLambdaStaticFix>
{
    static string Net(string lambda, string name = "Net") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .States(new { h = Vector(size) })
                .Steps(4)
                .Step({{lambda}});
        }
        """;

    [Fact]
    public Task With_parentheses() => Fixes(
        Net("(state) => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) })"),
        Net("static (state) => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) })"));

    [Fact]
    public Task Without_parentheses() => Fixes(
        Net("/* one step */ state => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) })"),
        Net("/* one step */ static state => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) })"));

    [Fact]
    public Task Fixes_all() => FixesAll(
        (Net("state => Yield(next: new { h = tanh(state.h) })", "A"), Net("static state => Yield(next: new { h = tanh(state.h) })", "A")),
        (Net("state => Yield(next: new { h = tanh(state.h) })", "B"), Net("static state => Yield(next: new { h = tanh(state.h) })", "B")));
}
