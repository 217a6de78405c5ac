using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>The loop over time around a step written by hand.</summary>
static class StepLoop
{
    /// <summary>A step on one input: its output, and the next states.</summary>
    public delegate (Tensor Output, Tensor[] Next) Step(Tensor x, Tensor[] states);

    /// <summary>Over a sequence as it comes; what a step leaves behind is disposed with its scope.</summary>
    /// <param name="x">The sequence, (B, T, …).</param>
    /// <param name="hidden">The size of a state.</param>
    /// <param name="count">How many states begin with zeros.</param>
    /// <param name="step">The step.</param>
    /// <returns>The outputs, (B, T, …).</returns>
    public static Tensor Scoped(Tensor x, long hidden, int count, Step step)
    {
        var states = Zeros(x.shape[0], hidden, count);
        var outputs = new List<Tensor>();
        for (var t = 0; t < x.shape[1]; t++)
        {
            using var scope = NewDisposeScope();
            (var output, states) = step(x.select(1, t), states);
            foreach (var state in states)
                state.MoveToOuterDisposeScope();
            outputs.Add(IsIn(states, output) ? output : output.MoveToOuterDisposeScope());
        }

        return stack(outputs, 1);
    }

    /// <summary>Over a sequence whose rows of a step lie together. The step disposes what it makes, which costs less than a scope, and may write to its input where nothing is recorded.</summary>
    /// <param name="x">The sequence, (T, B, …).</param>
    /// <inheritdoc cref="Scoped"/>
    public static Tensor Lean(Tensor x, long hidden, int count, Step step)
    {
        var states = Zeros(x.shape[1], hidden, count);
        var inputs = x.unbind(0);
        var outputs = new Tensor[inputs.Length];
        for (var t = 0; t < inputs.Length; t++)
        {
            var before = states;
            (outputs[t], states) = step(inputs[t], before);

            // Outputs are still needed.
            foreach (var state in before)
            {
                if (t == 0 || !ReferenceEquals(state, outputs[t - 1])) state.Dispose();
            }
        }

        return stack(outputs, 1);
    }

    static bool IsIn(Tensor[] states, Tensor output) => states.Any(state => ReferenceEquals(state, output));

    static Tensor[] Zeros(long batch, long hidden, int count) => [.. Enumerable.Range(0, count).Select(_ => zeros(batch, hidden))];
}
