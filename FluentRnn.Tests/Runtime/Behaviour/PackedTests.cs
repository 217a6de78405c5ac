using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Packed sequences: the same as padded ones with their lengths.</summary>
[Trait("Row", "R4")]
public abstract class PackedTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    static readonly long[] Lengths = [2, 5, 1, 4];

    [Fact]
    public void In_any_order()
    {
        using var net = new TwoSequences(3, 2, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (a, b, h0) = (Leaf(4, 5, 3), Leaf(4, 5, 2), Leaf(4, 4));
        var expected = Results.Of(net.forward(a, b, new(h0), lengths: tensor(Lengths)));

        var actual = Results.Of(net.forward(Pack(a, Lengths), Pack(b, Lengths), new(h0)));
        var hooked = Results.Of(net.call(Pack(a, Lengths), Pack(b, Lengths), new(h0)));

        Same.Values(expected, actual, 0);
        Same.Values(expected, hooked, 0);
        Same.Gradients(expected, actual, net.parameters().Concat([a, b, h0]));
    }

    [Fact]
    public void Sorted_by_the_caller()
    {
        using var net = new Unrolled.Backward(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, lengths) = (Leaf(3, 5, 3), tensor(new long[] { 5, 3, 1 }));

        var expected = Results.Of(net.forward(x, lengths: lengths));
        var actual = Results.Of(net.forward(pack_padded_sequence(x, lengths, batch_first: true)));

        Same.Values(expected, actual, 0);
        Same.Gradients(expected, actual, net.parameters().Append(x));
    }

    [Fact]
    public void Tokens_beside_numbers_and_resets()
    {
        using var net = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, token, target) = (Leaf(4, 5, PaddedRows.Features), randint(0, 5, [4, 5]), Random(4, 5, PaddedRows.Features));
        var resets = tensor(PaddedRows.Gaps(new Random(1), 4, 5, 0.7));

        var expected = Results.Of(net.forward(x, token, yTarget: target, lengths: tensor(Lengths), resets: resets));
        var actual = Results.Of(net.forward(Pack(x, Lengths), Pack(token, Lengths), yTarget: target, resets: resets));

        Same.Values(expected, actual, 0);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var net = new TwoSequences(3, 2, 4) { Executor = Executor };
        var (a, b) = (Pack(rand(4, 5, 3), Lengths), Pack(rand(4, 5, 2), Lengths));
        net.forward(a, b).Dispose();
        var tensors = Alive();

        using (net.forward(a, b)) Assert.Equal(tensors + 3, Tensor.TotalCount);

        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    [Trait("Row", "C4")]
    public void Faults_are_refused()
    {
        using var net = new TwoSequences(3, 2, 4) { Executor = Executor };
        var (a, b) = (Pack(rand(4, 5, 3), Lengths), Pack(rand(4, 5, 2), [2, 5, 1, 3]));
        var tensors = Alive();

        var different = Assert.Throws<ArgumentException>(() => net.forward(a, b));
        var missing = Assert.Throws<ArgumentNullException>(() => net.forward(a, (PackedSequence)null!));
        var wide = Assert.Throws<ArgumentException>(() => net.forward(b, b));

        Assert.Contains("'b' has other lengths than 'a'", different.Message, StringComparison.Ordinal);
        Assert.Contains("'b' is null", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'a' must be (B, T, 3)", wide.Message, StringComparison.Ordinal);
        Assert.Equal(tensors, Tensor.TotalCount);
        a.Dispose();
        Assert.Contains("'a'", Assert.Throws<ObjectDisposedException>(() => net.forward(a, b)).Message, StringComparison.Ordinal);
    }

    static PackedSequence Pack(Tensor padded, long[] lengths) => pack_padded_sequence(padded, tensor(lengths), batch_first: true, enforce_sorted: false);

    public sealed class Reference : PackedTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : PackedTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
