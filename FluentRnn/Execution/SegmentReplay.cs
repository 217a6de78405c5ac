using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>A segment of a call whose steps are not remembered: the backward pass runs them again, with the same random numbers, and with the buffers as they were.</summary>
/// <param name="call">The whole call; after it has ended, only what is no tensor is read of it.</param>
/// <param name="loop">Runs the steps of a call.</param>
/// <param name="segment">The segment.</param>
/// <param name="returned">What the replays of the call gave to libtorch last: it has a hold of its own on it by the time of the next.</param>
sealed class SegmentReplay(RecurrenceCall call, Func<RecurrenceCall, RecurrenceResult> loop, Segment segment, List<Tensor> returned)
{
    readonly Parameter[] parameters = [.. call.Container.parameters().Where(parameter => parameter.requires_grad)];
    readonly bool[] differentiable = [.. segment.Tensors.Concat(call.Container.parameters().Where(parameter => parameter.requires_grad)).Select(input => input.requires_grad)];
    readonly bool training = call.Container.training;
    Surroundings surroundings = Surroundings.Of(call.Container);

    /// <summary>What the gradients are by: the tensors of the segment, then the parameters.</summary>
    public IReadOnlyList<Tensor> Inputs => [.. segment.Tensors, .. parameters];

    /// <summary>What the replay reads: the inputs, then copies of what is around the steps.</summary>
    public IReadOnlyList<Tensor> Saved => [.. Inputs, .. surroundings.Copies];

    /// <summary>Runs the steps without remembering them.</summary>
    /// <returns>The results, whose gradients are those of the steps, and the masks that the steps have drawn or were given, for those that follow.</returns>
    public (RecurrenceResult Result, Tensor[] Masks) Run()
    {
        RecurrenceResult result;
        Tensor[] masks;
        using (no_grad())
        {
            using (var part = new RecurrenceCall(call, segment, call.Cancellation)) (result, masks) = (loop(part), part.ReturnMasks());
            surroundings = surroundings.Changed();
        }

        return (result.With(SegmentFunction.Of(this, result.Tensors)), masks);
    }

    /// <summary>Runs the steps again.</summary>
    /// <param name="saved">The tensors of <see cref="Saved"/>.</param>
    /// <param name="gradients">The gradient by each result; null for none.</param>
    /// <returns>The gradient by each input; null for none.</returns>
    /// <exception cref="InvalidOperationException">The container is in another mode than it was.</exception>
    public Tensor?[] Gradients(IReadOnlyList<Tensor> saved, IReadOnlyList<Tensor?> gradients)
    {
        if (call.Container.training != training)
            throw new InvalidOperationException($"{call.Container.GetName()}: train() or eval() was called before the backward pass, which runs the steps again; call it after.");

        // Where the gradients get a graph of their own, the inputs stay in the caller's: then second derivatives are right.
        var twice = is_grad_enabled();
        using var enabled = enable_grad();
        using var restored = surroundings.With([.. saved.Skip(saved.Count - surroundings.Copies.Count)]).Restore();
        var given = saved.Take(saved.Count - surroundings.Copies.Count - parameters.Length)
            .Select(tensor => !tensor.requires_grad ? tensor : twice ? tensor.alias() : tensor.detach().requires_grad_())
            .ToList();
        RecurrenceResult result;
        using (var part = new RecurrenceCall(call, segment.With(given), CancellationToken.None)) result = loop(part);

        Tensor[] inputs = [.. given, .. saved.Skip(given.Count).Take(parameters.Length)];
        var outputs = result.Tensors.Zip(gradients).Where(output => output is { First.requires_grad: true, Second: not null }).ToList();
        if (outputs.Count == 0) return new Tensor?[inputs.Length];
        var found = new Queue<Tensor>(autograd.grad(
            [.. outputs.Select(output => output.First)],
            [.. inputs.Where(input => input.requires_grad)],
            [.. outputs.Select(output => output.Second!)],
            retain_graph: twice,
            create_graph: twice,
            allow_unused: true));
        return [.. inputs.Select(input => input.requires_grad && found.Dequeue() is { IsInvalid: false } gradient ? gradient : null)];
    }

    /// <summary>Keeps what is given to libtorch, and disposes of what was given to it before.</summary>
    public void Return(IEnumerable<Tensor> gradients)
    {
        foreach (var gradient in returned) gradient.Dispose();
        returned.Clear();
        returned.AddRange(gradients);
    }

    /// <summary>Lets the backward pass fail: libtorch throws when it gets what is no gradient.</summary>
    /// <param name="reason">Why, for its caller.</param>
    public Tensor?[] Fail(Exception reason)
    {
        call.Definition.ReplayFailure = reason;
        return [.. differentiable.Select((by, i) => i == Array.IndexOf(differentiable, true) ? zeros(7, device: META) : null)];
    }
}
