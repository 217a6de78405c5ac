using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>What is known of a tensor while compiling: its shape (batch axis included; null when not even the rank is known) and its element type.</summary>
internal sealed record TensorType(EquatableArray<Dim>? Shape, ElementType Element)
{
    public static TensorType Unknown { get; } = new(null, ElementType.Unknown);

    public int? Rank => Shape?.Count;

    /// <summary>The axis that runs over the batch, or null when there is none or it is not known.</summary>
    public int? BatchAxis
    {
        get
        {
            for (var axis = 0; axis < (Rank ?? 0); axis++)
            {
                if (Shape!.Value[axis] == Dim.Batch)
                {
                    return axis;
                }
            }

            return null;
        }
    }

    public static TensorType Of(ElementType element, params Dim[] shape) => new(shape.ToEquatableArray(), element);

    /// <summary>The shape as a diagnostic shows it: (B, hidden).</summary>
    public override string ToString() => Shape is { } shape ? "(" + string.Join(", ", shape) + ")" : "(unknown)";
}

/// <summary>The element type of a tensor, named as TorchSharp's <c>ScalarType</c>.</summary>
internal enum ElementType
{
    /// <summary>Not known before run time.</summary>
    Unknown,

    /// <summary>The floating-point type of the container's weights, float32 unless it was built or moved otherwise.</summary>
    Floating,
    Bool,
    Byte,
    Int8,
    Int16,
    Int32,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
    ComplexFloat32,
    ComplexFloat64,
}
