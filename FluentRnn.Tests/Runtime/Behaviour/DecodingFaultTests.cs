using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>What cannot be decoded is refused in one sentence.</summary>
[Trait("Row", "G1")]
[Trait("Row", "G2")]
public abstract class DecodingFaultTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    Writers.Chain Net() => new(3) { Executor = Executor };

    static void AssertSays<TException>(string part, Action action)
        where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_to_feed_a_token_into()
    {
        using var net = new SingleRnn(2, 3) { Executor = Executor };

        AssertSays<ArgumentException>("SingleRnn: decoding feeds the token chosen back into a state that is an Index(), and there is none", () => net.Decode(new(rand(1, 3, 2))).Greedy());
    }

    [Fact]
    public void Several_states_and_outputs_that_could_be_meant()
    {
        using var net = new Writers.Ambiguous { Executor = Executor };
        var scores = tensor(new[,] { { 0f, 5f, 1f } });

        AssertSays<ArgumentException>("the states 'one', 'two'; say which, as in token: state => state.One", () => net.Decode(new(scores), steps: 2).Greedy());
        AssertSays<ArgumentException>("the outputs 'first', 'second' could all be the scores", () => net.Decode(new(scores), steps: 2, token: state => state.One).Greedy());
        AssertSays<ArgumentException>("'token' must give a state", () => net.Decode(new(scores), steps: 2, token: state => scores).Greedy());
        AssertSays<ArgumentException>("'scores' must give a floating-point tensor (B, V), but gave (1) int64", () => net.Decode(new(scores), steps: 2, scores: output => output.State.Two!, token: state => state.One).Greedy());

        var decoded = net.Decode(new(scores), steps: 2, scores: output => output.First, token: state => state.Two).Greedy();
        Assert.Equal((0, 1), (decoded.State.One!.ToInt64(), decoded.State.Two!.ToInt64()));
    }

    [Fact]
    public void No_scores()
    {
        using var net = new Fibonacci { Executor = Executor };

        AssertSays<ArgumentException>("Fibonacci: decoding needs a sequence output with a score for every token", () => net.Decode(new(Batch: 2), steps: 1).Greedy());
    }

    [Fact]
    public void Arguments_of_the_call()
    {
        using var net = Net();
        var mix = rand(2, 3, 3);

        AssertSays<ArgumentException>("give the argument steps", () => net.Decode(new(mix)).Greedy());
        AssertSays<ArgumentException>("constant 'mix' must be (B, 3, 3)", () => net.Decode(new(rand(2, 3)), steps: 2).Greedy());
        AssertSays<ArgumentException>("batch size", () => net.Decode(new(mix, net.ZeroState(3)), steps: 2).Greedy());
        AssertSays<ArgumentException>("no use for 'tokenTarget'", () => net.Decode(new(mix, TokenTarget: ones(2, 2, ScalarType.Int64)), steps: 2));
        AssertSays<ArgumentNullException>("'mix' is null", () => net.Decode(new(null!), steps: 2).Beam(2));
        using var tagger = new Writers.Tagger(2, 3) { Executor = Executor };
        AssertSays<ArgumentException>("leave steps out", () => tagger.Decode(new(rand(1, 2, 2), ones(1, 2, ScalarType.Bool)), steps: 2).Greedy());
        AssertSays<ArgumentException>("sequence 'x' must be (B, T, 2)", () => tagger.Decode(new(rand(2), ones(1, 2, ScalarType.Bool))).Beam(2));
    }

    [Fact]
    public void Numbers_out_of_range()
    {
        using var net = Net();
        var decoding = net.Decode(new(rand(2, 3, 3)), steps: 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Beam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Beam(2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.NBest(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.NBest(3, 2));
        AssertSays<ArgumentOutOfRangeException>("use Greedy", () => decoding.Sample(temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.EnumerateSample(temperature: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Sample(topK: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Sample(topP: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Sample(topP: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Decode(new(rand(2, 3, 3)), steps: 2, end: -1));
        Assert.Throws<ArgumentNullException>(() => decoding.Adjust(null!));
        AssertSays<InvalidOperationException>("the end token is 3, but the scores are of 3 tokens, from 0 to 2", () => net.Decode(new(rand(2, 3, 3)), steps: 2, end: 3).Greedy());
    }

    [Fact]
    public void Rows_without_a_token_to_choose()
    {
        using var net = Net();
        var decoding = net.Decode(new(rand(2, 3, 3)), steps: 3);

        AssertSays<InvalidOperationException>("Chain: at step 0 a row has no token to choose", () => decoding.Adjust((scores, _) => scores + double.NegativeInfinity).Greedy());
        AssertSays<InvalidOperationException>("at step 2", () => decoding.Adjust((scores, tokens) => tokens.shape[1] < 2 ? scores : scores * double.NaN).Sample());
        AssertSays<InvalidOperationException>("must be (4, V), but are (4) float32", () => decoding.Adjust((scores, _) => scores.sum(dim: 1)).Beam(2));
    }

    [Fact]
    public void After_the_end_anything_goes()
    {
        using var net = Net();

        // What a row that has ended is given does not matter.
        var decoded = net.Decode(new(rand(2, 3, 3)), steps: 4, end: 1)
            .Adjust((scores, tokens) => tokens.shape[1] == 0 ? tensor(new[,] { { 0f, 9, 0 }, { 9, 0, 0 } }) : cat([scores.narrow(0, 0, 1) * float.NaN, scores.narrow(0, 1, 1)], 0))
            .Greedy();

        Assert.Equal(1, decoded.Lengths[0].ToInt64());
        Assert.True(decoded.Scores.isfinite().all().ToBoolean());
    }

    public sealed class Reference : DecodingFaultTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : DecodingFaultTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
