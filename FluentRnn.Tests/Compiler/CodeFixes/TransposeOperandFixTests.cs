using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class TransposeOperandFixTests : CodeFixTests<TransposeOperandFix>
{
    static string Net(string product, string name = "Net") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
                .Sequences(new { x = Vector(input) })
                .States(new { h = Vector(hidden) })
                .Modules(() => new { w = Parameter(zeros(hidden, input)), v = Parameter(zeros(input, hidden)) })
                .Step((seq, state, net) =>
                {
                    var h = tanh(state.h + {{product}} + seq.x.matmul(net.v));
                    return Yield(sequence: new { y = h + net.w.sum() }, next: new { h });
                });
        }
        """;

    [Fact]
    public Task A_method() => Fixes(Net("seq.x.matmul(net.w)"), Net("seq.x.matmul(net.w.t())"));

    [Fact]
    public Task A_function() => Fixes(Net("mm(seq.x, net.w)"), Net("mm(seq.x, net.w.t())"));

    [Fact]
    public Task An_expression_is_put_in_parentheses() => Fixes(Net("seq.x.matmul(net.w * 2)"), Net("seq.x.matmul((net.w * 2).t())"));

    [Fact]
    public Task A_second_transpose_undoes_the_first() => Fixes(Net("seq.x.matmul(net.v.t())"), Net("seq.x.matmul(net.v)"));

    [Fact]
    public Task Sizes_that_never_fit() => IsNotOffered(Net("state.h.matmul(zeros(3, 4))"));

    [Fact]
    public Task Fixes_all() => FixesAll((
        Net("seq.x.matmul(net.w) + mm(seq.x, net.w)"),
        Net("seq.x.matmul(net.w.t()) + mm(seq.x, net.w.t())")));
}
