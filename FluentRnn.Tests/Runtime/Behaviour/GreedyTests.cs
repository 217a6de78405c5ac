using FluentRnn.Tests.Containers;
using FluentRnn.Tests.Runtime.Behaviour.Loops;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Decoding, whatever chooses: what is fed back, when a row ends, what is returned.</summary>
[Trait("Row", "G1")]
public abstract class GreedyTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Vocab = 4;

    Writers.Chain Net() => new(Vocab, dtype: ScalarType.Float64) { Executor = Executor };

    static Tensor Mix(long rows) => Random(rows, Vocab, Vocab) * 0.3;

    [Theory]
    [InlineData(null)]
    [InlineData(2L)]
    public void The_best_token_of_every_step_is_fed_back(long? end)
    {
        using var net = Net();
        var mix = Mix(5);

        var decoded = net.Decode(new(mix), steps: 6, end).Greedy();

        for (var row = 0; row < 5; row++)
        {
            var expected = new PlainSearch(net, mix, row).Search(6, end ?? -1, 0, width: 1)[0];
            var length = (int)decoded.Lengths[row].ToInt64();
            var tokens = decoded.Tokens[row].data<long>().ToArray();
            Assert.Equal(expected.Tokens, tokens[..length]);
            Assert.All(tokens[length..], token => Assert.Equal(end, token));
            Assert.Equal(expected.Score, decoded.Scores[row].ToDouble(), 1e-9);
            Same.Values(tensor(expected.Seen), decoded.State.Seen![row, 0]);
            Assert.Equal(length, decoded.State.N![row].ToInt64());
            Assert.Equal(expected.Tokens[^1], decoded.State.Token![row].ToInt64());
        }
    }

    [Fact]
    public void It_is_the_container_running_freely()
    {
        using var net = new AttentionDecoder(6, 3, 5, dtype: ScalarType.Float64) { Executor = Executor };
        var (memory, present) = (Random(3, 4, 3), rand(3, 4) > 0.3);
        present[.., 0] = true;
        var expected = net.forward(memory, present, steps: 7);

        var decoded = net.Decode(new(memory, present), steps: 7, scores: output => output.Logits).Greedy();

        Same.Values(expected.Logits.argmax(2), decoded.Tokens, 0);
        Same.Values(expected.Logits.log_softmax(2).amax([2]).sum(dim: 1).detach(), decoded.Scores);
        Same.Values(Results.Of(expected.State.Detach()), Results.Of(decoded.State));
    }

    [Fact]
    public void It_ends_when_all_rows_have()
    {
        using var net = new Writers.Fixed { Executor = Executor };
        Fuse.Arm(0);

        var decoded = net.Decode(new(tensor(new[,] { { 0f, 1f }, { 0f, 2f } })), steps: 100, end: 1).Greedy();

        Assert.Equal(1, Fuse.Calls);
        Same.Values(ones(2, 1, ScalarType.Int64), decoded.Tokens, 0);
        Same.Values(ones(2, ScalarType.Int64), decoded.Lengths, 0);
    }

    [Fact]
    public void A_row_that_the_step_says_is_done_ends()
    {
        using var net = new Writers.Tagger(3, Vocab, dtype: ScalarType.Float64) { Executor = Executor };
        var x = Random(2, 4, 3);
        var stop = tensor(new[,] { { false, true, false, false }, { false, false, true, false } });

        var decoded = net.Decode(new(x, stop), scores: output => output.Logits).Greedy();

        var whole = net.forward(x, stop);
        Same.Values(tensor(new long[] { 2, 3 }), decoded.Lengths, 0);
        Same.Values(whole.Lengths, decoded.Lengths, 0);
        Same.Values(whole.Logits.argmax(2).narrow(1, 0, 3), decoded.Tokens, 0);
        Same.Values(whole.State.H!.detach(), decoded.State.H!);
    }

    [Fact]
    public void It_goes_on_from_a_state()
    {
        using var net = Net();
        var mix = Mix(3);
        var whole = net.Decode(new(mix), steps: 7).Greedy();

        var first = net.Decode(new(mix), steps: 3).Greedy();
        var second = net.Decode(new(mix, first.State), steps: 4).Greedy();

        Same.Values(whole.Tokens, cat([first.Tokens, second.Tokens], 1), 0);
        Same.Values(whole.Scores, first.Scores + second.Scores);
        Same.Values(Results.Of(whole.State), Results.Of(second.State));
    }

    [Fact]
    public void Of_equal_scores_the_first_is_taken()
    {
        using var net = new Writers.Fixed { Executor = Executor };
        Fuse.Arm(0);

        var decoded = net.Decode(new(tensor(new[,] { { 0f, 2f, 2f, 1f, 2f } })), steps: 2).Greedy();

        Same.Values(ones(1, 2, ScalarType.Int64), decoded.Tokens, 0);
    }

    [Fact]
    public void Scores_can_be_changed_before_the_choice()
    {
        using var net = Net();
        var mix = Mix(3);
        var shapes = new List<long[]>();

        // No token twice.
        var decoded = net.Decode(new(mix), steps: Vocab)
            .Adjust((scores, tokens) =>
            {
                shapes.Add(tokens.shape);
                return scores.scatter(1, tokens, full_like(tokens, double.NegativeInfinity, scores.dtype));
            })
            .Greedy();

        Assert.Equal([[3, 0], [3, 1], [3, 2], [3, 3]], shapes);
        for (var row = 0; row < 3; row++) Assert.Equal([0, 1, 2, 3], decoded.Tokens[row].data<long>().ToArray().Order());
    }

    [Fact]
    [Trait("Row", "G3")]
    public void Step_by_step_it_is_the_same_and_runs_when_asked()
    {
        using var net = new Writers.Fixed { Executor = Executor };
        var decoding = net.Decode(new(tensor(new[,] { { 0f, 1f }, { 1f, 0f } })), steps: 5, end: 1);
        Fuse.Arm(0);

        var steps = new List<DecodingStep>();
        foreach (var step in decoding.EnumerateGreedy())
        {
            steps.Add(step);
            Assert.Equal(steps.Count, Fuse.Calls);
        }

        var whole = decoding.Greedy();
        Assert.Equal(5, steps.Count);
        for (var t = 0; t < 5; t++) Assert.Equal(whole.Tokens.select(1, t).data<long>().ToArray(), steps[t].Tokens);
        Assert.All(steps, step => Assert.Equal([true, false], step.Ended));
        Assert.Equal(whole.Scores[1].ToSingle(), steps[4].Scores[1], 1e-6);
    }

    [Fact]
    [Trait("Row", "G3")]
    public void Broken_off_it_leaves_nothing()
    {
        using var net = new Writers.Fixed { Executor = Executor };
        Fuse.Arm(0);
        var scores = tensor(new[,] { { 0f, 1f } });
        foreach (var _ in net.Decode(new(scores), steps: 5).EnumerateGreedy()) break;
        var (tensors, live) = (Alive(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        foreach (var _ in net.Decode(new(scores), steps: 5).EnumerateGreedy()) break;
        foreach (var step in net.Decode(new(scores), steps: 5).EnumerateSample(seed: 1))
        {
            if (step.Scores[0] < -1) break;
        }

        Fuse.Arm(3);
        Assert.Throws<TimeoutException>(() => net.Decode(new(scores), steps: 5).EnumerateGreedy().Count());
        Fuse.Arm(3);
        Assert.Throws<TimeoutException>(() => net.Decode(new(scores), steps: 5).Greedy());
        Fuse.Arm(3);
        Assert.Throws<TimeoutException>(() => net.Decode(new(scores), steps: 5).Beam(3));
        Fuse.Arm(0);
        net.Decode(new(scores), steps: 5).Greedy().Dispose();
        net.Decode(new(scores), steps: 5).Sample(seed: 3).Dispose();
        net.Decode(new(scores), steps: 5, end: 0).NBest(2, 3).Dispose();

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void No_gradients_are_recorded_and_the_mode_is_kept()
    {
        using var net = Net();
        var decoded = net.Decode(new(Mix(2).requires_grad_()), steps: 3).Beam(2);

        Assert.All(Results.Of(decoded), value => Assert.False(value.requires_grad));
        Assert.True(net.training);
        Assert.True(is_grad_enabled());
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 0)]
    public void Nothing_to_do_is_done(int rows, int steps)
    {
        using var net = Net();

        var decoded = net.Decode(new(Mix(rows)), steps).Greedy();
        var best = net.Decode(new(Mix(rows)), steps).NBest(2, 2);

        Assert.Equal([rows, 0], decoded.Tokens.shape);
        Assert.Equal([rows, 2, 0], best.Tokens.shape);
        Assert.Equal([rows, 1, Vocab], decoded.State.Seen!.shape);
    }

    public sealed class Reference : GreedyTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : GreedyTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
