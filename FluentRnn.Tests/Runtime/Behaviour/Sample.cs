using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>A container, arguments for it, and the loop that a TorchSharp user would write in its place.</summary>
sealed class Sample : IDisposable
{
    const long Seed = 11;

    readonly Func<Tensor[]> forward;
    readonly Func<Tensor[]> loop;
    readonly Action<Executor> choose;

    Sample(nn.Module module, Arguments arguments, Func<Tensor[]> forward, Func<Tensor[]> loop, Action<Executor> choose)
    {
        Module = module;
        Arguments = arguments;
        (this.forward, this.loop, this.choose) = (forward, loop, choose);
    }

    public nn.Module Module { get; }

    public Arguments Arguments { get; }

    /// <summary>Everything that a gradient can be asked for by: the parameters, sequences, constants, initial states and targets.</summary>
    public Tensor[] Leaves => [.. Module.parameters(), .. Arguments.Leaves];

    /// <param name="container">The container.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="forward">A call with these arguments.</param>
    /// <param name="loop">The same by hand: its results in the order of those of <paramref name="forward"/>.</param>
    public static Sample Of<TInput, TOutput>(RecurrentContainer<TInput, TOutput> container, Arguments arguments, Func<TOutput> forward, Func<Tensor[]> loop)
        where TOutput : struct =>
        new(container, arguments, () => Results.Of(forward()), loop, executor => container.Executor = executor);

    /// <summary>The results of the container. Whatever is drawn in a step is drawn from the same seed as in <see cref="Loop"/>.</summary>
    public Tensor[] Forward(Executor executor)
    {
        choose(executor);
        manual_seed(Seed);
        return forward();
    }

    /// <summary>The results of the loop written by hand.</summary>
    public Tensor[] Loop()
    {
        manual_seed(Seed);
        return loop();
    }

    public void Dispose() => Module.Dispose();
}
