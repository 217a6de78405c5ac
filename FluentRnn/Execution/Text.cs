using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Shapes, dtypes and devices as messages show them, the same in every culture.</summary>
static class Text
{
    public static string Of(ScalarType dtype) => dtype switch
    {
        ScalarType.Byte => "uint8",
        _ => dtype.ToString().ToLowerInvariant(),
    };

    public static string Of(DeviceType type, int index) =>
        index < 0 ? Of(type) : string.Create(CultureInfo.InvariantCulture, $"{Of(type)}:{index}");

    /// <summary>A shape with some sizes by name: <c>(B, T, 3)</c>; a size known only at run time is <c>*</c>.</summary>
    public static string Shape(IEnumerable<string> leading, IEnumerable<long> shape) =>
        "(" + string.Join(", ", leading.Concat(shape.Select(size => size == Dsl.Any ? "*" : Of(size)))) + ")";

    public static string Shape(IEnumerable<long> shape) => Shape([], shape);

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A tensor without its values: <c>(2, 5, 3) float32 on cpu</c>.</summary>
    public static string Of(Tensor tensor) =>
        $"{Shape(tensor.shape)} {Of(tensor.dtype)} on {Of(tensor.device_type, tensor.device_index)}";

    static string Of(DeviceType type) => type.ToString().ToLowerInvariant();
}
