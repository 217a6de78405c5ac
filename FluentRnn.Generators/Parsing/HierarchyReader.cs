using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads where a class stands: namespace, containing types, accessibility.</summary>
internal static class HierarchyReader
{
    public static TypeHierarchy Read(INamedTypeSymbol type)
    {
        var containing = new List<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containing.Insert(0, Header(outer));
        }

        return new TypeHierarchy(
            type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            containing.ToEquatableArray(),
            Header(type),
            type.Name.Escaped(),
            type.CSharp(),
            MetadataName(type),
            IsPublic(type) ? "public" : "internal");
    }

    private static string Header(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        var parameters = type.TypeParameters.Length == 0 ? string.Empty : "<" + string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name.Escaped())) + ">";
        return $"partial {kind} {type.Name.Escaped()}{parameters}";
    }

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? MetadataName(outer) + "." + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace.FullName() + "." + type.MetadataName;

    /// <summary>Whether the type can stand in the signature of a public member.</summary>
    public static bool IsPublic(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }
}
