using FluentRnn.Generators.Ir;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>
/// Which dtypes an operation is tried with. Most mistakes torch reports as exceptions, and the call is not drawn; but some members of TorchSharp let libtorch's own
/// exception through, which ends the process: what computes is given floating-point numbers of one type, unless it is known to take others.
/// </summary>
static class Operands
{
    /// <summary>Families that move, compare or convert elements.</summary>
    static readonly HashSet<string> AnyFamily = ["Comparison", "Shapes", "Joining", "Indexing", "Casting", "Creation"];

    static readonly HashSet<string> AnyRow =
    [
        "add", "sub", "mul", "neg", "abs", "remainder", "maximum", "minimum", "where", "masked_fill", "sum", "sum_all", "cumsum", "prod", "amax", "amin", "max", "min", "argmax", "argmin", "all", "any", "all_all",
        "any_all", "sort", "argsort", "sign", "square",
    ];

    static readonly HashSet<string> AnyParameter = ["condition", "mask", "index", "boundaries"];

    /// <summary>Rows that torch has no derivative of.</summary>
    static readonly HashSet<string> WithoutDerivative = ["binomial", "floor_divide", "heaviside"];

    /// <summary>Whether a tensor may be tried as the operand of that name.</summary>
    public static bool Takes(Operation operation, string name, Tensor tensor) =>
        !(tensor.requires_grad && WithoutDerivative.Contains(operation.Name)) && (tensor.dtype == ScalarType.Float64
        || AnyRow.Contains(operation.Name) || AnyParameter.Contains(name) || AnyFamily.Contains(OperationTable.FamilyOf(operation)));

    /// <summary>Whether tensors may be tried together.</summary>
    public static bool Agree(IEnumerable<Tensor> tensors) => tensors.Select(tensor => tensor.dtype).Where(is_floating_point).Distinct().Count() <= 1;
}
