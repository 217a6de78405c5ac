using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>One run of a decoding, a step at a time. Between two steps it holds tensors outside every dispose scope only, so that it may be left at any of them.</summary>
sealed class DecodingRun<TInput, TOutput, TStepOutput, TState> : IDisposable
    where TInput : struct, IRecurrentInput<TInput, TState>
    where TOutput : struct, IRecurrentOutput<TState>
    where TStepOutput : struct, IRecurrentStepOutput<TState>
    where TState : struct, IRecurrentState<TState>
{
    readonly Decoding<TInput, TOutput, TStepOutput, TState> decoding;
    readonly ChoiceRule rule;
    readonly List<Tensor> expanded = [];
    readonly TInput input;
    readonly long batch;
    readonly long steps;
    readonly int token;
    Hypotheses<TState> now;
    bool over;
    long t;

    public DecodingRun(Decoding<TInput, TOutput, TStepOutput, TState> decoding, Func<Device, ChoiceRule> createRule)
    {
        this.decoding = decoding;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var call = decoding.Container.Open(decoding.Input, isStep: false, decoding.Steps);
        (batch, steps) = (call.Batch, call.Steps);
        var state = decoding.Container.InitialState(call);
        token = FedSlots.Token(decoding.Container.GetName(), decoding.Container.Definition, state, decoding.Token);
        rule = createRule(call.Device);
        input = decoding.Input.Map(sequence => sequence, Expanded);

        // At first a row has one hypothesis; the others of its beam are as improbable as can be.
        var scores = full([batch, rule.Width], double.NegativeInfinity, call.FloatingType == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, call.Device);
        scores.select(1, 0).zero_();
        var rows = arange(batch, ScalarType.Int64, call.Device).repeat_interleave(rule.Width);
        now = Hypotheses<TState>.Start(StateOperations.Select(state, rows), scores.view(batch * rule.Width)).Own();
        over = batch == 0 || steps == 0;
    }

    string Name => decoding.Container.GetName();

    /// <summary>The token of rows that have ended.</summary>
    long Padding => decoding.End ?? 0;

    /// <summary>Runs the next step.</summary>
    /// <returns>False when there is none: all rows have ended, or the steps are used up.</returns>
    public bool Next()
    {
        if (over) return false;
        decoding.Input.Cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var output = decoding.Container.RunStep(Step());
        var scores = Scores(output);
        var choice = rule.Choose(scores, LogProbabilities(scores), now, Padding);
        var (before, after, done) = (now, output.State, output.Done);
        if (choice.Origins is { } origins) (before, after, done) = (now.Select(origins), StateOperations.Select(after, origins), done?.index_select(0, origins));
        var ends = decoding.End is { } end ? choice.Tokens.eq(end) : zeros_like(before.Ended);
        Replace(before.Append(choice.Tokens, choice.Scores, after, done is null ? ends : ends.logical_or(done), Padding, token).Own());
        t++;

        // A hypothesis that is impossible will not be asked for.
        over = t == steps || now.Ended.logical_or(now.Scores.isneginf()).all().ToBoolean();
        return true;
    }

    /// <summary>The last step as plain numbers.</summary>
    public DecodingStep Last()
    {
        using var scope = NewDisposeScope();
        return new DecodingStep(
            now.Tokens.select(1, now.Tokens.shape[1] - 1).cpu().data<long>().ToArray(),
            now.Scores.to(ScalarType.Float64).cpu().data<double>().ToArray(),
            now.Ended.cpu().data<bool>().ToArray());
    }

    /// <summary>The best hypotheses of every row, the best first; they belong to the caller.</summary>
    /// <param name="count">How many: (B, count, …); null for the best one without that axis.</param>
    public Decoded<TState> Best(int? count)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var kept = count ?? 1;
        var rows = arange(batch * rule.Width, ScalarType.Int64, now.Scores.device).view(batch, rule.Width).narrow(1, 0, kept).reshape(batch * kept);
        var best = now.Select(rows);
        long[] leading = count is null ? [batch] : [batch, kept];
        return new Decoded<TState>(
            scope.MoveToOuter(best.Tokens.view([.. leading, best.Tokens.shape[1]])),
            scope.MoveToOuter(best.Lengths.view(leading)),
            scope.MoveToOuter(best.Scores.view(leading)),
            TState.From([.. best.State.Values.Select(value => scope.MoveToOuter(value!))]));
    }

    public void Dispose()
    {
        now.Dispose();
        rule.Dispose();
        foreach (var tensor in expanded) tensor.Dispose();
    }

    /// <summary>The arguments of the next step.</summary>
    TInput Step()
    {
        var position = decoding.Container.Definition.IsBackward ? steps - 1 - t : t;
        var step = input.Map(sequence => Repeated(sequence.select(1, position)), constant => constant);
        return step with { State = now.State, FirstStep = input.FirstStep + t, Batch = null };
    }

    /// <summary>The scores of the next tokens, (R, V); zeros for rows that have ended, whatever the step makes of them.</summary>
    Tensor Scores(TStepOutput output)
    {
        var scores = FedSlots.Scores<TStepOutput, TState>(Name, decoding.Container.Definition, output, decoding.Scores);
        if (decoding.Adjustment is { } adjust) scores = adjust(scores, now.Tokens);
        if (scores is null || scores.dim() != 2 || scores.shape[0] != batch * rule.Width)
            throw new InvalidOperationException($"{Name}: the scores of the next token must be ({Text.Of(batch * rule.Width)}, V), but are {(scores is null ? "null" : Text.Of(scores))}.");
        if (scores.shape[1] <= Padding)
            throw new InvalidOperationException($"{Name}: the end token is {Text.Of(Padding)}, but the scores are of {Text.Of(scores.shape[1])} tokens, from 0 to {Text.Of(scores.shape[1] - 1)}.");
        return scores.to(now.Scores.dtype).masked_fill(now.Ended.unsqueeze(1), 0);
    }

    Tensor LogProbabilities(Tensor scores)
    {
        var logarithms = scores.log_softmax(1);
        if (logarithms.isnan().any().ToBoolean())
            throw new InvalidOperationException($"{Name}: at step {Text.Of(t)} a row has no token to choose: its scores are all -∞, or one is not a number.");
        return logarithms;
    }

    Tensor Repeated(Tensor value) => rule.Width == 1 ? value : value.repeat_interleave(rule.Width, 0);

    Tensor Expanded(Tensor constant)
    {
        if (rule.Width == 1) return constant;
        var value = Repeated(constant).DetachFromDisposeScope();
        expanded.Add(value);
        return value;
    }

    void Replace(Hypotheses<TState> next)
    {
        now.Dispose();
        now = next;
    }
}
