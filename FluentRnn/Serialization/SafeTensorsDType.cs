using static TorchSharp.torch;

namespace FluentRnn.Serialization;

/// <summary>The dtypes of a safetensors file.</summary>
static class SafeTensorsDType
{
    static readonly (string Name, ScalarType DType, int Size)[] Table =
    [
        ("BOOL", ScalarType.Bool, 1),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("I16", ScalarType.Int16, 2),
        ("I32", ScalarType.Int32, 4),
        ("I64", ScalarType.Int64, 8),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
        ("C64", ScalarType.ComplexFloat32, 8),
    ];

    /// <exception cref="NotSupportedException">The format has no name for this dtype.</exception>
    public static string NameOf(ScalarType dtype) =>
        Table.FirstOrDefault(row => row.DType == dtype).Name ?? throw new NotSupportedException($"safetensors has no dtype {dtype}.");

    /// <summary>The dtype of that name and the bytes an element takes, or null when there is none.</summary>
    public static (ScalarType DType, int Size)? Find(string name)
    {
        foreach (var row in Table)
        {
            if (row.Name == name) return (row.DType, row.Size);
        }

        return null;
    }
}
