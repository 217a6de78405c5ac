using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The results of a call of a container with states. Every generated <c>Output</c> of such a container is one.</summary>
/// <typeparam name="TState">The <c>State</c> of the container.</typeparam>
public interface IRecurrentOutput<TState> : IDisposable
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>The state after the last step.</summary>
    TState State { get; }
}

/// <summary>The results of one step of a container with states. Every generated <c>StepOutput</c> of such a container is one.</summary>
/// <typeparam name="TState">The <c>State</c> of the container.</typeparam>
public interface IRecurrentStepOutput<TState> : IRecurrentOutput<TState>
    where TState : struct, IRecurrentState<TState>
{
    /// <summary>The sequence outputs of this step, each (B, …), in the order of their declaration.</summary>
    IReadOnlyList<Tensor> Sequence { get; }

    /// <summary>Which rows ended with this step, (B) bool; null when the step never says.</summary>
    Tensor? Done => null;
}
