using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Finds the binding time of every value. Forward: an operation has the latest stage of what it reads, and random and opaque operations
/// are pinned to the loop. Backward: what depends on the state, but is needed neither by a next state, nor by the end of a row, nor by a
/// pinned operation, is <see cref="Stage.Out"/>.
/// </summary>
internal static class StageAnalysis
{
    /// <summary>The stages of a body. <paramref name="spec"/> tells what the names in host expressions are.</summary>
    public static StageMap Run(StepGraph graph, ContainerSpec spec)
    {
        var stages = graph.Inputs.ToDictionary(input => input.Value.Id, input => StageOf(input.Kind));
        foreach (var op in graph.Ops)
        {
            var stage = Latest(op, stages, spec);
            foreach (var result in op.Results)
            {
                stages[result.Id] = stage;
            }
        }

        var needed = NeededInLoop(graph);
        foreach (var op in graph.Ops.Where(op => !IsPinned(op)))
        {
            foreach (var result in op.Results)
            {
                if (stages[result.Id] == Stage.Carry && !op.Results.Any(other => needed.Contains(other.Id)))
                {
                    stages[result.Id] = Stage.Out;
                }
            }
        }

        return new StageMap(stages);
    }

    /// <summary>Whether an operation is executed once a step, whatever it depends on.</summary>
    public static bool IsPinned(Op op) => op.Operation.Effects != Effects.Pure;

    /// <summary>The stage of a slot or module that a host expression names.</summary>
    public static Stage StageOfName(string name, ContainerSpec spec) =>
        spec.Sequences.Any(slot => slot.Name == name) ? Stage.Time
        : spec.States.Any(slot => slot.Name == name) ? Stage.Carry
        : Stage.Invariant;

    private static Stage StageOf(InputKind kind) => kind switch
    {
        InputKind.Sequence => Stage.Time,
        InputKind.State => Stage.Carry,
        _ => Stage.Invariant,
    };

    private static Stage Latest(Op op, Dictionary<int, Stage> stages, ContainerSpec spec) => op.Operands.Select(operand => stages[operand])
        .Concat(HostText.Texts(op).SelectMany(HostText.Placeholders).Select(name => StageOfName(name, spec)))
        .Append(IsPinned(op) ? Stage.Carry : Stage.Invariant)
        .Max();

    /// <summary>What the next step, the end of a row, or a pinned operation depends on.</summary>
    private static HashSet<int> NeededInLoop(StepGraph graph)
    {
        var needed = new HashSet<int>(graph.Next.Select(binding => binding.Value));
        if (graph.Done is { } done)
        {
            needed.Add(done);
        }

        foreach (var op in graph.Ops.Reverse())
        {
            if (IsPinned(op) || op.Results.Any(result => needed.Contains(result.Id)))
            {
                needed.UnionWith(op.Operands);
            }
        }

        return needed;
    }
}

/// <summary>The binding time of every value of a graph.</summary>
internal sealed class StageMap(IReadOnlyDictionary<int, Stage> stages)
{
    public Stage this[int value] => stages[value];

    /// <summary>The stage of an operation: that of its results. One without results runs for its effect, at every step.</summary>
    public Stage this[Op op] => op.Results.Count == 0 ? Stage.Carry : stages[op.Results[0].Id];
}
