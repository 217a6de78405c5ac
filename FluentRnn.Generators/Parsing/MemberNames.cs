using FluentRnn.Generators.Common;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Checks that the members to be generated do not clash with one another or with what the user wrote.</summary>
internal static class MemberNames
{
    /// <summary>The names of members and nested types that every container has.</summary>
    private static readonly string[] Generated =
        ["Input", "State", "Output", "StepOutput", "Plan", "forward", "call", "step", "ZeroState", "Definition", "Executor"];

    private static readonly string[] GeneratedTypes = ["Input", "State", "Output", "StepOutput", "Plan"];

    public static bool Check(INamedTypeSymbol type, ContainerGroups groups, FindingSink sink)
    {
        var clear = true;
        foreach (var member in type.GetMembers().Where(member => GeneratedTypes.Contains(member.Name) || IsForward(member)))
        {
            if (member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && !IsGenerated(reference.SyntaxTree))
            {
                sink.Report("FRNN007", reference.GetSyntax(), type.Name, member.Name);
                clear = false;
            }
        }

        foreach (var module in groups.Modules)
        {
            var property = Naming.Property(module.Slot.Name);
            if (Generated.Contains(property) || type.GetMembers(property).Any(member => member.DeclaringSyntaxReferences.Any(reference => !IsGenerated(reference.SyntaxTree)))
                || property == type.Name)
            {
                sink.Report("FRNN024", groups.Declarations[module.Slot.Name], module.Slot.Name, property, type.Name);
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

    private static bool IsForward(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: "forward" or "step" };

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
