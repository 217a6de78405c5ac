using System.Collections.Immutable;
using FluentRnn.Generators.Emit;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// Containers among the modules of a container. The generator reads the outer one when the members of the inner one are not generated yet: they are written
/// here first, and the outer one is bound against a compilation that has them. The analyzer meets a compilation that has them already.
/// </summary>
internal static class InnerContainers
{
    /// <summary>The sources with the generated files of all containers below <paramref name="define"/>; the same ones when nothing is missing.</summary>
    public static Sources Complete(Sources sources, MethodDeclarationSyntax define, CancellationToken cancellation) => Complete(sources, define, [], cancellation);

    /// <summary>Whether a class is declared as a container.</summary>
    public static bool IsContainer(INamedTypeSymbol type) => type.GetAttributes().Any(data => data.AttributeClass?.FullName() == WellKnownNames.Attribute);

    /// <summary>Whether a class is declared as a container in this project: one of another project is a module that is compiled already.</summary>
    public static bool IsContainer(INamedTypeSymbol type, Compilation compilation) =>
        type.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && compilation.ContainsSyntaxTree(declaration.SyntaxTree) && IsContainer(type);

    /// <summary>Reports modules that could never be made, because making one makes the container around it again; true when there are none.</summary>
    public static bool Check(MethodDeclarationSyntax define, Sources sources, INamedTypeSymbol type, FindingSink sink, CancellationToken cancellation)
    {
        var clear = true;
        foreach (var (inner, at) in Modules(define, sources))
        {
            if (Path(inner, type, [], sources, cancellation) is { } path)
            {
                sink.Report("FRNN027", at, type.Name, string.Join(" → ", path.Select(step => step.Name).Prepend(type.Name)));
                clear = false;
            }
        }

        return clear;
    }

    /// <summary>The file that the generator writes for a container.</summary>
    public static string HintName(ContainerSpec spec) => spec.Type.MetadataName.Replace('+', '.').Replace('`', '_') + ".FluentRnn.g.cs";

    private static Sources Complete(Sources sources, MethodDeclarationSyntax define, ImmutableHashSet<SyntaxNode> around, CancellationToken cancellation)
    {
        foreach (var inner in Modules(define, sources).Select(module => Define(module.Type, cancellation)).OfType<MethodDeclarationSyntax>().Distinct().ToList())
        {
            if (around.Contains(inner) || sources.Model(inner).GetDeclaredSymbol(inner, cancellation) is not { ContainingType: var declared } || HasMembers(declared))
            {
                continue;
            }

            // Innermost first: what is inside must be there when what is around it is read.
            sources = Complete(sources, inner, around.Add(define), cancellation);
            if (ContainerParser.Parse(inner, sources, FindingSink.None, cancellation) is { } spec)
            {
                var file = ContainerEmitter.Write(ForwardPlanner.Plan(spec));
                sources = sources.With(
                    CSharpSyntaxTree.ParseText(file, (CSharpParseOptions)inner.SyntaxTree.Options, HintName(spec), cancellationToken: cancellation));
            }
        }

        return sources;
    }

    /// <summary>The containers of this project among the modules, each where it is named.</summary>
    private static IEnumerable<(INamedTypeSymbol Type, SyntaxNode At)> Modules(MethodDeclarationSyntax define, Sources sources)
    {
        var model = sources.Model(define);
        var group = new ChainReader(FindingSink.None).Read(define)?.FirstOrDefault(call => call.Name == "Modules")?.Argument()?.Expression;
        return (group?.DescendantNodes().OfType<SimpleNameSyntax>() ?? [])
            .Where(name => name.Parent is not (NameEqualsSyntax or NameColonSyntax))
            .Select(name => (Type: TypeOf(model.GetSymbolInfo(name).Symbol) as INamedTypeSymbol, At: (SyntaxNode)name))
            .Where(module => module.Type is { } type && IsContainer(type, sources.Compilation))
            .Select(module => (module.Type!, module.At));
    }

    /// <summary>The type of what a name stands for: a class whose constructor is called, what a function makes, a value.</summary>
    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        ITypeSymbol type => type,
        IMethodSymbol method => method.ReturnType,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>How <paramref name="target"/> is reached from a container through the modules it makes; null when it is not.</summary>
    private static IReadOnlyList<INamedTypeSymbol>? Path(
        INamedTypeSymbol from, INamedTypeSymbol target, ImmutableHashSet<SyntaxNode> seen, Sources sources, CancellationToken cancellation)
    {
        if (SymbolEqualityComparer.Default.Equals(from, target))
        {
            return [from];
        }

        return Define(from, cancellation) is { } define && !seen.Contains(define)
            ? Modules(define, sources)
                .Where(module => module.At.Parent is ObjectCreationExpressionSyntax or QualifiedNameSyntax)
                .Select(module => Path(module.Type, target, seen.Add(define), sources, cancellation))
                .OfType<IReadOnlyList<INamedTypeSymbol>>()
                .Select(path => (IReadOnlyList<INamedTypeSymbol>)[from, .. path])
                .FirstOrDefault()
            : null;
    }

    private static MethodDeclarationSyntax? Define(INamedTypeSymbol type, CancellationToken cancellation) => DefineReader.Find(type, FindingSink.None, cancellation);

    private static bool HasMembers(INamedTypeSymbol type) => type.BaseType is { Name: "RecurrentContainer" };
}
