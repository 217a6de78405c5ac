using Basic.Reference.Assemblies;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler.Composition;

/// <summary>One container inside another: wherever the inner one stands, its step becomes a part of the outer one, or is called as it is.</summary>
public class CompositionTests
{
    const string Usings = TestCompilation.Usings;

    /// <summary>h' = tanh(W [x] + h) with W of the sizes given; what is inserted is for single tests.</summary>
    static string Layer(string step = "var h = tanh(net.mix.call(seq.x) + state.h);", string states = "h = Vector(size)", string next = "h", string parameters = "int features, int size", string members = "") => $$"""
        [RecurrentContainer]
        public sealed partial class Layer
        {
            {{members}}
            static Recurrence Define(RecurrenceBuilder rnn, {{parameters}}) => rnn
                .Sequences(new { x = Vector(features) })
                .States(new { {{states}} })
                .Modules(() => new { mix = Linear(features, size) })
                .Step((seq, state, net) => { {{step}} return Yield(sequence: new { y = 2 * h }, next: new { {{next}} }); });
        }
        """;

    static string Net(string layer = "new Layer(3, size)", string step = "var layer = net.layer.step(seq.x, new Layer.State(state.h)); var h = layer.State.H!; var y = layer.Y;", string parameters = "int size") => $$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, {{parameters}}) => rnn
                .Sequences(new { x = Vector(3) })
                .States(new { h = Vector(size) })
                .Modules(() => new { layer = {{layer}} })
                .Step((seq, state, net) => { {{step}} return Yield(sequence: new { y }, next: new { h }); });
        }
        """;

    const string Inlined = """
        x: sequence x (B, 3)
        h: state h (B, size)
        weight: weight layer.mix.weight (size, 3)
        bias: weight layer.mix.bias (size)
        linear = linear(x, weight, bias) (B, size)
        add = add(linear, h) (B, size)
        h_1 = tanh(add) (B, size)
        y = mul(self: 2, h_1) (B, size)
        next h = h_1
        sequence y = y
        """;

    [Fact]
    public void A_step_becomes_operations_of_the_outer_step() => Assert.Equal(Lines(Inlined), Text(Net(), Layer()));

    [Fact]
    public void In_one_file_in_either_order()
    {
        Assert.Equal(Lines(Inlined), Text(Net() + Layer()));
        Assert.Equal(Lines(Inlined), Text(Layer() + Net()));
    }

    [Fact]
    public void In_a_namespace_and_nested()
    {
        var nested = "namespace Cells { public static partial class Of { " + Layer() + " } }";
        Assert.Equal(Lines(Inlined), Text(Net().Replace("Layer", "Cells.Of.Layer", StringComparison.Ordinal), nested));
    }

    [Fact]
    public void Made_by_a_function_it_is_called_as_it_is() =>
        Assert.Contains(
            "y, h_1 = call(`{layer}.step(x: {0}, state: new global::Layer.State({1}))`) on x, h (unknown)",
            Text(Net("Make(size)").Replace("static Recurrence", "static Layer Make(int size) => new(3, size); static Recurrence", StringComparison.Ordinal), Layer()),
            StringComparison.Ordinal);

    [Fact]
    public void A_state_left_out_is_for_the_call_itself() =>
        Assert.Contains("= call(`{layer}.step(x: {0})`) on x (B, size)", Text(Net(step: "var layer = net.layer.step(seq.x); var h = layer.State.H! + state.h; var y = layer.Y;"), Layer()), StringComparison.Ordinal);

    [Fact]
    public void A_step_that_cannot_be_read_is_called_as_it_is()
    {
        var text = Text(Net(), Layer("var h = tanh(state.h); while (seq.x.shape[0] < 0) h = h + 1; h = h + net.mix.call(seq.x);"));
        Assert.Contains("= call(`{layer}.step(x: {0}, state: new global::Layer.State({1}))`) on x, h", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mix", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_private_to_it_stays_there()
    {
        const string members = "static readonly double scale = Math.Sqrt(2); static Tensor Twice(Tensor x) => x * 2;";
        Assert.Contains("call(`{layer}.step(", Text(Net(), Layer("var h = tanh(net.mix.call(seq.x) + state.h) * scale;", members: members)), StringComparison.Ordinal);
        Assert.Contains("h_2 = mul(h_1, other: 2)", Text(Net(), Layer("var h = tanh(net.mix.call(seq.x) + state.h); h = Twice(h);", members: members)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var h = SequenceDropout(tanh(net.mix.call(seq.x) + state.h), 0.5);", "h = Vector(size)")]
    [InlineData("var h = Zoneout(tanh(net.mix.call(seq.x) + state.h), state.h, 0.5);", "h = Vector(size)")]
    [InlineData("var h = tanh(net.mix.call(seq.x) + state.h);", "h = Lag(Vector(size), 2)")]
    public void What_depends_on_the_call_itself_is_called(string step, string states)
    {
        var carried = states.Contains("Lag", StringComparison.Ordinal);
        var net = Net(step: carried
            ? "var layer = net.layer.step(seq.x, new Layer.State(stack([state.h, state.h], 1))); var h = layer.Y; var y = h;"
            : "var layer = net.layer.step(seq.x, new Layer.State(state.h)); var h = layer.State.H!; var y = layer.Y;");

        var text = Text(net, Layer(step, states));

        Assert.Contains("call(`{layer}.step(x: {0}, state: new global::Layer.State({1}))`)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("= linear(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_inside_is_called_with_the_shapes_of_its_results()
    {
        var net = """
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { words = Matrix(7, 3) })
                    .States(new { h = Vector(size) })
                    .Modules(() => new { layer = new Layer(3, size) })
                    .Step((seq, state, net) => { var words = net.layer.call(seq.words); var h = words.State.H! + state.h; return Yield(sequence: new { words.Y, h }, next: new { h }); });
            }
            """;
        Assert.Equal(
            Lines("""
                words: sequence words (B, 7, 3)
                h: state h (B, size)
                Y, call = call(`{layer}.call(x: {0})`) on words (B, 7, size) (B, size)
                h_1 = add(call, h) (B, size)
                next h = h_1
                sequence Y = Y
                sequence h = h_1
                """),
            Text(net, Layer()));
    }

    [Fact]
    public void Training_is_that_of_the_inner_container() =>
        Assert.Contains("when layer.training", Text(Net(), Layer("var h = tanh(net.mix.call(seq.x) + state.h); if (Training) h = h * 2;")), StringComparison.Ordinal);

    [Fact]
    public void Sizes_and_numbers_are_those_it_was_made_with()
    {
        var layer = Layer("var wide = size; var h = tanh(net.mix.call(seq.x) + state.h) * rate; if (deep) h = h + wide;", parameters: "int features, int size, double rate = 0.5, bool deep = true");
        Assert.Contains("h_1 = mul(tanh, other: 0.5D)", Text(Net(), layer), StringComparison.Ordinal);
        Assert.Contains("h_2 = add(h_1, other: 2 * size)", Text(Net("new Layer(3, 2 * size)").Replace("h = Vector(size)", "h = Vector(2 * size)", StringComparison.Ordinal), layer), StringComparison.Ordinal);
        Assert.Contains("h_1 = mul(tanh, other: ((double)_size))", Text(Net("new Layer(3, size, rate: size)"), layer), StringComparison.Ordinal);
        Assert.DoesNotContain("other: size)", Text(Net("new Layer(3, size, deep: false)"), layer), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_deep_and_twice_the_same()
    {
        var middle = Net().Replace("Net", "Middle", StringComparison.Ordinal).Replace("sequence: new { y }", "sequence: new { y = y + 1 }", StringComparison.Ordinal);
        var net = Net("new Middle(size)", "var once = net.layer.step(seq.x, new Middle.State(state.h)); var again = net.layer.step(seq.x, once.State); var (h, _) = (again.State.H!, 0); var y = again.Y;");
        var text = Text(net, middle, Layer());
        Assert.Contains("weight layer.layer.mix.weight (size, 3)", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("= tanh(").Length - 1);
        Assert.DoesNotContain("call(", text, StringComparison.Ordinal);
    }

    /// <summary>An editor references another project of the solution by its sources, a build by what it was compiled to.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_another_assembly_it_is_called_as_it_is(bool bySources)
    {
        const string functions = "public static class Functions { public static Tensor Twice(Tensor x) => x * 2; }";
        var (library, _) = TestCompilation.Generate(TestCompilation.Of(Usings + Layer() + functions).WithAssemblyName("Library"));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        image.Position = 0;

        var net = Net(step: "var layer = net.layer.step(Functions.Twice(seq.x), new Layer.State(state.h)); var h = layer.State.H!; var y = layer.Y;");
        var compilation = TestCompilation.Of(Usings + net).AddReferences(bySources ? library.ToMetadataReference() : MetadataReference.CreateFromStream(image));
        var (output, result) = TestCompilation.Generate(compilation);

        TestCompilation.AssertCompiles(output);
        var text = Assert.Single(result.GeneratedTrees).ToString();
        Assert.Contains("global::Functions.Twice(x: x)", text, StringComparison.Ordinal);
        Assert.Contains("state: new global::Layer.State(h))", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_generated_text_does_not_depend_on_who_is_there_first()
    {
        string[] sources = [Usings + Net(), Usings + Layer()];
        Assert.Equal(Files(sources), Files([.. sources.Reverse()]));

        static IEnumerable<string> Files(string[] sources)
        {
            var (output, result) = TestCompilation.Generate(TestCompilation.Of(sources));
            TestCompilation.AssertCompiles(output);
            return result.GeneratedTrees.Select(tree => tree.ToString()).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_mistake_inside_is_told_where_it_is()
    {
        var layer = Layer("var h = tanh(net.mix.call(state.h) + state.h);");
        var findings = await Analysis.Generate(Analysis.Compile(MarkedCode.Usings + layer + Net())).Findings();

        Assert.Equal("FRNN050", Assert.Single(findings, finding => finding.Severity == DiagnosticSeverity.Error).Id);
    }

    /// <summary>The step of Net as its generator reads it.</summary>
    static string Text(params string[] sources)
    {
        var compilation = TestCompilation.Of([.. sources.Select(source => Usings + "\n" + source)]);
        var (output, _) = TestCompilation.Generate(compilation);
        TestCompilation.AssertCompiles(output);
        return GraphText.Of(TestCompilation.Parse(compilation, "Net")!);
    }

    static string Lines(string text) => text.ReplaceLineEndings("\n");
}
