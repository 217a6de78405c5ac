using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>torch's sums of products with all factors one.</summary>
static class Fused
{
    // A scalar is an object of libtorch: made once.
    static readonly Scalar One = 1;

    /// <summary>sum + left right, a product of matrices.</summary>
    public static Tensor addmm(Tensor sum, Tensor left, Tensor right) => sum.addmm(left, right, 1, 1);

    /// <summary>sum + left right, written to the sum where nothing is recorded for gradients.</summary>
    public static Tensor Accumulate(Tensor sum, Tensor left, Tensor right) => is_grad_enabled() ? sum.addmm(left, right, 1, 1) : sum.addmm_(left, right, 1, 1);

    /// <summary>sum + left * right, element by element.</summary>
    public static Tensor addcmul(this Tensor sum, Tensor left, Tensor right) => sum.addcmul(left, right, One);

    /// <summary>sum + left * right, written to the sum.</summary>
    public static Tensor addcmul_(this Tensor sum, Tensor left, Tensor right) => sum.addcmul_(left, right, One);
}
