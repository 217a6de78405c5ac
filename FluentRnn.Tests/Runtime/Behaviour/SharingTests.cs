using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>One module in several places has its weights once.</summary>
[Trait("Row", "C10")]
public abstract class SharingTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Twice_in_a_step_and_under_two_names()
    {
        using var shared = nn.Linear(3, 3, dtype: ScalarType.Float64);
        using var net = new SharedLayer(shared) { Executor = Executor };
        var x = Leaf(2, 4, 3);

        var y = net.forward(x).Y;

        var (h, expected) = (zeros(2, 3, ScalarType.Float64), new List<Tensor>());
        for (var t = 0; t < 4; t++) expected.Add(h = tanh(shared.call(shared.call(x.select(1, t))) + shared.call(h)));
        Same.Values(stack(expected, 1), y);
        Same.Gradients([stack(expected, 1)], [y], shared.parameters().Append(x));
        Assert.Equal(2, net.parameters().Count());
    }

    [Fact]
    public void In_two_containers()
    {
        using var shared = nn.Linear(3, 3);
        using var first = new SharedLayer(shared) { Executor = Executor };
        using var second = new SharedLayer(shared) { Executor = Executor };
        var x = rand(2, 4, 3);

        var together = first.forward(second.forward(x).Y).Y;
        var optimizer = optim.SGD(first.parameters(), 0.5);
        together.sum().backward();
        optimizer.step();

        Same.Values(first.forward(x).Y, second.forward(x).Y, 0);
        Same.Values(shared.weight, second.first.weight, 0);
    }

    [Fact]
    public void A_container_inside_a_module_is_a_module()
    {
        using var net = nn.Sequential(("embed", nn.Linear(2, 3)), ("again", nn.Linear(3, 3)));
        using var rnn = new SharedLayer((TorchSharp.Modules.Linear)net.children().Last()) { Executor = Executor };

        Assert.Contains(net.parameters(), parameter => ReferenceEquals(parameter, rnn.first.weight));
        Assert.Equal([2, 4, 3], rnn.forward(rand(2, 4, 3)).Y.shape);
    }

    public sealed class Reference : SharingTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : SharingTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
