using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Slots that are declared for nothing.</summary>
internal static class SlotChecks
{
    public static IEnumerable<LocatedFinding> Check(ContainerSpec spec)
    {
        var graphs = spec.Variants.Select(variant => variant.Body).Concat(spec.Initial is { } initial ? [initial] : Array.Empty<StepGraph>()).ToList();
        var read = new HashSet<string>(graphs.SelectMany(NamesRead), StringComparer.Ordinal);

        foreach (var slot in spec.Sequences.Concat(spec.Constants).Where(slot => !read.Contains(slot.Name)))
        {
            yield return About(slot.Name, "FRNN074", slot.Name);
        }

        var effective = EffectiveStates(spec);
        foreach (var state in spec.States)
        {
            if (spec.Variants.All(variant => IsUnchanged(variant.Body, state.Name)))
            {
                yield return About(state.Name, "FRNN072", state.Name);
            }
            else if (!spec.Variants.Any(variant => NamesRead(variant.Body).Contains(state.Name)))
            {
                yield return About(state.Name, "FRNN023", "State", state.Name);
            }
            else if (!effective.Contains(state.Name))
            {
                yield return About(state.Name, "FRNN076", state.Name);
            }
        }

        foreach (var module in spec.Modules.Where(module => !read.Contains(module.Name) && !spec.Called.Contains(module.Name)))
        {
            yield return About(module.Name, "FRNN023", "Module", module.Name);
        }
    }

    private static LocatedFinding About(string slot, string id, params string[] arguments) => new(Finding.Of(id, arguments), slot);

    /// <summary>The slots and modules a body reads: as inputs, weights, or in the text of an opaque call or a size.</summary>
    private static IEnumerable<string> NamesRead(StepGraph graph)
    {
        HashSet<int> used = [.. graph.Ops.SelectMany(op => op.Operands), .. graph.Returned];
        return graph.Inputs
            .Where(input => used.Contains(input.Value.Id))
            .Select(input => input.Name.Split('.')[0])
            .Concat(graph.Ops.SelectMany(HostText.Texts).SelectMany(HostText.Placeholders));
    }

    private static bool IsUnchanged(StepGraph graph, string state) =>
        graph.Inputs.FirstOrDefault(input => input.Kind == InputKind.State && input.Name == state) is { } input
        && graph.Next.Any(binding => binding.Name == state && binding.Value == input.Value.Id);

    /// <summary>
    /// The states that an output, the end of a row or something with an effect depends on, also over several steps. A container without
    /// outputs is there for its states, so all count.
    /// </summary>
    private static HashSet<string> EffectiveStates(ContainerSpec spec)
    {
        if (spec.SequenceOutputs.Count + spec.LastOutputs.Count == 0)
        {
            return [.. spec.States.Select(state => state.Name)];
        }

        HashSet<string> effective = [];
        for (var before = -1; before < effective.Count;)
        {
            before = effective.Count;
            foreach (var variant in spec.Variants)
            {
                effective.UnionWith(StatesBehind(variant.Body, effective));
            }
        }

        return effective;
    }

    private static IEnumerable<string> StatesBehind(StepGraph graph, HashSet<string> states)
    {
        var roots = graph.Sequence.Concat(graph.Last).Concat(graph.Next.Where(binding => states.Contains(binding.Name))).Select(binding => binding.Value);
        HashSet<int> reached = [.. roots];
        HashSet<string> named = [];
        if (graph.Done is { } done)
        {
            reached.Add(done);
        }

        foreach (var op in graph.Ops.Reverse())
        {
            if (op.Operation.Effects == Effects.Opaque || op.Results.Any(result => reached.Contains(result.Id)))
            {
                reached.UnionWith(op.Operands);
                named.UnionWith(HostText.Texts(op).SelectMany(HostText.Placeholders));
            }
        }

        return graph.Inputs
            .Where(input => input.Kind == InputKind.State && (reached.Contains(input.Value.Id) || named.Contains(input.Name)))
            .Select(input => input.Name);
    }
}
