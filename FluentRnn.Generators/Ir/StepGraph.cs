using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>The body of a step in single-assignment form: inputs, operations in order, and what is returned.</summary>
/// <param name="Inputs">Everything read from outside the body, each once.</param>
/// <param name="Ops">The operations, every operand defined before its use.</param>
/// <param name="Next">The next value of every state, in the order of the declaration.</param>
/// <param name="Sequence">The sequence outputs.</param>
/// <param name="Last">The last outputs.</param>
/// <param name="Done">The flag that ends a row, or null.</param>
internal sealed record StepGraph(
    EquatableArray<GraphInput> Inputs,
    EquatableArray<Op> Ops,
    EquatableArray<Binding> Next,
    EquatableArray<Binding> Sequence,
    EquatableArray<Binding> Last,
    int? Done)
{
    /// <summary>Every value of the graph, by id.</summary>
    public IReadOnlyDictionary<int, Value> Values() =>
        Inputs.Select(input => input.Value).Concat(Ops.SelectMany(op => op.Results)).ToDictionary(value => value.Id);

    /// <summary>The values that leave the body.</summary>
    public IEnumerable<int> Returned =>
        Next.Concat(Sequence).Concat(Last).Select(binding => binding.Value).Concat(Done is { } done ? [done] : Array.Empty<int>());
}

/// <summary>A named value that the body returns.</summary>
internal sealed record Binding(string Name, int Value);

/// <summary>A value the body reads from outside.</summary>
/// <param name="Value">The value, with its type.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Name">The slot's name; for weights the path below the container, such as <c>cell.weight_ih</c>.</param>
internal sealed record GraphInput(Value Value, InputKind Kind, string Name);

/// <summary>Where an input of the body comes from.</summary>
internal enum InputKind
{
    /// <summary>The current step of a sequence slot.</summary>
    Sequence,

    /// <summary>A constant slot.</summary>
    Constant,

    /// <summary>A state slot, as the step before left it.</summary>
    State,

    /// <summary>A parameter or buffer, of a module or declared directly.</summary>
    Weight,

    /// <summary>In an adjoint: a value that the forward computation kept.</summary>
    Kept,

    /// <summary>In an adjoint: the gradient of something that the body returned.</summary>
    Gradient,
}
