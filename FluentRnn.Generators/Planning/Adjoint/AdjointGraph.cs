using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A part of an adjoint while it is made: the forward body, and after it the gradients.</summary>
internal sealed class AdjointGraph
{
    private readonly ForwardParts _forward;
    private readonly GraphBuilder _builder;

    public AdjointGraph(ForwardParts forward)
    {
        _forward = forward;
        _builder = new GraphBuilder(
            finding => throw new InvalidOperationException($"A derivative rule adds an operation that does not fit: {finding.Id} {string.Join(", ", finding.Arguments)}."),
            forward.Body);
        Walk = new ReverseMode(_builder, forward.Activity, forward.Names);
    }

    public ReverseMode Walk { get; }

    public Value this[int id] => _builder[id];

    /// <summary>The gradient that is given for a value under a name.</summary>
    public Term Gradient(string name, int of) => Input(InputKind.Gradient, name, _builder[of].Type, "d_" + name.Split('.').Last());

    public Term Input(InputKind kind, string name, TensorType type, string? label = null) => new(_builder, _builder.Input(kind, name, type, label));

    /// <summary>Begins with the gradient given for a value, when that value has one.</summary>
    public void Begin(string name, int of)
    {
        if (_forward.Activity.Has(of))
        {
            Walk.Add(of, Gradient(name, of));
        }
    }

    /// <summary>The graph with those results, equal operations merged.</summary>
    public StepGraph Build(IReadOnlyList<Binding> next, IReadOnlyList<Binding> sequence, IReadOnlyList<Binding> last) =>
        CommonSubexpressions.Merge(_builder.Build(next, sequence, last, null));
}
