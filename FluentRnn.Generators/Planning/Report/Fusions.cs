using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Something that the passes put together or took apart.</summary>
/// <param name="Kind">What was done, as a heading.</param>
/// <param name="What">With what.</param>
internal sealed record Fusion(string Kind, string What);

/// <summary>Finds what the passes put together or took apart, by comparing the body with what was written.</summary>
internal sealed class Fusions
{
    private readonly PlanView _view;
    private readonly GraphIndex _index;
    private readonly HashSet<int> _weights;
    private readonly HashSet<object> _made = new(ReferenceComparer.Instance);

    private Fusions(StepGraph written, PlanView view)
    {
        _view = view;
        _index = new GraphIndex(view.Variant.Body);
        _weights = [.. view.Variant.Body.Inputs.Where(input => input.Kind == InputKind.Weight).Select(input => input.Value.Id)];

        // A new graph may give the number of an operation that is gone to another.
        var makers = written.Ops.SelectMany(op => op.Results, (op, result) => (result.Id, op.Operation)).ToDictionary(pair => pair.Id, pair => pair.Operation);
        _made.UnionWith(view.Variant.Body.Ops.Where(op => op.Results.Any(result => !makers.TryGetValue(result.Id, out var maker) || maker != op.Operation)));
    }

    /// <param name="written">The body as it was written.</param>
    /// <param name="view">What became of it.</param>
    public static IReadOnlyList<Fusion> Of(StepGraph written, PlanView view)
    {
        var fusions = new Fusions(written, view);
        return [.. view.Variant.Body.Ops.Where(fusions._made.Contains).Select(fusions.Of).OfType<Fusion>().Distinct()];
    }

    private Fusion? Of(Op op) =>
        op.Operation == Joining.Cat && IsOfWeights(op, rank: 2) ? new("One product with several weights", List(op.Operands))
        : op.Operation == Elementwise.Add && IsOfWeights(op, rank: 1) ? new("Biases added once a call", List(op.Operands))
        : op.Operation == Indexing.Embedding ? new("Rows looked up in place of products with one-hot vectors", Name(op))
        : op.Operation == Elementwise.Lerp ? new("Interpolations", Name(op))
        : op.Operation == Products.Addmm && op.Tensor("self") is { } added && _index.Type(added).Rank == 2 ? new("Sums that are part of a product", Name(op))
        : op.Operation == Indexing.Narrow && op.Number("dim") == 1 && IsOfWeights(op.Tensor("self")!.Value)
            ? new("Weights taken apart, so that what is known earlier is multiplied earlier", _view.Describe(op.Tensor("self")!.Value))
        : op.Operation == Normalization.LayerNorm && _index.Maker(op.Tensor("self")!.Value, Shapes.Unflatten) is { } parts ? new("One layer norm of several parts", _view.Describe(parts.Tensor("self")!.Value))
        : op.Operation.Time == TimeRule.Elementwise && PartedBy(op) is { } parting ? new("One function of several values", $"{Equations.NameOf(op.Operation)} for {List(parting.Results.Select(result => result.Id))}")
        : null;

    /// <summary>Whether an operation joins or adds weights, or what is made of weights alone.</summary>
    private bool IsOfWeights(Op op, int rank) => _index.Type(op.Results[0].Id).Rank == rank && op.Operands.All(IsOfWeights);

    private bool IsOfWeights(int value) => _weights.Contains(value) || (_index.Maker(value) is { } maker && maker.Operands.Any() && maker.Operands.All(IsOfWeights));

    /// <summary>The operation, new too, that takes the result apart.</summary>
    private Op? PartedBy(Op op) => op.Results.Count == 1 && _index.OnlyReader(op.Results[0].Id) is { } reader && Parts.IsOf(reader) && _made.Contains(reader) ? reader : null;

    private string Name(Op op) => _view.Describe(op.Results[0].Id);

    private string List(IEnumerable<int> values) => string.Join(", ", values.Select(_view.Describe));
}
