using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A container is a TorchSharp module: hooks, parameters, buffers, state_dict, to, optimizers, files.</summary>
[Trait("Row", "W1")]
public abstract class ModuleTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Names_are_those_declared()
    {
        using var decoder = new ConstantToSequence(5, 3, 4);
        using var standardized = new Standardized(3);
        using var elman = new ElmanRnn(3, 4);
        using var average = new Outer.MovingAverage(3);

        Assert.Equal(
            ["cell.bias_hh", "cell.bias_ih", "cell.weight_hh", "cell.weight_ih", "readout.bias", "readout.weight"],
            decoder.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["cell", "readout"], decoder.named_children().Select(child => child.name));
        Assert.Equal(["W", "U", "b"], elman.named_parameters().Select(parameter => parameter.name));
        Assert.Equal(["gain", "norm.bias", "norm.weight"], standardized.named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["norm.num_batches_tracked", "norm.running_mean", "norm.running_var", "offset"],
            standardized.named_buffers().Select(buffer => buffer.name).Order(StringComparer.Ordinal));
        Assert.Equal(["initial_mean", "rate"], average.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal("ConstantToSequence", decoder.GetName());
    }

    [Fact]
    public void Modules_of_the_group_are_properties()
    {
        using var net = new Standardized(3);

        Assert.Same(net.named_children().Single().module, net.norm);
        Assert.Same(net.get_parameter("gain"), net.gain);
        Assert.Same(net.get_buffer("offset"), net.offset);
    }

    [Fact]
    public void Call_runs_hooks_before_and_after()
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var order = new List<string>();
        net.register_forward_pre_hook((_, input) =>
        {
            order.Add("before");
            return input with { X = input.X * 0 };
        });
        net.register_forward_hook((_, _, output) =>
        {
            order.Add("after");
            return output;
        });
        var x = rand(2, 5, 3);

        var called = net.call(x);
        var forward = net.forward(x * 0);

        Assert.Equal(["before", "after"], order);
        Same.Values(forward.Y, called.Y, 0);
    }

    [Fact]
    public void A_hook_may_replace_the_output()
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var other = rand(1);
        net.register_forward_hook((_, _, output) => output with { Y = other });

        Assert.Same(other, net.call(rand(2, 5, 3)).Y);
    }

    [Fact]
    [Trait("Row", "U4")]
    public void Hooks_of_a_module_the_compiler_does_not_open_run_at_every_step()
    {
        using var net = new OpaqueModule(3) { Executor = Executor };
        var calls = 0;
        net.mlp.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });

        net.forward(rand(2, 5, 3)).Dispose();

        Assert.Equal(5, calls);
    }

    [Fact]
    public void To_another_dtype_and_back()
    {
        using var net = new Standardized(3) { Executor = Executor };
        Assert.Equal(ScalarType.Float32, net.forward(rand(2, 5, 3)).Y.dtype);

        net.to(ScalarType.Float64);
        var y = net.forward(rand(2, 5, 3, ScalarType.Float64)).Y;
        Assert.Equal(ScalarType.Float64, y.dtype);
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, net.offset.dtype);
        Assert.Equal(ScalarType.Float64, net.ZeroState(2).S!.dtype);
        y.sum().backward();
        Assert.NotNull(net.gain.grad);

        net.to(ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, net.forward(rand(2, 5, 3)).Y.dtype);
        net.to(CPU);
        Assert.Equal(ScalarType.Float32, net.forward(rand(2, 5, 3)).Y.dtype);
    }

    [Fact]
    public void The_constructor_takes_device_and_dtype()
    {
        using var net = new Starts(2, 3, CPU, ScalarType.Float64);

        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(net.parameters(), parameter => Assert.Equal(DeviceType.CPU, parameter.device_type));
    }

    [Fact]
    public void Default_dtype_is_honoured()
    {
        try
        {
            set_default_dtype(ScalarType.Float64);
            using var net = new Outer.MovingAverage(3) { Executor = Executor };
            using var none = new CumulativeSum(3) { Executor = Executor };

            Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
            Assert.Equal(ScalarType.Float64, none.ZeroState(1).S!.dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void An_optimizer_finds_each_parameter_once_and_learns()
    {
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var (x, target) = (rand(4, 6, 3), rand(4, 6, 4) * 0.5);
        var parameters = net.parameters().ToList();
        Assert.Equal(4, parameters.Count);
        Assert.Equal(4, parameters.Select(parameter => parameter.Handle).Distinct().Count());
        using var optimizer = optim.Adam(parameters, 0.05);
        var losses = new List<double>();

        for (var epoch = 0; epoch < 30; epoch++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(net.call(x).Y, target);
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToDouble());
        }

        Assert.True(losses[^1] < 0.5 * losses[0], $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Weights_changed_by_an_optimizer_are_seen()
    {
        using var net = new ElmanRnn(3, 4) { Executor = Executor };
        var x = rand(2, 5, 3);
        using (no_grad())
        {
            foreach (var parameter in net.parameters()) parameter.zero_();
        }

        Assert.Equal(0, net.forward(x).Y.abs().sum().ToDouble());
    }

    [Fact]
    public void Frozen_weights_have_no_gradient()
    {
        using var net = new ConstantToSequence(5, 3, 4) { Executor = Executor };
        foreach (var parameter in net.cell.parameters()) parameter.requires_grad = false;

        net.forward(rand(2, 3), steps: 3).Logits.sum().backward();

        Assert.All(net.cell.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.All(net.readout.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    [Trait("Row", "W3")]
    public void Saved_and_loaded()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dat");
        try
        {
            using var first = new Starts(2, 3) { Executor = Executor };
            using var second = new Starts(2, 3) { Executor = Executor };
            using (no_grad()) first.get_parameter("initial_learned")!.fill_(3);
            var context = rand(2, 2);

            first.save(file);
            second.load(file);

            manual_seed(1);
            var expected = Results.Of(first.forward(context, steps: 3));
            manual_seed(1);
            Same.Values(expected, Results.Of(second.forward(context, steps: 3)), 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_container_made_in_a_scope_outlives_it()
    {
        SingleRnn net;
        using (NewDisposeScope()) net = new SingleRnn(3, 4) { Executor = Executor };

        using (net) Assert.Equal([2, 5, 4], net.forward(rand(2, 5, 3)).Y.shape);
    }

    [Fact]
    public void A_container_is_a_module_of_a_module()
    {
        using var outer = new Two(new SingleRnn(3, 4) { Executor = Executor }, new BackwardGru(4, 2) { Executor = Executor });

        var y = outer.call(rand(2, 5, 3));
        y.sum().backward();

        Assert.Equal([2, 5, 2], y.shape);
        Assert.Equal(["first.cell.", "second.cell."], outer.named_parameters().Select(parameter => parameter.name[..(parameter.name.LastIndexOf('.') + 1)]).Distinct());
        Assert.All(outer.parameters(), parameter => Assert.NotNull(parameter.grad));
        outer.eval();
        Assert.False(outer.First.training || outer.First.cell.training);
    }

    /// <summary>A module of the user's, of two containers.</summary>
    sealed class Two : nn.Module<Tensor, Tensor>
    {
        public Two(SingleRnn first, BackwardGru second)
            : base("Two")
        {
            (First, Second) = (first, second);
            register_module("first", first);
            register_module("second", second);
        }

        public SingleRnn First { get; }

        public BackwardGru Second { get; }

        public override Tensor forward(Tensor input) => Second.call(First.call(input).Y).Y;
    }

    public sealed class Reference : ModuleTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : ModuleTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
