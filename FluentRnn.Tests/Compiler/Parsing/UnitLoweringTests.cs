namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>A unit made in place of a layer is the equations of its cells; what the compiler cannot know of the layer leaves the call as it is.</summary>
public class UnitLoweringTests
{
    [Fact]
    public void Two_layers_with_dropout_between_them() => Assert.Equal(
        """
        x: sequence x (B, 3)
        h: state h (B, 2, size)
        weight_ih: weight unit.layers[0].weight_ih (size, 3)
        weight_hh: weight unit.layers[0].weight_hh (size, size)
        weight_ih_1: weight unit.layers[1].weight_ih (size, size)
        weight_hh_1: weight unit.layers[1].weight_hh (size, size)
        select = select(h, dim: 1, index: 0) (B, size)
        linear = linear(x, weight_ih, bias: null) (B, size)
        linear_1 = linear(select, weight_hh, bias: null) (B, size)
        add = add(linear, linear_1) (B, size)
        relu = relu(add) (B, size)
        dropout = dropout(relu, p: 0.5D, training: {unit}.layer.training) (B, size)
        select_1 = select(h, dim: 1, index: 1) (B, size)
        linear_2 = linear(dropout, weight_ih_1, bias: null) (B, size)
        linear_3 = linear(select_1, weight_hh_1, bias: null) (B, size)
        add_1 = add(linear_2, linear_3) (B, size)
        y = relu(add_1) (B, size)
        h_1 = stack(tensors: [relu, y], dim: 1) (B, 2, size)
        next h = h_1
        sequence y = y
        """.ReplaceLineEndings("\n"),
        Lower("RNN(3, size, 2, NonLinearities.ReLU, bias: false, dropout: 0.5)", "Matrix(2, size)"));

    [Theory]
    [InlineData("GRU(3, size)", "Vector(size)")]
    [InlineData("GRU(3, size, batchFirst: true)", "Matrix(1, size)")]
    [InlineData("GRU(3, size, numLayers: 3)", "Matrix(3, size)")]
    public void Known(string layer, string state)
    {
        var text = Lower(layer, state);
        Assert.DoesNotContain("call(", text, StringComparison.Ordinal);
        Assert.Contains("unit.layers[0].bias_hh", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRU(3, size, numLayers: size)", "Matrix(size, size)")]
    [InlineData("Made()", "Matrix(1, size)")]
    public void Unknown(string layer, string state) => Assert.Contains("= call(`{unit}.call(input: {0}, h: {1})`) on x, h", Lower(layer, state), StringComparison.Ordinal);

    static string Lower(string layer, string state)
    {
        var compilation = TestCompilation.WithUsings($$"""
            [RecurrentContainer]
            public sealed partial class Net
            {
                static TorchSharp.Modules.GRU Made() => GRU(3, 4);
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(3) })
                    .States(new { h = {{state}} })
                    .Modules(() => new { unit = RecurrentUnit.Of({{layer}}) })
                    .Step((seq, state, net) =>
                    {
                        var (y, h) = net.unit.call(seq.x, state.h);
                        return Yield(sequence: new { y }, next: new { h });
                    });
            }
            """);
        var (output, _) = TestCompilation.Generate(compilation);
        TestCompilation.AssertCompiles(output);
        return GraphText.Of(TestCompilation.Parse(compilation)!);
    }
}
