using FluentRnn.Generators;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler.Diagnostics;

/// <summary>Code as it is while somebody types: neither the analyzer nor the generator may fail on it.</summary>
public class UnfinishedCodeTests
{
    const string Code = MarkedCode.Usings + """
        [RecurrentContainer]
        public sealed partial class Decoder
        {
            const int Depth = 2;

            static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden = 8)
            {
                var width = vocab + memory;
                return rnn
                    .Sequences(new { mask = Scalar() })
                    .Constants(new { context = Vector(memory) })
                    .States(new { h = Learned(Vector(hidden)), c = Vector(hidden), previous = TeacherForced(Vector(vocab)) })
                    .Modules(() => new { cell = LSTMCell(width, hidden), w = Parameter(zeros(hidden, vocab) * 0.1f) })
                    .Initial((con, net) => new { c = con.context.matmul(zeros(memory, hidden)) })
                    .Backward(keepOrder: false)
                    .Step((seq, con, state, net) =>
                    {
                        var input = cat([state.previous, con.context], 1);
                        var (h, c) = net.cell.call(input, (state.h, state.c));
                        for (var i = 0; i < Depth; i++) h = Squashed(h, i) * (Training ? 1 : 2);
                        var logits = h.matmul(net.w)[.., 0..vocab];
                        return Yield(
                            sequence: new { logits },
                            last: new { summary = h },
                            next: new { h, c, previous = where(seq.mask.unsqueeze(1) > 0, softmax(logits, 1), state.previous) },
                            done: seq.mask < 0);
                    });
            }

            static Tensor Squashed(Tensor value, int times) => times > 0 ? tanh(value) : value;
        }
        """;

    const string Inside = MarkedCode.Usings + """
        [RecurrentContainer]
        public sealed partial class Layer
        {
            static Recurrence Define(RecurrenceBuilder rnn, int features, int size) => rnn
                .Sequences(new { x = Vector(features) })
                .States(new { h = Vector(size), c = Learned(Vector(size)) })
                .Modules(() => new { cell = LSTMCell(features, size) })
                .Step((seq, state, net) =>
                {
                    var (h, c) = net.cell.call(seq.x, (state.h, state.c));
                    return Yield(sequence: new { y = h }, last: new { end = c }, next: new { h, c });
                });
        }

        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .Sequences(new { x = Vector(3), sentence = Matrix(Any, 3) })
                .States(new { h = Vector(size), c = Vector(size) })
                .Modules(() => new { layer = new Layer(3, size), words = new Layer(features: 3, size), unit = RecurrentUnit.Of(GRU(size, size)) })
                .Step((seq, state, net) =>
                {
                    var layer = net.layer.step(seq.x, new Layer.State(state.h, state.c));
                    var end = net.words.call(seq.sentence).End;
                    var (h, c) = layer.State;
                    var (y, _) = net.unit.call(layer.Y + end);
                    return Yield(sequence: new { y }, next: new { h = h!, c = c! });
                });
        }
        """;

    static readonly Dictionary<string, string> Codes = new() { ["a container"] = Code, ["containers inside one"] = Inside };

    public static TheoryData<string> Names => [.. Codes.Keys];

    [Fact]
    public async Task The_finished_code_is_in_order()
    {
        var compilation = Analysis.Compile(Code);

        Assert.Empty(compilation.Errors());
        Assert.DoesNotContain(await compilation.Findings(), finding => finding.Severity >= DiagnosticSeverity.Warning || finding.Id == "FRNN084");
        Assert.Empty(Analysis.Generate(compilation).Errors());
    }

    [Fact]
    public async Task The_finished_code_with_containers_inside_is_in_order()
    {
        var generated = Analysis.Generate(Analysis.Compile(Inside));

        Assert.Empty(generated.Errors());
        Assert.DoesNotContain(await generated.Findings(), finding => finding.Severity >= DiagnosticSeverity.Warning || finding.Id == "FRNN084");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Without_any_one_token(string name) => Survives(Codes[name], token => Codes[name].Remove(token.SpanStart, token.Span.Length));

    [Theory]
    [MemberData(nameof(Names))]
    public Task Cut_after_any_token(string name) => Survives(Codes[name], token => Codes[name][..token.Span.End]);

    [Theory]
    [MemberData(nameof(Names))]
    public Task With_any_one_token_twice(string name) => Survives(Codes[name], token => Codes[name].Insert(token.Span.End, " " + token.Text));

    static IEnumerable<SyntaxToken> Tokens(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens().Where(token => token.SpanStart >= MarkedCode.Usings.Length && token.Text.Length > 0);

    /// <summary>Neither reports its own fault; the references are shared by all variants, so that one takes milliseconds.</summary>
    static async Task Survives(string code, Func<SyntaxToken, string> edit)
    {
        var compilation = Analysis.Compile(code);
        var options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new RecurrentContainerGenerator().AsSourceGenerator()], parseOptions: options);
        foreach (var text in Tokens(code).Select(edit))
        {
            var unfinished = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], CSharpSyntaxTree.ParseText(text, options));

            driver = driver.RunGenerators(unfinished);

            Assert.Empty(driver.GetRunResult().Results.Select(result => result.Exception).OfType<Exception>());
            Assert.DoesNotContain(await unfinished.Findings(), finding => finding.Id == "FRNN999");
        }
    }
}
