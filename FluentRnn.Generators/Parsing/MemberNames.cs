using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Checks that the members to be generated do not clash with one another or with what the user wrote.</summary>
internal static class MemberNames
{
    private static readonly string[] GeneratedTypes = ["Input", "State", "Output", "StepOutput", "Plan"];

    private static readonly string[] GeneratedMembers = [.. GeneratedTypes, "forward", "call", "step", "Stream", "Decode", "ZeroState", "Definition", "Executor"];

    public static bool Check(INamedTypeSymbol type, Compilation compilation, ContainerGroups groups, bool isBidirectional, FindingSink sink)
    {
        var parent = compilation.GetTypeByMetadataName(WellKnownNames.Container);
        var clear = true;
        foreach (var member in type.GetMembers().Where(member => GeneratedTypes.Contains(member.Name) || IsForward(member)))
        {
            if (member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && !IsGenerated(reference.SyntaxTree))
            {
                sink.Report("FRNN007", reference.GetSyntax(), type.Name, member.Name);
                clear = false;
            }
        }

        foreach (var name in groups.Modules.Select(module => module.Slot.Name))
        {
            if (Owner(type, name, parent) is { } owner)
            {
                sink.Report("FRNN024", groups.Declarations[name], name, name, owner);
                clear = false;
            }
        }

        // In both directions each of these has a double.
        IEnumerable<string> doubled = isBidirectional ? groups.Modules.Select(module => module.Slot.Name).Concat(groups.States.Select(slot => slot.Name)) : [];
        foreach (var name in doubled)
        {
            var backward = Bidirection.Backward(name);
            if (groups.Declarations.ContainsKey(backward) || Owner(type, backward, parent) is not null)
            {
                sink.Report("FRNN024", groups.Declarations[name], name, backward, type.Name);
                clear = false;
            }
        }

        foreach (var group in new[] { groups.Sequences.Select(slot => slot.Name), groups.States.Select(slot => slot.Name), groups.Constants.Select(slot => slot.Name) }
            .Select(names => names.GroupBy(Naming.Property).Where(same => same.Count() > 1)))
        {
            foreach (var same in group)
            {
                sink.Report("FRNN024", groups.Declarations[same.Last()], same.Last(), same.Key, type.Name);
                clear = false;
            }
        }

        return clear;
    }

    /// <summary>The class that already has a member of that name: the container itself, by the user's hand or the generator's, or one that it will inherit from.</summary>
    private static string? Owner(INamedTypeSymbol type, string name, INamedTypeSymbol? parent)
    {
        if (name == type.Name || GeneratedMembers.Contains(name)
            || type.GetMembers(name).Any(member => member.DeclaringSyntaxReferences.Any(reference => !IsGenerated(reference.SyntaxTree))))
        {
            return type.Name;
        }

        while (parent is not null && !parent.GetMembers(name).Any(IsInherited))
        {
            parent = parent.BaseType;
        }

        return parent?.Name;
    }

    private static bool IsInherited(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool IsForward(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: "forward" or "step" };

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
