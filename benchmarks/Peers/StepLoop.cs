using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>The loop over time around a step written by hand. What a step leaves behind is disposed with its scope.</summary>
static class StepLoop
{
    /// <summary>A step on one input: its output, and the next states.</summary>
    public delegate (Tensor Output, Tensor[] Next) Step(Tensor x, Tensor[] states);

    /// <param name="x">The sequence, (B, T, …).</param>
    /// <param name="hidden">The size of a state.</param>
    /// <param name="states">How many states begin with zeros.</param>
    /// <param name="step">The step.</param>
    /// <returns>The outputs, (B, T, …).</returns>
    public static Tensor BatchFirst(Tensor x, long hidden, int states, Step step) =>
        Run(Enumerable.Range(0, (int)x.shape[1]).Select(t => x.select(1, t)), Zeros(x.shape[0], hidden, states), step);

    /// <param name="x">The sequence, (T, B, …): the rows of a step lie together.</param>
    /// <inheritdoc cref="BatchFirst"/>
    public static Tensor TimeFirst(Tensor x, long hidden, int states, Step step) => Run(x.unbind(0), Zeros(x.shape[1], hidden, states), step);

    static Tensor Run(IEnumerable<Tensor> inputs, Tensor[] states, Step step)
    {
        var outputs = new List<Tensor>();
        foreach (var x in inputs)
        {
            using var scope = NewDisposeScope();
            (var output, states) = step(x, states);
            foreach (var state in states)
                state.MoveToOuterDisposeScope();
            outputs.Add(states.Any(state => ReferenceEquals(state, output)) ? output : output.MoveToOuterDisposeScope());
        }

        return stack(outputs, 1);
    }

    static Tensor[] Zeros(long batch, long hidden, int states) => [.. Enumerable.Range(0, states).Select(_ => zeros(batch, hidden))];
}
