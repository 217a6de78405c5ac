using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Generators.Parsing;

/// <summary>Names of symbols, as text that does not depend on usings.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.None)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None);

    /// <summary>The name without <c>global::</c> and type arguments: <c>TorchSharp.torch.Tensor</c>.</summary>
    public static string FullName(this INamespaceOrTypeSymbol type) => type.ToDisplayString(Plain);

    /// <summary>The type as C# writes it anywhere: <c>global::TorchSharp.torch.Tensor</c>.</summary>
    public static string CSharp(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>A name as C# writes it: with @ where it is a keyword.</summary>
    public static string Escaped(this string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    public static bool IsTensor(this ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "Tensor" && type.FullName() == WellKnownNames.Tensor)
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsModule(this ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "Module" && type.FullName() == WellKnownNames.Module)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A static field that a program assigns to. TorchSharp's names of element types (<c>torch.int64</c>) could be assigned to as well, but nobody does.</summary>
    public static bool CanChange(this IFieldSymbol field) =>
        field is { IsStatic: true, IsReadOnly: false, IsConst: false } && field.ContainingType.TypeKind != TypeKind.Enum && field.Type.FullName() != "TorchSharp.torch.ScalarType";

    public static bool IsInteger(this ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
}
