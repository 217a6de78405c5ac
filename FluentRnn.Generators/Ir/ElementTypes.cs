namespace FluentRnn.Generators.Ir;

/// <summary>Torch's rules of element types.</summary>
internal static class ElementTypes
{
    public static bool IsFloating(this ElementType type) =>
        type is ElementType.Floating or ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;

    public static bool IsIntegral(this ElementType type) =>
        type is ElementType.Byte or ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    public static bool IsComplex(this ElementType type) => type is ElementType.ComplexFloat32 or ElementType.ComplexFloat64;

    /// <summary>
    /// The element type of an operation on several operands. As in torch, tensors with axes decide; those without, and host numbers,
    /// count only when they are of a higher category (truth value, whole, floating, complex).
    /// </summary>
    public static ElementType Promote(IEnumerable<Operand> operands)
    {
        ElementType? tensors = null, scalars = null, numbers = null;
        var all = operands.ToList();
        if (all.Count > 0 && all.All(operand => operand.Element == all[0].Element))
        {
            return all[0].Element;
        }

        foreach (var operand in all)
        {
            switch (operand.Rank)
            {
                case null: return ElementType.Unknown;
                case OperandRank.Number: numbers = Join(numbers, operand.Element); break;
                case OperandRank.Scalar: scalars = Join(scalars, operand.Element); break;
                default: tensors = Join(tensors, operand.Element); break;
            }
        }

        // A floating-point number with whole tensors gives torch's default type, which need not be the container's.
        var measured = Combine(tensors, scalars);
        return Combine(measured, numbers == ElementType.Floating ? ElementType.Unknown : numbers) ?? ElementType.Unknown;
    }

    /// <summary>The element type of two tensors' common type, torch's <c>promote_types</c>.</summary>
    public static ElementType Promote(ElementType left, ElementType right)
    {
        if (left == right)
        {
            return left;
        }

        if (left == ElementType.Unknown || right == ElementType.Unknown)
        {
            return ElementType.Unknown;
        }

        var (low, high) = Category(left) <= Category(right) ? (left, right) : (right, left);
        if (Category(low) < Category(high))
        {
            return !high.IsComplex() ? high
                : low == ElementType.Float64 ? ElementType.ComplexFloat64
                : low == ElementType.Floating && high == ElementType.ComplexFloat32 ? ElementType.Unknown
                : high;
        }

        return (low, high) switch
        {
            (ElementType.Floating, ElementType.Float64) or (ElementType.Float64, ElementType.Floating) => ElementType.Float64,
            (ElementType.Floating, _) or (_, ElementType.Floating) => ElementType.Unknown,
            (ElementType.Float16, ElementType.BFloat16) or (ElementType.BFloat16, ElementType.Float16) => ElementType.Float32,
            (ElementType.Byte, ElementType.Int8) or (ElementType.Int8, ElementType.Byte) => ElementType.Int16,
            _ => low > high ? low : high,
        };
    }

    /// <summary>The type of a sum, a product or a running sum: whole numbers and truth values are summed as int64.</summary>
    public static ElementType Accumulated(ElementType type) => type == ElementType.Bool || type.IsIntegral() ? ElementType.Int64 : type;

    /// <summary>The type of a function with real values: whole numbers become the default floating-point type, which is not known here.</summary>
    public static ElementType Real(ElementType type) => type.IsFloating() || type.IsComplex() ? type : ElementType.Unknown;

    /// <summary>The type that a C# expression of type <c>ScalarType</c> names, by its last word: <c>torch.int64</c>, <c>ScalarType.Int64</c>.</summary>
    public static ElementType Parse(string? text)
    {
        var word = text?.Substring(text.LastIndexOf('.') + 1).TrimStart('@');
        return word switch
        {
            "Bool" or "bool" => ElementType.Bool,
            "Byte" or "uint8" => ElementType.Byte,
            "Int8" or "int8" => ElementType.Int8,
            "Int16" or "int16" or "short" => ElementType.Int16,
            "Int32" or "int32" or "int" => ElementType.Int32,
            "Int64" or "int64" or "long" => ElementType.Int64,
            "Float16" or "float16" or "half" => ElementType.Float16,
            "BFloat16" or "bfloat16" => ElementType.BFloat16,
            "Float32" or "float32" or "float" => ElementType.Float32,
            "Float64" or "float64" or "double" => ElementType.Float64,
            "ComplexFloat32" or "complex64" or "cfloat" => ElementType.ComplexFloat32,
            "ComplexFloat64" or "complex128" or "cdouble" => ElementType.ComplexFloat64,
            _ => ElementType.Unknown,
        };
    }

    /// <summary>
    /// The category of a host number, as one type in it: int64, a floating-point type, bool, or unknown when the text does not tell.
    /// </summary>
    public static ElementType OfHost(HostExpression host)
    {
        if (host.Size is not null)
        {
            return ElementType.Int64;
        }

        var text = (host.Text ?? string.Empty).TrimStart('-', '+');
        return text is "true" or "false" ? ElementType.Bool
            : text.Length == 0 || !char.IsDigit(text[0]) ? ElementType.Unknown
            : text.All(c => char.IsDigit(c) || c is 'L' or 'l' or '_') ? ElementType.Int64
            : text.All(c => char.IsDigit(c) || c is '.' or 'e' or 'E' or '-' or '+' or 'f' or 'F' or 'd' or 'D' or '_') ? ElementType.Floating
            : ElementType.Unknown;
    }

    private static ElementType Join(ElementType? left, ElementType right) => left is { } known ? Promote(known, right) : right;

    private static ElementType? Combine(ElementType? higher, ElementType? lower)
    {
        if (higher is not { } high || lower is not { } low)
        {
            return higher ?? lower;
        }

        return high == ElementType.Unknown || high.IsComplex() ? high
            : high.IsFloating() ? (low.IsComplex() ? ElementType.Unknown : high)
            : low == ElementType.Unknown ? ElementType.Unknown
            : Category(low) > Category(high) ? low
            : high;
    }

    private static int Category(ElementType type) => type == ElementType.Bool ? 0 : type.IsIntegral() ? 1 : type.IsFloating() ? 2 : 3;

    /// <summary>An operand as promotion sees it.</summary>
    internal readonly record struct Operand(ElementType Element, OperandRank? Rank);

    /// <summary>How much an operand decides.</summary>
    internal enum OperandRank
    {
        /// <summary>A host number.</summary>
        Number,

        /// <summary>A tensor without axes.</summary>
        Scalar,

        /// <summary>A tensor with axes.</summary>
        Tensor,
    }
}
