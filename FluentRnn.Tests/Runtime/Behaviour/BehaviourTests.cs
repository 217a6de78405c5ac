using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>
/// Tests of what containers do. A topic is an abstract class that does not know what runs the steps, and two classes in it: <c>Reference</c> and
/// <c>Generated</c>. So every test says of both executors that they mean the same.
/// </summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public abstract class BehaviourTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    // The tensors are small: threads would only wait for one another.
    static BehaviourTests() => set_num_threads(1);

    protected BehaviourTests() => manual_seed(1);

    public void Dispose()
    {
        Release();
        scope.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of what the tests of a topic share; tensors need no care.</summary>
    protected virtual void Release()
    {
    }

    /// <inheritdoc cref="LivingTensors.Count"/>
    protected static long Alive() => LivingTensors.Count();

    /// <summary>Random numbers, double precision, that gradients can be asked for.</summary>
    protected static Tensor Leaf(params long[] shape) => randn(shape, ScalarType.Float64, requires_grad: true);

    /// <summary>Random numbers, double precision.</summary>
    protected static Tensor Random(params long[] shape) => randn(shape, ScalarType.Float64);
}
