using FluentRnn.Generators.CodeFixes;
using FluentRnn.Tests.Compiler.Testing;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class UseWhereFixTests : CodeFixTests<UseWhereFix>
{
    static string Net(string body, string name = "Net", string members = "") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .Sequences(new { x = Vector(size) })
                .States(new { h = Vector(size) })
                .Step((seq, state) =>
                {
                    var s = state.h + seq.x;
                    {{body}}
                    return Yield(sequence: new { y = h }, next: new { h });
                });
            {{members}}
        }
        """;

    [Fact]
    public Task A_conditional_expression() => Fixes(
        Net("var h = s.sum([1], true).item<float>() > 0 ? s : tanh(s); // squashed"),
        Net("var h = where(s.sum([1], true) > 0, s, tanh(s)); // squashed"));

    [Fact]
    public Task An_if_with_else() => Fixes(
        Net("""
            Tensor h;
                        // Choose.
                        if (s.amax([1], true).ToSingle() > 0.5f)
                        {
                            h = s * 2;
                        }
                        else
                        {
                            h = tanh(s);
                        }

            """),
        Net("""
            Tensor h;
                        // Choose.
                        h = where(s.amax([1], true) > 0.5f, s * 2, tanh(s));

            """));

    [Fact]
    public Task An_if_without_else() => Fixes(
        Net("var h = s; if ((bool)(s > 0).any(1, true)) h = tanh(s);"),
        Net("var h = s; h = where((s > 0).any(1, true), tanh(s), h);"));

    [Fact]
    public Task Returns_of_a_function() => Fixes(
        Net("var h = Own(s);", members: "static Tensor Own(Tensor s) { if (s.amax([1], true).item<float>() > 0) return s; else return tanh(s); }"),
        Net("var h = Own(s);", members: "static Tensor Own(Tensor s) { return where(s.amax([1], true) > 0, s, tanh(s)); }"));

    [Fact]
    public Task And_or_not() => Fixes(
        Net("var h = s.amax([1], true).item<float>() > 0 && !((s < 1).any(1, true).item<bool>() || (s == 2).all(1, true).item<bool>()) ? s : -s;"),
        Net("var h = where((s.amax([1], true) > 0) & ~((s < 1).any(1, true) | (s == 2).all(1, true)), s, -s);"));

    [Fact]
    public Task Without_the_using_of_torch() => FixesFile(
        Net("var h = s.mean([1], true).item<float>() > 0 ? s : s.tanh();").Insert(0, "using FluentRnn;\nusing TorchSharp;\nusing static FluentRnn.Dsl;\n\n"),
        Net("var h = torch.where(s.mean([1], true) > 0, s, s.tanh());").Insert(0, "using FluentRnn;\nusing TorchSharp;\nusing static FluentRnn.Dsl;\n\n"));

    [Fact]
    public Task Other_statements_are_left() => IsNotOffered(
        Net("var h = s; if (s.sum().item<float>() > 0) { h = tanh(h); h = h * 2; }"));

    [Fact]
    public Task Fixes_all_nested()
    {
        var before = MarkedCode.Usings + Net("var h = s.amax([1], true).item<float>() > 0 ? s : tanh(s);", "A") + "\n\n" + Net("Tensor h; if (s.amin([1], true).item<float>() > 0) h = s; else h = tanh(s);", "B");
        return FixesAll((
            before[MarkedCode.Usings.Length..],
            Net("var h = where(s.amax([1], true) > 0, s, tanh(s));", "A") + "\n\n" + Net("Tensor h; h = where(s.amin([1], true) > 0, s, tanh(s));", "B")));
    }
}
