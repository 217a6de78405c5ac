using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Wrong arguments: one ArgumentException before the first step, that names the slot, what was expected and what came.</summary>
[Trait("Row", "C4")]
public abstract class FaultTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    SingleRnn Net() => new(3, 4) { Executor = Executor };

    [Fact]
    public void Wrong_rank()
    {
        using var net = Net();

        Refused<ArgumentException>(() => net.forward(rand(2, 3)), "'x'", "(B, T, 3)", "(2, 3)");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3, 1)), "'x'", "(B, T, 3)", "(2, 5, 3, 1)");
        Refused<ArgumentException>(() => net.forward(rand(3)), "'x'", "(B, T, 3)", "(3)");
        Refused<ArgumentException>(() => net.forward(ones(1)[0]), "'x'", "(B, T, 3)", "()");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(rand(1, 2, 4))), "'h'", "(B, 4)", "(1, 2, 4)");
        Refused<ArgumentException>(() => net.step(rand(2, 1, 3)), "'x'", "(B, 3)", "(2, 1, 3)");
    }

    [Fact]
    public void Wrong_size()
    {
        using var net = Net();

        Refused<ArgumentException>(() => net.forward(rand(2, 5, 7)), "'x'", "(B, T, 3)", "(2, 5, 7)");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(C: rand(2, 5))), "'c'", "(B, 4)", "(2, 5)");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(H: rand(2, 1))), "'h'", "(B, 4)", "(2, 1)");
    }

    [Fact]
    public void Wrong_dtype()
    {
        using var net = Net();
        using var tokens = new Tokens(6, 3, 4) { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3, ScalarType.Float64)), "'x'", "float32", "float64");
        Refused<ArgumentException>(() => net.forward(ones(2, 5, 3, ScalarType.Int64)), "'x'", "float32", "int64");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(rand(2, 4, ScalarType.Float64))), "'h'", "float32", "float64");
        Refused<ArgumentException>(() => tokens.forward(rand(2, 5), rand(2, 5, 3)), "'token'", "int64", "float32");
        Refused<ArgumentException>(() => tokens.forward(randint(0, 6, [2, 5]), rand(2, 5, 3), new(Best: ones(2))), "'best'", "int64", "float32");
    }

    [Fact]
    public void Wrong_device()
    {
        using var net = Net();

        Refused<ArgumentException>(() => net.forward(empty(2, 5, 3, device: META)), "'x'", "cpu", "meta");
        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(C: empty(2, 4, device: META))), "'c'", "cpu", "meta");
    }

    [Fact]
    public void Different_batch_sizes()
    {
        using var net = Net();
        using var two = new TwoSequences(3, 2, 4) { Executor = Executor };
        using var mixed = new ConstantInput(3, 2, 4) { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(rand(3, 4))), "'h'", "3", "'x'", "2");
        Refused<ArgumentException>(() => two.forward(rand(2, 5, 3), rand(4, 5, 2)), "'b'", "4", "'a'", "2");
        Refused<ArgumentException>(() => mixed.forward(rand(2, 5, 3), rand(1, 2)), "'context'", "1", "'x'", "2");
    }

    [Fact]
    public void Different_lengths()
    {
        using var two = new TwoSequences(3, 2, 4) { Executor = Executor };
        using var taught = new Taught.Forward(3) { Executor = Executor };

        Refused<ArgumentException>(() => two.forward(rand(2, 5, 3), rand(2, 6, 2)), "'b'", "6", "'a'", "5");
        Refused<ArgumentException>(() => taught.forward(rand(2, 5, 3), yTarget: rand(2, 4, 3)), "'yTarget'", "4", "'x'", "5");
    }

    [Fact]
    public void Wrong_targets()
    {
        using var net = new ConstantToSequence(5, 3, 4) { Executor = Executor };
        var context = rand(2, 3);

        Refused<ArgumentException>(() => net.forward(context, previousTarget: rand(2, 6)), "'previousTarget'", "(B, T, 5)", "(2, 6)");
        Refused<ArgumentException>(() => net.forward(context, previousTarget: rand(2, 6, 4)), "'previousTarget'", "(B, T, 5)", "(2, 6, 4)");
        Refused<ArgumentException>(() => net.forward(context, previousTarget: rand(2, 6, 5), steps: 7), "'previousTarget'", "6", "7");
        Refused<ArgumentException>(() => net.forward(context, previousTarget: rand(3, 6, 5)), "'previousTarget'", "3", "'context'", "2");
        Refused<ArgumentOutOfRangeException>(() => net.forward(context, previousTarget: rand(2, 6, 5), teacherForcing: 1.5), "teacherForcing");
        Refused<ArgumentOutOfRangeException>(() => net.forward(context, previousTarget: rand(2, 6, 5), teacherForcing: -0.1), "teacherForcing");
        Refused<ArgumentOutOfRangeException>(() => net.forward(context, previousTarget: rand(2, 6, 5), teacherForcing: double.NaN), "teacherForcing");
    }

    [Fact]
    public void A_fixed_length_takes_targets_of_that_length()
    {
        using var net = new FixedLengthDecoder(3, 4) { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(rand(2, 3), yTarget: rand(2, 5, 2)), "'yTarget'", "5", "4");
    }

    [Fact]
    public void Wrong_lengths_masks_and_resets()
    {
        using var net = Net();
        using var decoder = new ConstantToSequence(5, 3, 4) { Executor = Executor };
        var x = rand(2, 5, 3);
        Tensor Lengths(params long[] lengths) => tensor(lengths);

        Refused<ArgumentOutOfRangeException>(() => net.forward(x, lengths: Lengths(3, -1)), "lengths", "-1", "from 0 to 5");
        Refused<ArgumentOutOfRangeException>(() => net.forward(x, lengths: Lengths(6, 2)), "lengths", "6", "from 0 to 5");
        Refused<ArgumentException>(() => net.forward(x, lengths: Lengths(3)), "'lengths'", "1", "'x'", "2");
        Refused<ArgumentException>(() => net.forward(x, lengths: Lengths(3, 4).unsqueeze(1)), "'lengths'", "(B)", "(2, 1)");
        Refused<ArgumentException>(() => net.forward(x, lengths: rand(2)), "'lengths'", "int64", "float32");
        Refused<ArgumentException>(() => net.forward(x, lengths: Lengths(3, 4).to(ScalarType.Int32)), "'lengths'", "int64", "int32");
        Refused<ArgumentException>(() => net.forward(x, mask: ones(2, 5)), "'mask'", "bool", "float32");
        Refused<ArgumentException>(() => net.forward(x, mask: ones(2, 5, 3, ScalarType.Bool)), "'mask'", "(B, T)", "(2, 5, 3)");
        Refused<ArgumentException>(() => net.forward(x, mask: ones(2, 4, ScalarType.Bool)), "'mask'", "4", "'x'", "5");
        Refused<ArgumentException>(() => net.forward(x, mask: ones(3, 5, ScalarType.Bool)), "'mask'", "3", "'x'", "2");
        Refused<ArgumentException>(() => net.forward(x, mask: empty(2, 5, ScalarType.Bool, META)), "'mask'", "cpu", "meta");
        Refused<ArgumentException>(() => net.forward(x, resets: ones(2, 5, ScalarType.Int64)), "'resets'", "bool", "int64");
        Refused<ArgumentException>(() => net.forward(x, resets: ones(2, 6, ScalarType.Bool)), "'resets'", "6", "'x'", "5");
        Refused<ArgumentException>(() => decoder.forward(rand(2, 3), steps: 4, mask: ones(2, 5, ScalarType.Bool)), "'mask'", "5", "4");
        Refused<ArgumentOutOfRangeException>(() => decoder.forward(rand(2, 3), steps: 4, lengths: Lengths(4, 5)), "lengths", "5", "from 0 to 4");
    }

    [Fact]
    [Trait("Row", "D11")]
    public void Nothing_says_how_long_to_run()
    {
        using var net = new ConstantToSequence(5, 3, 4) { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(rand(2, 3)), "steps");
        Refused<ArgumentOutOfRangeException>(() => net.forward(rand(2, 3), steps: -1), "steps");
    }

    [Fact]
    [Trait("Row", "D12")]
    public void Nothing_says_how_large_the_batch_is()
    {
        using var net = new Fibonacci { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(steps: 3), "batch");
        Refused<ArgumentException>(() => net.step(), "batch");
        Refused<ArgumentOutOfRangeException>(() => net.forward(steps: 3, batch: -2), "batch");
        Refused<ArgumentException>(() => net.forward(new(A: ones(2, ScalarType.Int64)), steps: 3, batch: 4), "batch", "4", "'a'", "2");
    }

    [Fact]
    public void Null_where_a_tensor_must_be()
    {
        using var net = Net();
        using var decoder = new ConstantToSequence(5, 3, 4) { Executor = Executor };

        Refused<ArgumentNullException>(() => net.forward((Tensor)null!), "'x'", "(B, T, 3)");
        Refused<ArgumentNullException>(() => decoder.forward((Tensor)null!, steps: 2), "'context'", "(B, 3)");
    }

    [Fact]
    public void What_was_disposed_of()
    {
        using var net = Net();
        var x = rand(2, 5, 3);
        x.Dispose();

        Assert.Contains("'x'", Assert.Throws<ObjectDisposedException>(() => net.forward(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_has_run()
    {
        var counters = Enumerable.Range(0, 4).Select(_ => new Counter()).ToArray();
        using var net = new Counted(3, counters[0], counters[1], counters[2], counters[3]) { Executor = Executor };

        Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), rand(2, 4)), "'context'");

        Assert.All(counters, counter => Assert.Equal(0, counter.Calls));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void In_any_culture(string culture)
    {
        var before = Thread.CurrentThread.CurrentCulture;
        using var net = new SingleRnn(3, 4) { Executor = Executor };
        var expected = Assert.Throws<ArgumentException>(() => net.forward(rand(2, 12, 4))).Message;
        var plan = SingleRnn.Plan.ToString();
        try
        {
            Thread.CurrentThread.CurrentCulture = Thread.CurrentThread.CurrentUICulture = new(culture);

            Assert.Equal(expected, Assert.Throws<ArgumentException>(() => net.forward(rand(2, 12, 4))).Message);
            Assert.Equal(plan, SingleRnn.Plan.ToString());
            Refused<ArgumentException>(() => net.forward(ones(2, 12, 3, ScalarType.Int64)), "'x'", "float32", "int64");
            Refused<ArgumentException>(() => net.forward(rand(2, 5, 3), new(rand(13, 4))), "'h'", "13", "'x'", "2");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = Thread.CurrentThread.CurrentUICulture = before;
        }
    }

    /// <summary>Refused with one short sentence that has all of these, and no trace of C++.</summary>
    static void Refused<TException>(Action call, params string[] expected)
        where TException : ArgumentException
    {
        var message = Assert.Throws<TException>(call).Message;
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.True(message.Length < 400, message);
        Assert.DoesNotContain("Exception raised from", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message.Split(" (Parameter")[0]);
    }

    public sealed class Reference : FaultTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : FaultTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
