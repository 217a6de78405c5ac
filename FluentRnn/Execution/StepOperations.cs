using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Operations of a generated loop that are computed in more than one way. The names are torch's: those with an underscore may write over their first operand, which nobody reads any
/// more, and do where no gradients are recorded.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable IDE1006 // Torch's names.
#pragma warning disable CA1707
#pragma warning disable CA1822 // Generated code calls all that depends on the call in one way.
public sealed class StepOperations
{
    // A scalar is an object of libtorch: made once.
    static readonly Scalar One = 1;

    readonly RecurrenceCall call;
    readonly bool overwrite;

    /// <summary>The operations of a call.</summary>
    public StepOperations(RecurrenceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        this.call = call;
        overwrite = !call.Gradients;
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor sigmoid_(Tensor x) => overwrite ? x.sigmoid_() : x.sigmoid();

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor tanh_(Tensor x) => overwrite ? x.tanh_() : x.tanh();

    /// <summary>max(x, 0).</summary>
    public Tensor relu_(Tensor x) => overwrite ? x.relu_() : x.relu();

    /// <summary>exp(x).</summary>
    public Tensor exp_(Tensor x) => overwrite ? x.exp_() : x.exp();

    /// <summary>x + y.</summary>
    public Tensor add_(Tensor x, Tensor y) => overwrite ? x.add_(y) : x.add(y);

    /// <summary>x - y.</summary>
    public Tensor sub_(Tensor x, Tensor y) => overwrite ? x.sub_(y) : x.sub(y);

    /// <summary>x · y, element by element.</summary>
    public Tensor mul_(Tensor x, Tensor y) => overwrite ? x.mul_(y) : x.mul(y);

    /// <summary>x + weight · (end - x).</summary>
    public Tensor lerp_(Tensor x, Tensor end, Tensor weight) => overwrite ? x.lerp_(end, weight) : x.lerp(end, weight);

    /// <summary>sum + x · y, a product of matrices.</summary>
    public Tensor addmm_(Tensor sum, Tensor x, Tensor y) => overwrite ? sum.addmm_(x, y, 1, 1) : sum.addmm(x, y, 1, 1);

    /// <inheritdoc cref="addmm_(Tensor, Tensor, Tensor)"/>
    public Tensor addmm_(Tensor sum, Tensor x, StepWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return overwrite ? weight.AddTo(sum, x) : weight.Add(sum, x);
    }

    /// <inheritdoc cref="addmm_(Tensor, Tensor, Tensor)"/>
    public Tensor addmm(Tensor sum, Tensor x, StepWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.Add(sum, x);
    }

    /// <summary>x · weight, a product of matrices.</summary>
    public Tensor mm(Tensor x, StepWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.Multiply(x);
    }

    /// <summary>sum + x · y, element by element. With gradients as two operations, whose gradients are cheaper.</summary>
    public Tensor addcmul_(Tensor sum, Tensor x, Tensor y) => overwrite ? sum.addcmul_(x, y, One) : sum.add(x.mul(y));

    /// <inheritdoc cref="addcmul_"/>
    public Tensor addcmul(Tensor sum, Tensor x, Tensor y) => overwrite ? sum.addcmul(x, y, One) : sum.add(x.mul(y));

    /// <summary>The hyperbolic tangent of a part of a tensor. On the CPU the function of numbers that do not lie together takes two to three times as long: they are put together first.</summary>
    public static Tensor tanh(Tensor part) => Compact(part) is { } copy ? copy.tanh_() : part.tanh();

    /// <summary>exp(x) of a part of a tensor.</summary>
    /// <inheritdoc cref="tanh"/>
    public static Tensor exp(Tensor part) => Compact(part) is { } copy ? copy.exp_() : part.exp();

    /// <summary>A weight, (in, out), for the products of the steps: copied once into another order where that pays.</summary>
    public StepWeight Weight(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return StepWeight.Of(call, weight);
    }

    static Tensor? Compact(Tensor? part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.device_type != DeviceType.CPU || part.is_contiguous() ? null : part.clone();
    }
}
