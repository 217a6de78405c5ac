using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>T steps of a unit are its layer on the whole sequence: values, and the gradients of the shared weights.</summary>
[Trait("Row", "U1")]
[Trait("Row", "U2")]
public abstract class UnitTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Features = 3, Hidden = 4, Batch = 2, Steps = 5;

    public static TheoryData<int, bool, bool> Layers()
    {
        var data = new TheoryData<int, bool, bool>();
        foreach (var layers in (int[])[1, 2, 3])
        {
            data.Add(layers, true, true);
            data.Add(layers, false, true);
            data.Add(layers, true, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Any_rnn(int layers, bool bias, bool batchFirst)
    {
        foreach (var activation in (nn.NonLinearities[])[nn.NonLinearities.Tanh, nn.NonLinearities.ReLU])
        {
            using var layer = nn.RNN(Features, Hidden, layers, activation, bias, batchFirst, dtype: ScalarType.Float64);
            using var net = new Units.GivenRnn(Features, layers, Hidden, layer) { Executor = Executor };
            var (x, h) = (Leaf(Batch, Steps, Features), Leaf(Batch, layers, Hidden));

            RequireSame(Whole(layer.call, x, h, batchFirst), Results.Of(net.forward(x, new(h))), layer, x, h);
            Assert.Equal(layer.parameters().Count(), net.parameters().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Any_gru(int layers, bool bias, bool batchFirst)
    {
        using var layer = nn.GRU(Features, Hidden, layers, bias, batchFirst, dtype: ScalarType.Float64);
        using var net = new Units.GivenGru(Features, layers, Hidden, layer) { Executor = Executor };
        var (x, h) = (Leaf(Batch, Steps, Features), Leaf(Batch, layers, Hidden));

        RequireSame(Whole(layer.call, x, h, batchFirst), Results.Of(net.forward(x, new(h))), layer, x, h);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Any_lstm(int layers, bool bias, bool batchFirst)
    {
        using var layer = nn.LSTM(Features, Hidden, layers, bias, batchFirst, dtype: ScalarType.Float64);
        using var net = new Units.GivenLstm(Features, layers, Hidden, layer) { Executor = Executor };
        var (x, h, c) = (Leaf(Batch, Steps, Features), Leaf(Batch, layers, Hidden), Leaf(Batch, layers, Hidden));

        RequireSame(Whole(layer, x, h, c, batchFirst), Results.Of(net.forward(x, new(h, c))), layer, x, h, c);
    }

    [Fact]
    public void Rnn_of_one_layer_with_a_state_without_layers()
    {
        using var net = new Units.Rnn1(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h) = (Leaf(Batch, Steps, Features), Leaf(Batch, Hidden));

        var expected = Whole(net.unit.layer.call, x, h.unsqueeze(1), batchFirst: false);

        RequireSame([expected[0], expected[1].squeeze(1)], Results.Of(net.forward(x, new(h))), net, x, h);
    }

    [Fact]
    public void Rnn_of_two_layers()
    {
        using var net = new Units.Rnn2(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };

        RequireWhole(net, 2, net.unit.layer.call, (x, h) => Results.Of(net.forward(x, new(h))), batchFirst: false);
    }

    [Fact]
    public void Gru_of_one_layer()
    {
        using var net = new Units.Gru1(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };

        RequireWhole(net, 1, net.unit.layer.call, (x, h) => Results.Of(net.forward(x, new(h))), batchFirst: true);
    }

    [Fact]
    public void Gru_of_three_layers()
    {
        using var net = new Units.Gru3(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };

        RequireWhole(net, 3, net.unit.layer.call, (x, h) => Results.Of(net.forward(x, new(h))), batchFirst: false);
    }

    [Fact]
    public void Lstm_of_one_layer_with_states_without_layers()
    {
        using var net = new Units.Lstm1(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h, c) = (Leaf(Batch, Steps, Features), Leaf(Batch, Hidden), Leaf(Batch, Hidden));

        var expected = Whole(net.unit.layer, x, h.unsqueeze(1), c.unsqueeze(1), batchFirst: false);

        RequireSame([expected[0], expected[1].squeeze(1), expected[2].squeeze(1)], Results.Of(net.forward(x, new(h, c))), net, x, h, c);
    }

    [Fact]
    public void Lstm_of_two_layers()
    {
        using var net = new Units.Lstm2(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        net.eval();
        var (x, h, c) = (Leaf(Batch, Steps, Features), Leaf(Batch, 2, Hidden), Leaf(Batch, 2, Hidden));

        RequireSame(Whole(net.unit.layer, x, h, c, batchFirst: true), Results.Of(net.forward(x, new(h, c))), net, x, h, c);
    }

    [Fact]
    [Trait("Row", "R14")]
    public void Dropout_between_layers_is_that_of_the_layer_step_by_step()
    {
        using var net = new Units.Lstm2(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, h, c) = (Leaf(Batch, Steps, Features), Leaf(Batch, 2, Hidden), Leaf(Batch, 2, Hidden));

        manual_seed(3);
        var actual = net.forward(x, new(h, c));
        manual_seed(3);
        var (state, y) = (((Tensor, Tensor)?)(h.transpose(0, 1).contiguous(), c.transpose(0, 1).contiguous()), new List<Tensor>());
        for (var t = 0; t < Steps; t++)
        {
            var (output, hidden, cell) = net.unit.layer.call(x.narrow(1, t, 1), state);
            y.Add(output);
            state = (hidden, cell);
        }

        RequireSame([cat(y, 1), state!.Value.Item1.transpose(0, 1), state.Value.Item2.transpose(0, 1)], Results.Of(actual), net, x, h, c);
        manual_seed(4);
        Assert.False(net.forward(x, new(h, c)).Y.allclose(actual.Y));
    }

    [Fact]
    [Trait("Row", "W1")]
    public void Weights_are_those_of_the_layer()
    {
        using var net = new Units.Gru3(Features, Hidden) { Executor = Executor };

        Assert.Contains("unit.layer.weight_ih_l2", net.state_dict().Keys);
        Assert.Equal(3 * 4, net.parameters().Count());
        Assert.Equal(net.unit.layer.parameters().Select(parameter => parameter.Handle), net.parameters().Select(parameter => parameter.Handle));

        net.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, net.forward(Random(Batch, Steps, Features)).Y.dtype);
    }

    [Fact]
    public void Training_and_moving_reach_the_loop()
    {
        using var net = new Units.Lstm1(Features, Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Random(Batch, Steps, Features);
        var before = net.forward(x).Y.detach();
        using var optimizer = optim.SGD(net.parameters(), 0.5);

        net.forward(x).Y.sum().backward();
        optimizer.step();

        Assert.False(net.forward(x).Y.allclose(before));
        Same.Values(Whole(net.unit.layer, x, zeros(Batch, 1, Hidden, ScalarType.Float64), zeros(Batch, 1, Hidden, ScalarType.Float64), batchFirst: false)[0], net.forward(x).Y);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_left(bool gradients)
    {
        using var net = new Units.Lstm2(Features, Hidden) { Executor = Executor };
        var x = rand(Batch, Steps, Features);
        using var mode = set_grad_enabled(gradients);
        net.forward(x).Dispose();
        var tensors = Alive();

        net.forward(x).Dispose();

        Assert.Equal(tensors, Tensor.TotalCount);
    }

    /// <summary>In evaluation, where nothing drops out.</summary>
    static void RequireWhole(nn.Module net, int layers, Func<Tensor, Tensor?, (Tensor, Tensor)> layer, Func<Tensor, Tensor, Tensor[]> forward, bool batchFirst)
    {
        net.eval();
        var (x, h) = (Leaf(Batch, Steps, Features), Leaf(Batch, layers, Hidden));

        RequireSame(Whole(layer, x, h, batchFirst), forward(x, h), net, x, h);
    }

    static Tensor[] Whole(Func<Tensor, Tensor?, (Tensor, Tensor)> layer, Tensor x, Tensor h, bool batchFirst)
    {
        var (y, end) = layer(batchFirst ? x : x.transpose(0, 1), h.transpose(0, 1).contiguous());
        return [batchFirst ? y : y.transpose(0, 1), end.transpose(0, 1)];
    }

    static Tensor[] Whole(LSTM layer, Tensor x, Tensor h, Tensor c, bool batchFirst)
    {
        var (y, hidden, cell) = layer.call(batchFirst ? x : x.transpose(0, 1), (h.transpose(0, 1).contiguous(), c.transpose(0, 1).contiguous()));
        return [batchFirst ? y : y.transpose(0, 1), hidden.transpose(0, 1), cell.transpose(0, 1)];
    }

    static void RequireSame(Tensor[] expected, Tensor[] actual, nn.Module weights, params Tensor[] leaves)
    {
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [.. weights.parameters(), .. leaves]);
    }

    public sealed class Reference : UnitTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : UnitTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
