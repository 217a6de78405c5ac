using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <content>What the operation table is told of the arguments of a call.</content>
internal sealed partial class StepLowering
{
    private static bool IsArgument(Lowered value) => value switch
    {
        Lowered.Tensor or Lowered.Host => true,
        Lowered.Module module => module.Declaration.Slot.Kind != ModuleKind.Module,
        Lowered.Several several => several.Items.All(item => item is Lowered.Tensor or Lowered.Module { Declaration.Slot.Kind: not ModuleKind.Module }),
        _ => false,
    };

    /// <summary>The kind of an operand of an operator.</summary>
    private static ParameterKind KindOf(Lowered value) => value switch
    {
        Lowered.Host { Expression.Items: not null } => ParameterKind.Ints,
        Lowered.Host { Expression.Size: not null } => ParameterKind.Int,
        Lowered.Host => ParameterKind.Number,
        Lowered.Several => ParameterKind.Tensors,
        _ => ParameterKind.Tensor,
    };

    /// <summary>A literal the table may tell overloads apart by.</summary>
    private static string? Literal(Lowered value) => value is Lowered.Host { Expression: var host } ? CallArgument.LiteralOf(host) : null;

    private static ParameterKind KindOf(ITypeSymbol parameter)
    {
        if (parameter is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            parameter = nullable.TypeArguments[0];
        }

        return parameter switch
        {
            _ when parameter.IsTensor() => ParameterKind.Tensor,
            _ when parameter.IsInteger() => ParameterKind.Int,
            IArrayTypeSymbol array => KindOfSeveral(array.ElementType),
            { SpecialType: SpecialType.System_Boolean } => ParameterKind.Bool,
            { SpecialType: SpecialType.System_Double or SpecialType.System_Single } or { Name: "Scalar" } => ParameterKind.Number,
            { Name: "ScalarType" } => ParameterKind.Type,
            { Name: "Size" } => ParameterKind.Ints,
            INamedTypeSymbol { TypeArguments: [var element, ..] } => KindOfSeveral(element),
            _ => ParameterKind.Other,
        };
    }

    private static ParameterKind KindOfSeveral(ITypeSymbol element) =>
        element.IsInteger() ? ParameterKind.Ints : element.IsTensor() ? ParameterKind.Tensors : ParameterKind.Other;
}
