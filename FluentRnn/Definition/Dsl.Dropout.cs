using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

// Each draws only while the container whose step is running is in training mode.
public static partial class Dsl
{
    /// <summary>
    /// Variational dropout (Gal and Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks", arXiv:1512.05287): in training each
    /// element becomes zero with probability <paramref name="p"/> and is otherwise divided by 1 - p, by one mask for the whole call. The mask is drawn by the first step
    /// and is the same at all others; every use in the step has its own. In evaluation the result is <paramref name="x"/>.
    /// </summary>
    /// <param name="x">Floating point, (B, …).</param>
    /// <param name="p">The probability of zero, from 0 to 1.</param>
    /// <returns>The same shape and dtype.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is no probability.</exception>
    /// <exception cref="InvalidOperationException">It is not called by a step, or with another shape than at the steps before.</exception>
    public static Tensor SequenceDropout(Tensor x, double p)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireProbability(p);
        var call = RecurrenceCall.Current ?? throw new InvalidOperationException("SequenceDropout keeps a mask for a call of a container: use it in a step.");
        return Training && p > 0 ? x * call.SequenceMask(x, p) : x;
    }

    /// <summary>
    /// Zoneout (Krueger et al., "Zoneout: Regularizing RNNs by Randomly Preserving Hidden Activations", arXiv:1606.01305): in training each element keeps its
    /// previous value with probability <paramref name="p"/>, drawn anew at every step; in evaluation the result is p · previous + (1 - p) · next.
    /// </summary>
    /// <param name="next">What the state would become, floating point, (B, …).</param>
    /// <param name="previous">What the state is, of the same shape.</param>
    /// <param name="p">The probability of keeping, from 0 to 1.</param>
    /// <returns>The same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is no probability.</exception>
    public static Tensor Zoneout(Tensor next, Tensor previous, double p)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(previous);
        RequireProbability(p);
        var shape = next.shape;
        if (!shape.AsSpan().SequenceEqual(previous.shape))
            throw new ArgumentException($"Zoneout takes two values of one shape, but next is {Text.Shape(shape)} and previous {Text.Shape(previous.shape)}.", nameof(previous));
        return (p, Training) switch
        {
            (0, _) => next,
            (1, _) => previous,
            (_, true) => where(rand(shape, ScalarType.Float32, next.device).lt(p), previous, next),
            (_, false) => previous * p + next * (1 - p),
        };
    }

    static void RequireProbability(double p)
    {
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "p is a probability, from 0 to 1.");
    }
}
