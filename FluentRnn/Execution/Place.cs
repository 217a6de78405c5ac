using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Where a container was moved and what it was converted to, by its constructor or by <c>to</c>; null where it never was.</summary>
sealed record Place(ScalarType? FloatingType, Device? Device)
{
    /// <summary>
    /// The floating dtype and the device of a call: those of the parameters and buffers; of a container without any, those it was converted and moved to, else those
    /// of what it is given, else torch's defaults.
    /// </summary>
    public (ScalarType FloatingType, Device Device) Of(nn.Module container, IEnumerable<Tensor> floating, IEnumerable<Tensor> all)
    {
        var owned = container.parameters().Concat(container.buffers());
        var first = owned.FirstOrDefault(IsFloatingPoint);
        return (
            first?.dtype ?? FloatingType ?? floating.FirstOrDefault(IsFloatingPoint)?.dtype ?? get_default_dtype(),
            (first ?? owned.FirstOrDefault())?.device ?? Device ?? all.FirstOrDefault()?.device ?? get_default_device());
    }

    static bool IsFloatingPoint(Tensor tensor) => is_floating_point(tensor.dtype);
}
