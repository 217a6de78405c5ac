using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Units by themselves: what they take, what they refuse, and that the layer stays as it was.</summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "U1")]
[Collection(Sequential.Name)]
public sealed class RecurrentUnitTests
{
    [Fact]
    public void A_state_comes_back_in_the_form_it_was_given()
    {
        using var scope = NewDisposeScope();
        using var unit = RecurrentUnit.Of(nn.GRU(3, 4));
        var x = rand(2, 3);

        Assert.Equal([2, 4], unit.call(x).H.shape);
        Assert.Equal([2, 4], unit.call(x, zeros(2, 4)).H.shape);
        Assert.Equal([2, 1, 4], unit.call(x, zeros(2, 1, 4)).H.shape);
        Assert.Equal([2, 4], unit.call(x).Y.shape);
        using var deep = RecurrentUnit.Of(nn.LSTM(3, 4, numLayers: 2));
        Assert.Equal([2, 2, 4], deep.call(x).C.shape);
    }

    [Fact]
    public void What_has_no_one_step_function_is_refused()
    {
        using var both = nn.LSTM(3, 4, bidirectional: true);

        var exception = Assert.Throws<ArgumentException>(() => RecurrentUnit.Of(both));

        Assert.StartsWith("A bidirectional LSTM has no one-step function: it reads the sequence from its end too.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => RecurrentUnit.Of((TorchSharp.Modules.GRU)null!));
    }

    [Fact]
    public void Wrong_shapes_are_told_in_one_sentence()
    {
        using var scope = NewDisposeScope();
        using var unit = RecurrentUnit.Of(nn.LSTM(3, 4, numLayers: 2));
        using var flat = RecurrentUnit.Of(nn.RNN(3, 4));

        Assert.StartsWith("The input of the unit must be (B, 3), but is (2, 5).", Assert.Throws<ArgumentException>(() => unit.call(rand(2, 5))).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The state 'c' of the unit must be (2, 2, 4), but is (2, 4).",
            Assert.Throws<ArgumentException>(() => unit.call(rand(2, 3), (rand(2, 2, 4), rand(2, 4)))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The state 'h' of the unit must be (2, 1, 4) or (2, 4), but is (3, 4).",
            Assert.Throws<ArgumentException>(() => flat.call(rand(2, 3), rand(3, 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_layer_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.GRU(3, 4, numLayers: 2, dropout: 0.5);
        var before = layer.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

        manual_seed(1);
        var expected = rand(3);
        manual_seed(1);
        using var unit = RecurrentUnit.Of(layer);

        Assert.Equal(expected.data<float>().ToArray(), rand(3).data<float>().ToArray());
        Assert.True(layer.training);
        Assert.Same(layer, unit.layer);
        Assert.Equal(layer.parameters().Count(), unit.parameters().Count());
        Assert.All(layer.state_dict(), pair => Assert.True(pair.Value.allclose(before[pair.Key], rtol: 0, atol: 0)));
    }
}
