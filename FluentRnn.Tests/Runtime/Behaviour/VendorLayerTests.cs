using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>TorchSharp's own RNN, LSTM and GRU, on the same weights: values and gradients.</summary>
[Trait("Row", "U3")]
public abstract class VendorLayerTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Features = 3, Hidden = 4, Layers = 1;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    public void Tanh(int batch, int steps)
    {
        using var layer = nn.RNN(Features, Hidden, Layers, nn.NonLinearities.Tanh, batchFirst: true).to(ScalarType.Float64);
        using var net = new Cells.Tanh(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(batch, steps, Features), Leaf(1, batch, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        RequireSame([y, h[0]], [output.Y, output.State.H!], layer, net.cell, x, h0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    public void ReLU(int batch, int steps)
    {
        using var layer = nn.RNN(Features, Hidden, Layers, nn.NonLinearities.ReLU, batchFirst: true).to(ScalarType.Float64);
        using var net = new Cells.ReLU(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(batch, steps, Features), Leaf(1, batch, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        RequireSame([y, h[0]], [output.Y, output.State.H!], layer, net.cell, x, h0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    public void Gru(int batch, int steps)
    {
        using var layer = nn.GRU(Features, Hidden, Layers, batchFirst: true).to(ScalarType.Float64);
        using var net = new Cells.Gru(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(batch, steps, Features), Leaf(1, batch, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        RequireSame([y, h[0]], [output.Y, output.State.H!], layer, net.cell, x, h0);
    }

    [Fact]
    public void Gru_without_bias()
    {
        using var layer = nn.GRU(Features, Hidden, Layers, bias: false, batchFirst: true).to(ScalarType.Float64);
        using var net = new Cells.WithoutBias(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(3, 9, Features), Leaf(1, 3, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h) = layer.call(x, h0);
        var output = net.forward(x, new(h0[0]));

        RequireSame([y, h[0]], [output.Y, output.State.H!], layer, net.cell, x, h0);
    }

    [Fact]
    public void Gru_backward_is_the_layer_on_the_sequence_turned_round()
    {
        using var layer = nn.GRU(Features, Hidden, Layers, batchFirst: true).to(ScalarType.Float64);
        using var net = new BackwardGru(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0) = (Leaf(3, 9, Features), Leaf(1, 3, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h) = layer.call(x.flip(1), h0);
        var output = net.forward(x, new(h0[0]));

        RequireSame([y.flip(1), h[0], h[0]], [output.Y, output.End, output.State.H!], layer, net.cell, x, h0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    public void Lstm(int batch, int steps)
    {
        using var layer = nn.LSTM(Features, Hidden, Layers, batchFirst: true).to(ScalarType.Float64);
        using var net = new SingleRnn(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0, c0) = (Leaf(batch, steps, Features), Leaf(1, batch, Hidden), Leaf(1, batch, Hidden));
        Weights.Copy(layer, net.cell);

        var (y, h, c) = layer.call(x, (h0, c0));
        var output = net.forward(x, new(h0[0], c0[0]));

        RequireSame([y, h[0], c[0]], [output.Y, output.State.H!, output.State.C!], layer, net.cell, x, h0, c0);
    }

    [Fact]
    public void Lstm_of_two_layers()
    {
        using var layer = nn.LSTM(Features, Hidden, 2, batchFirst: true).to(ScalarType.Float64);
        using var net = new Cells.Stacked(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h0, c0) = (Leaf(3, 9, Features), Leaf(2, 3, Hidden), Leaf(2, 3, Hidden));
        Weights.Copy(layer, net.lower, net.upper);

        var (y, h, c) = layer.call(x, (h0, c0));
        var output = net.forward(x, new(h0[0], c0[0], h0[1], c0[1]));

        Tensor[] actual = [output.Y, output.State.H0!, output.State.C0!, output.State.H1!, output.State.C1!];
        Tensor[] expected = [y, h[0], c[0], h[1], c[1]];
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [x, h0, c0]);
        Same.Values(Same.Gradient(expected, Weights.Of(layer)), Same.Gradient(actual, Weights.Of(net.lower, net.upper)));
    }

    static void RequireSame(Tensor[] expected, Tensor[] actual, nn.Module layer, nn.Module cell, params Tensor[] inputs)
    {
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, inputs);
        Same.Values(Same.Gradient(expected, Weights.Of(layer)), Same.Gradient(actual, Weights.Of(cell)));
    }

    /// <summary>The weights of a layer of several levels, and those of as many cells.</summary>
    static class Weights
    {
        static readonly string[] Order = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

        public static Tensor[] Of(params nn.Module[] modules) =>
        [
            .. modules.SelectMany(module => module.named_parameters()
                .OrderBy(parameter => Level(parameter.name))
                .ThenBy(parameter => Array.FindIndex(Order, name => parameter.name.StartsWith(name, StringComparison.Ordinal)))
                .Select(parameter => (Tensor)parameter.parameter)),
        ];

        public static void Copy(nn.Module layer, params nn.Module[] cells)
        {
            using var noGradients = no_grad();
            foreach (var (from, to) in Of(layer).Zip(Of(cells))) to.copy_(from);
        }

        static string Level(string name) => name.Contains("_l", StringComparison.Ordinal) ? name[(name.IndexOf("_l", StringComparison.Ordinal) + 2)..] : string.Empty;
    }

    public sealed class Reference : VendorLayerTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : VendorLayerTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
