using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>A segment in the graph of the gradients: one node, whose backward pass runs the steps of the segment again.</summary>
sealed class SegmentFunction : autograd.MultiTensorFunction<SegmentFunction>
{
    const string Replay = "replay";

    /// <inheritdoc/>
    public override string Name => nameof(SegmentFunction);

    /// <summary>Puts a segment into the graph.</summary>
    /// <param name="replay">The segment.</param>
    /// <param name="results">Its results, which have no gradients.</param>
    /// <returns>The results, with gradients.</returns>
    public static IReadOnlyList<Tensor> Of(SegmentReplay replay, IReadOnlyList<Tensor> results)
    {
        using var scope = NewDisposeScope();
        var connected = apply([replay, results, .. replay.Inputs]);
        foreach (var result in connected) scope.MoveToOuter(result);
        return connected;
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (replay, results) = ((SegmentReplay)vars[0], (IReadOnlyList<Tensor>)vars[1]);
        ctx.set_materialize_grads(false);
        ctx.save_data(Replay, replay);
        ctx.save_for_backward([.. replay.Saved]);
        return [.. results.Select(result => result.detach())];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var replay = (SegmentReplay)ctx.get_data(Replay);
        var gradients = Gradients(replay, ctx, grad_outputs);
        replay.Return(gradients.OfType<Tensor>());
        foreach (var gradient in grad_outputs) gradient.Dispose();
        return [null!, null!, .. gradients.Select(gradient => gradient!)];
    }

    static Tensor?[] Gradients(SegmentReplay replay, autograd.AutogradContext context, List<Tensor> outputGradients)
    {
        using var scope = NewDisposeScope();
        var gradients = Try();
        foreach (var gradient in gradients.OfType<Tensor>()) scope.MoveToOuter(gradient);
        return gradients;

        Tensor?[] Try()
        {
            try
            {
                // A tensor that was changed in place since is refused here.
                return replay.Gradients(context.get_saved_variables(), [.. outputGradients.Select(gradient => gradient.IsInvalid ? null : gradient)]);
            }
            catch (Exception exception)
            {
                // No exception can go through libtorch: the process would end.
                return replay.Fail(exception);
            }
        }
    }
}
