namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>
/// Each container of FluentRnn.Tests.Containers beside the loop that a TorchSharp user would write: what the executors are compared with. The loops know
/// nothing of FluentRnn but the container's modules.
/// </summary>
static partial class PlainLoops
{
    static readonly Dictionary<string, Func<Arguments, Sample>> Table = new(StringComparer.Ordinal)
    {
        ["AttentionDecoder"] = AttentionDecoder,
        ["AttentionDecoder, taught"] = AttentionDecoderTaught,
        ["BackwardGru"] = BackwardGru,
        ["ConstantInput"] = ConstantInput,
        ["ConstantToSequence"] = ConstantToSequence,
        ["ConstantToSequence, taught"] = ConstantToSequenceTaught,
        ["Countdown"] = Countdown,
        ["ElmanRnn"] = ElmanRnn,
        ["FastWeights"] = FastWeights,
        ["MinimalGatedUnit"] = MinimalGatedUnit,
        ["MovingAverage"] = MovingAverage,
        ["OpaqueModule"] = OpaqueModule,
        ["PeepholeLstm"] = PeepholeLstm,
        ["PerStepMap"] = PerStepMap,
        ["PlainLoop"] = PlainLoop,
        ["ProjectionLstm"] = ProjectionLstm,
        ["ResidualDropout, residual"] = a => ResidualDropout(a, 4, training: true),
        ["ResidualDropout, not residual"] = a => ResidualDropout(a, 3, training: true),
        ["ResidualDropout, evaluated"] = a => ResidualDropout(a, 4, training: false),
        ["SimpleRecurrentUnit"] = SimpleRecurrentUnit,
        ["SingleRnn"] = SingleRnn,
        ["TwoSequences"] = TwoSequences,
        ["CrossedFeedback"] = CrossedFeedback,
        ["CumulativeSum"] = CumulativeSum,
        ["Exchange"] = Exchange,
        ["Feedback"] = Feedback,
        ["Lag of 1"] = a => Lagged(a, 1),
        ["Lag of 3"] = a => Lagged(a, 3),
        ["Lag, learned"] = LaggedLearned,
        ["Lag, backward, unrolled by 2"] = LaggedBackward,
        ["LastBesideSequence"] = LastBesideSequence,
        ["LastOnly"] = LastOnly,
        ["Noise"] = Noise,
        ["Numbered"] = NumberedForward,
        ["Numbered backward, unrolled by 2"] = NumberedBackward,
        ["Ranks"] = Ranks,
        ["ThreeWays"] = ThreeWays,
        ["Tokens"] = Tokens,
        ["Unrolled by 1"] = UnrolledBy1,
        ["Unrolled by 2"] = UnrolledBy2,
        ["Unrolled by 4"] = UnrolledBy4,
        ["Backward"] = Backward,
        ["Backward, unrolled by 4"] = BackwardBy4,
        ["Backward, in the order of processing"] = Reversed,
        ["Backward, in the order of processing, unrolled by 2"] = ReversedBy2,
        ["Variational dropout"] = VariationalDropout,
        ["Variational dropout, unrolled by 4"] = VariationalDropoutBy4,
        ["Zoneout, trained"] = a => Zoned(a, 0.25, training: true),
        ["Zoneout, evaluated"] = a => Zoned(a, 0.25, training: false),
        ["Wide"] = Wide,
        ["Containers inside, two layers"] = TwoLayers,
        ["Containers inside, three levels"] = ThreeLevels,
        ["Containers inside, sentences of words"] = Sentences,
    };

    /// <summary>The names of the samples whose length is free.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>A container with random weights and arguments.</summary>
    public static Sample Create(string name, long batch, long steps, Layout layout = Layout.Contiguous) => Table[name](new Arguments(batch, steps, layout));
}
