using FluentRnn.Tests.Containers;
using FluentRnn.Tests.Runtime.Behaviour.Loops;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Beam search: with a wide beam it is exhaustive search, with a narrow one what a search in lists finds, with one hypothesis greedy.</summary>
[Trait("Row", "G2")]
public abstract class BeamTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Vocab = 3;
    const long End = 1;

    Writers.Chain Net() => new(Vocab, dtype: ScalarType.Float64) { Executor = Executor };

    static Tensor Mix(long rows) => Random(rows, Vocab, Vocab) * 0.3;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 0.6)]
    [InlineData(4, 2)]
    public void A_wide_beam_is_exhaustive_search(int steps, double penalty)
    {
        using var net = Net();
        var mix = Mix(4);

        var decoded = net.Decode(new(mix), steps, End).NBest(5, width: 81, penalty);

        for (var row = 0; row < 4; row++)
            AssertSame(new PlainSearch(net, mix, row).All(steps, End, penalty), decoded, row);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    public void A_narrow_beam_is_a_search_in_lists(int width, double penalty)
    {
        using var net = Net();
        var mix = Mix(6);

        var decoded = net.Decode(new(mix), steps: 8, End).NBest(width, width, penalty);

        for (var row = 0; row < 6; row++)
            AssertSame(new PlainSearch(net, mix, row).Search(8, End, penalty, width), decoded, row);
    }

    /// <summary>Tokens, lengths, scores and every state of every hypothesis.</summary>
    static void AssertSame(IReadOnlyList<PlainSearch.Hypothesis> expected, Decoded<Writers.Chain.State> actual, int row)
    {
        var count = (int)actual.Tokens.shape[1];
        for (var i = 0; i < count; i++)
        {
            var score = actual.Scores[row, i].ToDouble();
            if (i >= expected.Count)
            {
                Assert.Equal(double.NegativeInfinity, score);
                continue;
            }

            var length = (int)actual.Lengths[row, i].ToInt64();
            var tokens = actual.Tokens[row, i].data<long>().ToArray();
            var state = row * count + i;
            Assert.Equal(expected[i].Tokens, tokens[..length]);
            Assert.All(tokens[length..], token => Assert.Equal(End, token));
            Assert.Equal(expected[i].Score, score, 1e-9);
            Same.Values(tensor(expected[i].Seen), actual.State.Seen![state, 0]);
            Assert.Equal(length, actual.State.N![state].ToInt64());
            Assert.Equal(expected[i].Tokens[^1], actual.State.Token![state].ToInt64());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public void A_beam_of_one_is_greedy(long? end)
    {
        using var net = Net();
        var decoding = net.Decode(new(Mix(8)), steps: 9, end);

        var (greedy, beam) = (decoding.Greedy(), decoding.Beam(1));

        Same.Values(Results.Of(greedy), Results.Of(beam));
        Assert.Equal(greedy.Tokens.shape, beam.Tokens.shape);
    }

    [Fact]
    public void The_best_is_the_first_of_the_best()
    {
        using var net = Net();
        var decoding = net.Decode(new(Mix(3)), steps: 5, End);

        var (best, several) = (decoding.Beam(4, 0.7), decoding.NBest(3, 4, 0.7));

        Same.Values(several.Tokens.select(1, 0), best.Tokens, 0);
        Same.Values(several.Scores.select(1, 0), best.Scores, 0);
        Same.Values(several.State.Seen![tensor(new long[] { 0, 3, 6 })], best.State.Seen!, 0);
    }

    [Fact]
    public void Equal_scores_keep_their_order()
    {
        using var net = new Writers.Fixed { Executor = Executor };
        Fuse.Arm(0);

        var decoded = net.Decode(new(zeros(1, 3)), steps: 2).NBest(9, 9);

        // All nine are equally probable: in the order of the alphabet.
        Same.Values(tensor(new long[] { 0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2, 2, 0, 2, 1, 2, 2 }).view(1, 9, 2), decoded.Tokens, 0);
    }

    [Fact]
    public void A_longer_hypothesis_wins_by_the_penalty()
    {
        using var net = new Writers.Fixed(dtype: ScalarType.Float64) { Executor = Executor };
        Fuse.Arm(0);
        var decoding = net.Decode(new(tensor(new[,] { { 0.55, 0.45 } }).log()), steps: 3, end: 1);

        Assert.Equal(1, decoding.Beam(8).Lengths.ToInt64());
        Assert.Equal(3, decoding.Beam(8, lengthPenalty: 4).Lengths.ToInt64());
    }

    [Fact]
    public void Constants_of_any_rank_and_sequences_go_with_their_rows()
    {
        using var net = new AttentionDecoder(5, 3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (memory, present) = (Random(3, 4, 3), ones(3, 4, ScalarType.Bool));
        var together = net.Decode(new(memory, present), steps: 5, end: 0, scores: output => output.Logits).Beam(3);
        using var tagger = new Writers.Tagger(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var (x, stop) = (Random(3, 5, 3), zeros(3, 5, ScalarType.Bool));
        var tags = tagger.Decode(new(x, stop), scores: output => output.Logits).Beam(3);

        for (var row = 0; row < 3; row++)
        {
            var one = tensor(new long[] { row });
            var alone = net.Decode(new(memory[one], present[one]), steps: 5, end: 0, scores: output => output.Logits).Beam(3);
            Same.Values(alone.Scores, together.Scores[one]);
            Same.Values(alone.Tokens, together.Tokens[one].narrow(1, 0, alone.Tokens.shape[1]), 0);
            Same.Values(alone.State.H!, together.State.H![one]);
            Same.Values(tagger.Decode(new(x[one], stop[one]), scores: output => output.Logits).Beam(3).Tokens, tags.Tokens[one], 0);
        }
    }

    [Fact]
    public void States_alone_are_searched()
    {
        using var net = new Writers.Fixed(dtype: ScalarType.Float64) { Executor = Executor };
        Fuse.Arm(0);
        var scores = Random(2, 4);

        var decoded = net.Decode(new(scores, new(tensor(new long[] { 3, 2 }))), steps: 3).Beam(5);

        Same.Values(scores.argmax(1).unsqueeze(1).expand(2, 3), decoded.Tokens, 0);
        Same.Values(scores.log_softmax(1).amax([1]) * 3, decoded.Scores);
    }

    public sealed class Reference : BeamTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : BeamTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
