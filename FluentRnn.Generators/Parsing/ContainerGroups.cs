using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>The groups of a container, read from its chain.</summary>
internal sealed class ContainerGroups
{
    public EquatableArray<Slot> Sequences { get; private set; }

    public EquatableArray<Slot> Constants { get; private set; }

    public EquatableArray<Slot> States { get; private set; }

    public IReadOnlyList<ModuleDeclaration> Modules { get; private set; } = [];

    /// <summary>The groups present, in the order of the step's parameters.</summary>
    public IReadOnlyList<SlotGroup> Present { get; private set; } = [];

    /// <summary>Where each slot and module is declared.</summary>
    public Dictionary<string, SyntaxNode> Declarations { get; private set; } = [];

    /// <summary>The groups, or null when one of them cannot be read.</summary>
    public static ContainerGroups? Read(IReadOnlyList<ChainCall> chain, SemanticModel model, DefineScope scope, FindingSink sink)
    {
        var reader = new SlotReader(model, scope, sink);
        var groups = new ContainerGroups { Declarations = reader.Declarations };
        var present = new SortedSet<SlotGroup>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in chain)
        {
            if (call.Name is not ("Sequences" or "Constants" or "States" or "Modules"))
            {
                continue;
            }

            if (reader.Members(call) is not { } members)
            {
                return null;
            }

            foreach (var (name, _, declarator) in members)
            {
                if (names.TryGetValue(name, out var other))
                {
                    sink.Report("FRNN022", declarator, name, other, Singular(call.Name));
                    return null;
                }

                names.Add(name, Singular(call.Name));
            }

            if (call.Name == "Modules")
            {
                groups.Modules = [.. members
                    .Select(member => ModuleReader.Read(member.Name, member.Value, model, scope))
                    .OfType<ModuleDeclaration>()];
                foreach (var (name, _, declarator) in members)
                {
                    reader.Declarations[name] = declarator;
                }

                if (groups.Modules.Count != members.Count)
                {
                    var (name, value, _) = members.First(member => groups.Modules.All(module => module.Slot.Name != member.Name));
                    sink.Report("FRNN021", value, name, "Linear(…)");
                    return null;
                }

                present.Add(SlotGroup.Modules);
                continue;
            }

            if (reader.Read(call) is not { } slots)
            {
                return null;
            }

            switch (call.Name)
            {
                case "Sequences":
                    groups.Sequences = slots;
                    present.Add(SlotGroup.Sequences);
                    break;
                case "Constants":
                    groups.Constants = slots;
                    present.Add(SlotGroup.Constants);
                    break;
                default:
                    groups.States = slots;
                    present.Add(SlotGroup.States);
                    break;
            }
        }

        groups.Present = [.. present];
        foreach (var declaration in groups.Declarations)
        {
            sink.Places?.Add(declaration.Key, declaration.Value);
        }

        return groups;
    }

    private static string Singular(string group) => "a " + group.TrimEnd('s').ToLowerInvariant();
}
