using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>A weight that every step of a generated loop multiplies with, as its products are the fastest.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StepWeight
{
    // Measured: how many rows torch multiplies faster with a matrix that lies in order, and from how many on with its transpose; and what makes up for the copy.
    const long FewRows = 2;
    const long SomeRows = 4;
    const long LeastSteps = 32;
    const long LeastSize = 48 << 10;

    private protected StepWeight()
    {
    }

    /// <summary>x · weight.</summary>
    internal abstract Tensor Multiply(Tensor x);

    /// <summary>sum + x · weight, in memory of its own. The sum is of the shape of the result, or a vector for every row.</summary>
    internal abstract Tensor Add(Tensor sum, Tensor x);

    /// <summary>sum + x · weight, written over the sum where that is faster.</summary>
    internal virtual Tensor AddTo(Tensor sum, Tensor x) => Add(sum, x);

    /// <summary>
    /// A weight, (in, out), as it is, or copied once into the order in which the products of the steps of a call are the fastest: without gradients, on the CPU, with enough steps. With gradients what
    /// the forward pass gains the backward pass loses.
    /// </summary>
    internal static StepWeight Of(RecurrenceCall call, Tensor weight) =>
        OneDnn.PaysAtSteps(call, call.Batch, weight) ? new OneDnnWeight(OneDnn.Reorder(weight, call.Batch))
        : new TorchWeight(
            PaysInOrder(call, call.Batch) ? weight.contiguous()
            : PaysTransposed(call, call.Batch, weight) ? weight.t().contiguous().t()
            : weight);

    /// <summary>The weights, (in, out), of both directions, whose rows stand one after the other.</summary>
    internal static StepWeight Of(RecurrenceCall call, Tensor forward, Tensor backward)
    {
        var rows = call.Batch / 2;
        return OneDnn.PaysAtSteps(call, rows, forward) ? new TwoWeights(new OneDnnWeight(OneDnn.Reorder(forward, rows)), new OneDnnWeight(OneDnn.Reorder(backward, rows)))
            : new StackedWeights(PaysTransposed(call, rows, forward) ? stack([forward.t(), backward.t()]).transpose(1, 2) : stack([forward, backward]), rows, call.Gradients);
    }

    static bool PaysInOrder(RecurrenceCall call, long rows) => MayBeCopied(call) && rows <= FewRows;

    static bool PaysTransposed(RecurrenceCall call, long rows, Tensor weight) => MayBeCopied(call) && rows >= SomeRows && weight.numel() >= LeastSize;

    static bool MayBeCopied(RecurrenceCall call) => !call.Gradients && call.Device.type == DeviceType.CPU && call.Steps >= LeastSteps;
}

/// <summary>A weight that torch multiplies with.</summary>
/// <param name="matrix">The weight, (in, out).</param>
sealed class TorchWeight(Tensor matrix) : StepWeight
{
    public Tensor Matrix => matrix;

    internal override Tensor Multiply(Tensor x) => x.mm(matrix);

    internal override Tensor Add(Tensor sum, Tensor x) => sum.addmm(x, matrix, 1, 1);

    internal override Tensor AddTo(Tensor sum, Tensor x) => sum.addmm_(x, matrix, 1, 1);
}

/// <summary>A weight that oneDNN multiplies with.</summary>
/// <param name="reordered">The weight in the order of <see cref="OneDnn"/>.</param>
sealed class OneDnnWeight(Tensor reordered) : StepWeight
{
    internal override Tensor Multiply(Tensor x) => OneDnn.Add(x, reordered, null);

    internal override Tensor Add(Tensor sum, Tensor x) => OneDnn.Add(x, reordered, sum);
}

/// <summary>The weights of both directions, multiplied with in one product.</summary>
/// <param name="matrices">The weights, (2, in, out).</param>
/// <param name="rows">The rows of a direction.</param>
/// <param name="gradients">Whether gradients are recorded.</param>
sealed class StackedWeights(Tensor matrices, long rows, bool gradients) : StepWeight
{
    internal override Tensor Multiply(Tensor x) => x.unflatten(0, 2, rows).bmm(matrices).flatten(0, 1);

    internal override Tensor Add(Tensor sum, Tensor x)
    {
        // Not baddbmm, whose operands TorchSharp passes on in another order than it says.
        var product = Multiply(x);
        return gradients ? product.add(sum) : product.add_(sum);
    }
}

/// <summary>The weights of both directions, one product after the other.</summary>
sealed class TwoWeights(StepWeight forward, StepWeight backward) : StepWeight
{
    internal override Tensor Multiply(Tensor x)
    {
        var directions = x.chunk(2, 0);
        return cat([forward.Multiply(directions[0]), backward.Multiply(directions[1])]);
    }

    internal override Tensor Add(Tensor sum, Tensor x) => Multiply(x).add_(sum);
}
