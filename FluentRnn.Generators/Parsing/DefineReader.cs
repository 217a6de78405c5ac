using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.Parsing;

/// <summary>Finds <c>Define</c>, checks that the class can be a container, and reads the parameters.</summary>
internal static class DefineReader
{
    public static MethodDeclarationSyntax? Find(INamedTypeSymbol type, FindingSink sink, CancellationToken cancellation)
    {
        var declaration = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
            .OrderByDescending(syntax => syntax.AttributeLists.Count).FirstOrDefault();
        if (declaration is null)
        {
            return null;
        }

        if (!CheckType(type, declaration, sink, cancellation))
        {
            return null;
        }

        var methods = type.GetMembers(WellKnownNames.Define).OfType<IMethodSymbol>().ToList();
        if (methods.Count == 0)
        {
            sink.Report(Finding.Of("FRNN003", type.Name), declaration, null, null);
            return null;
        }

        var define = methods.FirstOrDefault(IsDefine);
        if (define is null || methods.Count > 1)
        {
            var syntax = methods[0].DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) ?? declaration;
            sink.Report("FRNN004", syntax, type.Name, "Recurrence");
            return null;
        }

        return define.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as MethodDeclarationSyntax;
    }

    public static IEnumerable<DefineParameter> Parameters(IMethodSymbol define) => define.Parameters.Skip(1).Select(parameter => new DefineParameter(
        parameter.Type.CSharp(),
        parameter.Name,
        parameter.HasExplicitDefaultValue ? Default(parameter) : null));

    private static string Default(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null => "default",
        { } value when parameter.Type.TypeKind == TypeKind.Enum => $"({parameter.Type.CSharp()})({HostReader.Literal(value)})",
        { } value => HostReader.Literal(value),
    };

    private static bool IsDefine(IMethodSymbol method) =>
        method.IsStatic && !method.IsGenericMethod && method.Parameters.Length > 0
        && method.Parameters[0].Type.FullName() == WellKnownNames.Builder
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && (method.ReturnType.FullName() == WellKnownNames.Recurrence || method.ReturnType.BaseType?.FullName() == WellKnownNames.Recurrence);

    private static bool CheckType(INamedTypeSymbol type, TypeDeclarationSyntax declaration, FindingSink sink, CancellationToken cancellation)
    {
        var kind = type switch
        {
            { TypeKind: not TypeKind.Class } => "not a class",
            { IsRecord: true } => "a record",
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsFileLocal: true } => "file-local",
            { Arity: > 0 } => "generic",
            _ when IsInGeneric(type) => "nested in a generic type",
            _ => null,
        };
        if (kind is not null)
        {
            sink.Report("FRNN002", declaration, type.Name, kind);
            return false;
        }

        for (var level = type; level is not null; level = level.ContainingType)
        {
            var isPartial = level.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
                .All(syntax => syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!isPartial)
            {
                sink.Report("FRNN001", declaration, type.Name, level.Name);
                return false;
            }
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object } parent && parent.TypeKind != TypeKind.Error
            && parent.Name != "RecurrentContainer")
        {
            sink.Report("FRNN006", declaration, type.Name, "RecurrentContainer", parent.Name);
            return false;
        }

        return true;
    }

    private static bool IsInGeneric(INamedTypeSymbol type)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }
}
