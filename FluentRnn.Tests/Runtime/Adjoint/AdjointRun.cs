using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using FluentRnn.Tests.Runtime.Ir;
using FluentRnn.Tests.Runtime.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Adjoint;

/// <summary>
/// Computes the gradients of a container's sequence as an adjoint plan says: a forward loop that keeps what the plan keeps and nothing else, the reverse
/// loop, and what is done before and after it.
/// </summary>
sealed class AdjointRun
{
    readonly nn.Module container;
    readonly ContainerSpec spec;
    readonly StepGraph forward;
    readonly AdjointPlan plan;
    readonly GraphEvaluator evaluator;

    /// <param name="container">The container, for its weights.</param>
    /// <param name="spec">What the compiler knows of it.</param>
    /// <param name="body">The body of its step.</param>
    /// <param name="plan">The adjoint of that body.</param>
    /// <param name="members">What sizes and host expressions refer to, as C# members.</param>
    public AdjointRun(nn.Module container, ContainerSpec spec, StepGraph body, AdjointPlan plan, string members)
    {
        (this.container, this.spec, this.plan) = (container, spec, plan);
        forward = body with { Sequence = new(plan.Kept.Select(kept => new Binding(kept.Name, kept.Value.Id))), Last = default };
        evaluator = new(new Dictionary<string, StepGraph>(StringComparer.Ordinal) { ["Forward"] = forward, ["Start"] = plan.Start, ["Reverse"] = plan.Reverse, ["Finish"] = plan.Finish }, members);
    }

    /// <summary>The gradients by name: <c>sequence.x</c>, <c>constant.c</c>, <c>state.h</c>, <c>weight.cell.weight_ih</c>.</summary>
    /// <param name="values">The values of the slots.</param>
    /// <param name="outputs">The gradients of the outputs, by the name of their property.</param>
    /// <param name="states">The gradients of the states at the end, by their names.</param>
    public Dictionary<string, Tensor> Gradients(SlotValues values, Func<string, Tensor> outputs, Func<string, Tensor> states)
    {
        using var noGradients = no_grad();
        var weights = container.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(container.named_buffers().Select(pair => (pair.name, pair.buffer)))
            .ToDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal);
        var steps = (int)values.Steps;
        var before = new Dictionary<string, Tensor>[steps + 1];
        var kept = new Dictionary<string, Tensor>[steps];
        before[0] = spec.States.ToDictionary(state => state.Name, state => values[state.Name], StringComparer.Ordinal);
        for (var t = 0; t < steps; t++)
        {
            var results = evaluator.Run("Forward", input => Forward(input, t), values.Batch, steps);
            before[t + 1] = forward.Next.Select((binding, i) => (binding.Name, results[i])).ToDictionary(pair => pair.Name, pair => pair.Item2, StringComparer.Ordinal);
            kept[t] = forward.Sequence.Select((binding, i) => (binding.Name, results[forward.Next.Count + i])).ToDictionary(pair => pair.Name, pair => pair.Item2, StringComparer.Ordinal);
        }

        // What nothing has been added to is zero, of any shape.
        var carried = spec.States.ToDictionary(state => "next." + state.Name, state => states(state.Name), StringComparer.Ordinal);
        Tensor Carried(string name) => carried.TryGetValue(name, out var gradient) ? gradient : zeros(1, ScalarType.Float64).squeeze();
        var start = evaluator.Run("Start", input => input.Kind == InputKind.Gradient ? outputs(Naming.Property(input.Name["last.".Length..])) : At(input, steps - 1), values.Batch, steps);
        foreach (var (binding, gradient) in plan.Start.Next.Zip(start)) carried[binding.Name] = gradient;

        var given = plan.Reverse.Sequence.ToDictionary(binding => binding.Name, _ => new Tensor[steps], StringComparer.Ordinal);
        for (var t = steps - 1; t >= 0; t--)
        {
            var results = evaluator.Run("Reverse", input => input.Kind != InputKind.Gradient ? At(input, t)
                : input.Name.StartsWith("sequence.", StringComparison.Ordinal) ? outputs(Naming.Property(input.Name["sequence.".Length..])).select(1, spec.KeepOrder ? Place(t) : t)
                : Carried(input.Name), values.Batch, steps);
            foreach (var (binding, gradient) in plan.Reverse.Next.Zip(results)) carried[binding.Name] = gradient;
            foreach (var (binding, value) in plan.Reverse.Sequence.Zip(results.Skip(plan.Reverse.Next.Count))) given[binding.Name][t] = value;
        }

        var finish = evaluator.Run("Finish", input => input.Kind switch
        {
            InputKind.Gradient => given.TryGetValue(input.Name, out var factors) ? stack(factors) : Carried(input.Name),
            InputKind.Kept when input.Name.StartsWith("sequence.", StringComparison.Ordinal) => stack(Enumerable.Range(0, steps).Select(t => Step(input.Name["sequence.".Length..], t)).ToArray()),
            InputKind.Kept when input.Name.StartsWith("state.", StringComparison.Ordinal) => stack(before.Take(steps).Select(states => states[input.Name["state.".Length..]]).ToArray()),
            InputKind.Kept when When(input.Name) == KeptWhen.EachStep => stack(kept.Select(values => values[input.Name]).ToArray()),
            _ => At(input, 0),
        }, values.Batch, steps);

        Dictionary<string, Tensor> gradients = new(StringComparer.Ordinal);
        foreach (var (binding, gradient) in plan.Finish.Last.Zip(finish)) gradients.Add(binding.Name, gradient);
        foreach (var (name, parts) in given.Where(pair => pair.Key.StartsWith("sequence.", StringComparison.Ordinal))) gradients.Add(name, stack(Enumerable.Range(0, steps).Select(place => parts[Place(place)]).ToArray(), 1));
        foreach (var state in spec.States.Where(state => plan.Reverse.Next.Any(binding => binding.Name == "next." + state.Name))) gradients.Add("state." + state.Name, carried["next." + state.Name]);
        return gradients;

        KeptWhen When(string name) => plan.Kept.First(value => value.Name == name).When;

        // Where a step lies on the time axis; the same the other way round.
        int Place(int t) => spec.Backward ? steps - 1 - t : t;

        Tensor Step(string sequence, int t) => values[sequence].select(1, Place(t));

        Tensor Forward(GraphInput input, int t) => input.Kind switch
        {
            InputKind.Sequence => Step(input.Name, t),
            InputKind.State => before[t][input.Name],
            InputKind.Constant => values[input.Name],
            _ => weights[input.Name],
        };

        // What the last step kept is at hand for the last step only.
        Tensor At(GraphInput input, int t) => input.Kind != InputKind.Kept ? Forward(input, t)
            : When(input.Name) switch { KeptWhen.Once => kept[0][input.Name], KeptWhen.Last when t < steps - 1 => throw new InvalidOperationException($"'{input.Name}' is kept at the last step only."), _ => kept[t][input.Name] };
    }
}
