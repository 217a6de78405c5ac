using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The binding times of a reverse loop, as of any loop: what depends on kept values and on gradients of outputs only could be computed for all steps at once
/// before it, and what no carried gradient depends on, such as the gradients of sequences, after it.
/// </summary>
internal static class ReverseStages
{
    public static IReadOnlyDictionary<int, Stage> Of(AdjointPlan plan)
    {
        var once = new HashSet<string>(plan.Kept.Where(kept => kept.When == KeptWhen.Once).Select(kept => kept.Name), StringComparer.Ordinal);
        var graph = plan.Reverse;
        var stages = graph.Inputs.ToDictionary(input => input.Value.Id, StageOf);
        foreach (var op in graph.Ops)
        {
            var stage = op.Operands.Select(operand => stages[operand]).Append(Stage.Invariant).Max();
            foreach (var result in op.Results)
            {
                stages[result.Id] = stage;
            }
        }

        var needed = new HashSet<int>(graph.Next.Select(binding => binding.Value));
        foreach (var op in graph.Ops.Reverse())
        {
            if (op.Results.Any(result => needed.Contains(result.Id)))
            {
                needed.UnionWith(op.Operands);
                continue;
            }

            foreach (var result in op.Results.Where(result => stages[result.Id] == Stage.Carry))
            {
                stages[result.Id] = Stage.Out;
            }
        }

        return stages;

        Stage StageOf(GraphInput input) => input.Kind switch
        {
            InputKind.Constant or InputKind.Weight => Stage.Invariant,
            InputKind.Kept when once.Contains(input.Name) => Stage.Invariant,
            InputKind.Gradient when !input.Name.StartsWith("sequence.", StringComparison.Ordinal) => Stage.Carry,

            // The states of the forward loop are known by now.
            _ => Stage.Time,
        };
    }
}
