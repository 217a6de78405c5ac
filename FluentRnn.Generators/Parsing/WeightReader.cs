using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads the shape of a parameter or buffer off the way it is made: <c>Parameter(randn(hidden, input) * 0.1)</c>.</summary>
internal static class WeightReader
{
    private static readonly HashSet<string> Factories = new(StringComparer.Ordinal) { "zeros", "ones", "rand", "randn", "empty", "full" };

    /// <summary>What the factories call their sizes, in order.</summary>
    private static readonly HashSet<string> Sizes = new(StringComparer.Ordinal) { "size", "rows", "columns", "dim0", "dim1", "dim2", "dim3" };

    public static TensorType Read(IOperation? operation, ModuleKind kind, DefineScope scope)
    {
        var element = kind == ModuleKind.Parameter ? ElementType.Floating : ElementType.Unknown;
        return Made(operation) is { } factory && Shape(factory, scope) is { } shape
            ? TensorType.Of(element == ElementType.Floating || !HasType(factory) ? ElementType.Floating : ElementType.Unknown, [.. shape])
            : TensorType.Unknown with { Element = element };
    }

    /// <summary>The call that makes the tensor, below <c>Parameter</c> and arithmetic with numbers, neither of which changes the shape.</summary>
    private static IInvocationOperation? Made(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Made(conversion.Operand),
        IParenthesizedOperation parenthesized => Made(parenthesized.Operand),
        IUnaryOperation unary => Made(unary.Operand),
        IBinaryOperation binary when !IsTensor(binary.RightOperand) => Made(binary.LeftOperand),
        IBinaryOperation binary when !IsTensor(binary.LeftOperand) => Made(binary.RightOperand),
        IInvocationOperation { TargetMethod: { Name: "Parameter", IsStatic: true } } parameter => Made(parameter.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value),
        IObjectCreationOperation parameter when parameter.Type?.FullName() == WellKnownNames.Parameter => Made(parameter.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value),
        IInvocationOperation factory when Factories.Contains(factory.TargetMethod.Name) && factory.TargetMethod.ContainingType.FullName() == "TorchSharp.torch" => factory,
        _ => null,
    };

    /// <summary>A number converted to a tensor by an operator's overload is still a number.</summary>
    private static bool IsTensor(IOperation operand) =>
        (operand is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : operand).Type.IsTensor();

    private static List<Dim>? Shape(IInvocationOperation factory, DefineScope scope)
    {
        var sizes = new List<Dim>();
        foreach (var argument in factory.Arguments
            .Where(argument => argument.Parameter is { } parameter && Sizes.Contains(parameter.Name))
            .OrderBy(argument => argument.Parameter!.Ordinal))
        {
            var read = HostReader.Read(argument.Value, scope.Resolve);
            foreach (var size in read?.Items ?? EquatableArray.Of(read ?? HostExpression.Code("?")))
            {
                if (size.Size is not { } dim)
                {
                    return null;
                }

                sizes.Add(dim);
            }
        }

        return sizes;
    }

    private static bool HasType(IInvocationOperation factory) =>
        factory.Arguments.Any(argument => argument is { Parameter.Name: "dtype", ArgumentKind: ArgumentKind.Explicit });
}
