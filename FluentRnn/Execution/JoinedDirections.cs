using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// The steps of both directions of a call in one loop: a batch of 2 · B rows, first those of the forward direction, then those of the backward one, which see the sequences from the end. What a direction makes
/// before its steps, from weights of its own, is made in a call of that direction, and then joined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JoinedDirections
{
    // Measured: how many numbers the states of a direction may have, all rows together. Beyond, products of twice the rows take twice the time.
    const long MostNumbers = 2048;
    const long MostNumbersWithGradients = 16384;

    Tensor[] ofForward = [];
    Tensor[] ofBackward = [];

    JoinedDirections(RecurrenceCall call) => Call = call;

    /// <summary>The call of 2 · B rows.</summary>
    public RecurrenceCall Call { get; }

    internal JoinedSteps? Forward { get; private set; }

    internal JoinedSteps? Backward { get; private set; }

    /// <summary>Whether the steps of a call in both directions may, and should, be run so.</summary>
    internal static bool Serve(RecurrenceCall call)
    {
        if (!call.IsPlain || call.Steps == 0 || call.Batch == 0) return false;
        var numbers = call.Definition.States.Sum(state => state.CarriedShape.Aggregate(1L, (numbers, size) => numbers * Math.Max(1, size)));
        return call.Batch * numbers <= (call.Gradients ? MostNumbersWithGradients : MostNumbers);
    }

    /// <summary>Runs the steps of a call in both directions.</summary>
    internal static JoinedDirections Run(RecurrenceCall whole, Action<JoinedDirections> steps)
    {
        using var call = whole.Joined();
        var joined = new JoinedDirections(call);
        steps(joined);
        return joined;
    }

    /// <summary>Lets each direction make what its steps read.</summary>
    /// <param name="beforeSteps">Makes it, in the order in which it is asked for.</param>
    public void Make(Func<RecurrenceCall, Tensor[]> beforeSteps)
    {
        ArgumentNullException.ThrowIfNull(beforeSteps);
        ofForward = Of(backward: false);
        ofBackward = Of(backward: true);

        Tensor[] Of(bool backward)
        {
            using var direction = Call.Direction(backward);
            return [.. beforeSteps(direction).Select(direction.Return)];
        }
    }

    /// <summary>A weight, (in, out) in each direction, that the steps multiply with.</summary>
    public StepWeight Weight(int index) => IsShared ? StepWeight.Of(Call, ofForward[index]) : StepWeight.Of(Call, ofForward[index], ofBackward[index]);

    /// <summary>A vector, the same for all rows of a direction, for each row: (2 · B, n); where the directions share their weights, as it is.</summary>
    public Tensor Vector(int index) => IsShared ? ofForward[index] : stack([ofForward[index], ofBackward[index]]).unsqueeze(1).expand(2, Call.Batch / 2, -1).flatten(0, 1);

    /// <summary>A value with the rows of the batch, (B, …), for those of both directions: (2 · B, …).</summary>
    public Tensor Rows(int index) => cat([ofForward[index], ofBackward[index]]);

    /// <summary>A sequence, (B, T, …), as T tensors (2 · B, …), in the order of processing.</summary>
    public Tensor[] Sequence(int index) => cat([ofForward[index], ofBackward[index].flip(1)]).unbind(1);

    /// <summary>What was computed before the loop, (T · B, …), as T tensors (2 · B, …), in the order of processing.</summary>
    public Tensor[] Part(int index) => cat([Steps(ofForward[index]), Steps(ofBackward[index]).flip(0)], 1).unbind(0);

    /// <summary>Gives each direction what its rows have made.</summary>
    /// <param name="emitted">The sequence outputs of the loop, (2 · B, T, …), in the order of processing.</param>
    /// <param name="collected">The values collected from it, likewise.</param>
    /// <param name="last">The values of the last step, (2 · B, …).</param>
    /// <param name="states">The states after it, likewise.</param>
    public void Finish(Tensor[] emitted, Tensor[] collected, Tensor[] last, Tensor[] states)
    {
        Forward = Of(0);
        Backward = Of(1);

        JoinedSteps Of(int direction)
        {
            return new(Half(emitted), Half(collected), Half(last), Half(states));

            Tensor[] Half(Tensor[] values) => [.. values.Select(value => Call.Return(value.narrow(0, direction * (Call.Batch / 2), Call.Batch / 2)))];
        }
    }

    bool IsShared => Call.Definition.SharesWeights;

    Tensor Steps(Tensor rows) => rows.unflatten(0, Call.Steps, Call.Batch / 2);
}
