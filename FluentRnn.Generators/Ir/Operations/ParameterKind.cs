namespace FluentRnn.Generators.Ir;

/// <summary>What a parameter of a TorchSharp member takes, as far as the operation table distinguishes it.</summary>
internal enum ParameterKind
{
    /// <summary>Anything else: a device, a generator, a string, an enumeration.</summary>
    Other,

    /// <summary>A tensor, also one that may be null.</summary>
    Tensor,

    /// <summary>Several tensors: an array, a list or a span of them.</summary>
    Tensors,

    /// <summary>A whole number, also one that may be null.</summary>
    Int,

    /// <summary>Several whole numbers: an array, a span, a tuple or a <c>Size</c> of them.</summary>
    Ints,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>A <c>Scalar</c> or a floating-point number, also one that may be null.</summary>
    Number,

    /// <summary>A <c>ScalarType</c>, also one that may be null.</summary>
    Type,
}
