using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>How an argument lies in memory.</summary>
public enum Layout
{
    Contiguous,

    /// <summary>A view whose first and last axes lie the other way round.</summary>
    Transposed,

    /// <summary>A view of every second element of something larger.</summary>
    Strided,

    /// <summary>One row, seen as many.</summary>
    Expanded,
}

/// <summary>Makes random arguments of one batch size, length and layout, and remembers those that have a gradient.</summary>
sealed class Arguments(long batch, long steps, Layout layout = Layout.Contiguous)
{
    readonly List<Tensor> leaves = [];

    public long Batch => batch;

    public long Steps => steps;

    /// <summary>What a gradient can be asked for by.</summary>
    public IReadOnlyList<Tensor> Leaves => leaves;

    /// <summary>A sequence or a target, (B, T, shape…).</summary>
    public Tensor Sequence(params long[] shape) => Floating([batch, steps, .. shape]);

    /// <summary>A constant or a state, (B, shape…).</summary>
    public Tensor Constant(params long[] shape) => Floating([batch, .. shape]);

    /// <summary>What a step yielded, (B, T, shape…); the shape is needed where no step ran.</summary>
    public Tensor Stacked(List<Tensor> values, params long[] shape) =>
        values.Count == 0 ? zeros([batch, 0, .. shape], ScalarType.Float64) : stack(values, 1);

    /// <summary>A last output before any step.</summary>
    public Tensor NoLast(params long[] shape) => zeros([batch, .. shape], ScalarType.Float64);

    Tensor Floating(long[] shape)
    {
        var last = shape.Length - 1;
        return layout switch
        {
            Layout.Transposed when last > 0 => Leaf([shape[last], .. shape[1..last], shape[0]]).transpose(0, last),
            Layout.Strided => Leaf([.. shape[..last], 2 * shape[last]]).slice(last, 0, 2 * shape[last], 2),
            Layout.Expanded => Leaf([1, .. shape[1..]]).expand(shape),
            _ => Leaf(shape),
        };
    }

    Tensor Leaf(long[] shape)
    {
        leaves.Add(randn(shape, ScalarType.Float64, requires_grad: true));
        return leaves[^1];
    }
}
