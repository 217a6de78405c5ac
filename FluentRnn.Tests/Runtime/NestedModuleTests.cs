using FluentRnn.Tests.Containers;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>A container as a part of another module.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class NestedModuleTests
{
    [Fact]
    public void Every_weight_has_one_name()
    {
        using var outer = new Outer();

        Assert.Equal(["rnn.cell.bias_hh", "rnn.cell.bias_ih", "rnn.cell.weight_hh", "rnn.cell.weight_ih"], outer.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["rnn", "rnn.cell"], outer.named_modules().Select(module => module.name).Order(StringComparer.Ordinal));
    }

    sealed class Outer : nn.Module
    {
        readonly SingleRnn rnn = new(2, 3);

        public Outer()
            : base(nameof(Outer)) => RegisterComponents();

        protected override void Dispose(bool disposing)
        {
            rnn.Dispose();
            base.Dispose(disposing);
        }
    }
}
