using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// How much arithmetic an operation does, in floating-point operations, for B rows. A product counts 2 for each multiplication with its addition. What works element by element counts
/// 1 for each element, also where that is a function such as tanh, which takes longer; a fused one counts as those it stands for. Views, copies, look-ups and constants count nothing.
/// </summary>
internal static class Flops
{
    private static readonly HashSet<Operation> Free =
    [
        .. new[] { typeof(Shapes), typeof(Joining), typeof(Indexing), typeof(Casting), typeof(Creation) }.SelectMany(OperationTable.RowsOf).Except([Indexing.ScatterAdd, Indexing.IndexAdd]),
        Sampling.Zoneout, Elementwise.Where, Elementwise.MaskedFill, Elementwise.Positive,
    ];

    /// <summary>How often an operation counts for each element that it reads, where that is not what it makes.</summary>
    private static readonly Dictionary<Operation, int> ForEachRead = new()
    {
        [Reductions.Softmax] = 3,
        [Reductions.LogSoftmax] = 4,
        [Reductions.Softmin] = 4,
        [Reductions.Logsumexp] = 2,
        [Reductions.Std] = 3,
        [Reductions.Var] = 3,
        [Reductions.StdMean] = 3,
        [Reductions.VarMean] = 3,
        [Reductions.StdAll] = 3,
        [Reductions.VarAll] = 3,
        [Reductions.Norm] = 2,
        [Reductions.NormAll] = 2,
        [Normalization.GroupNorm] = 7,
        [Normalization.Normalize] = 3,
        [Normalization.CosineSimilarity] = 6,
    };

    /// <summary>How often an operation counts for each element that it makes, where that is not once.</summary>
    private static readonly Dictionary<Operation, int> ForEachMade = new()
    {
        [Elementwise.Lerp] = 3,
        [Elementwise.AddScaled] = 2,
    };

    private static readonly Dictionary<Operation, Func<Sizes, Dim?>> Formulas = new()
    {
        [Products.Linear] = sizes => Sum(sizes.Product("input"), sizes.Added("bias")),
        [Products.MatMul] = sizes => sizes.Product("self"),
        [Products.Mm] = sizes => sizes.Product("self"),
        [Products.Bmm] = sizes => sizes.Product("self"),
        [Products.Mv] = sizes => sizes.Product("self"),
        [Products.Dot] = sizes => sizes.Product("self"),
        [Products.Outer] = sizes => sizes.Made,
        [Products.Addmm] = sizes => Sum(sizes.Product("left"), sizes.Added("self")),
        [Products.Addmv] = sizes => Sum(sizes.Product("left"), sizes.Added("self")),
        [Products.Bilinear] = sizes => Sum(Product(Two, sizes.Made, sizes.Axis("self", -1), sizes.Axis("other", -1)), sizes.Added("bias")),
        [Products.Einsum] = OfEinsum,
        [Products.Attention] = sizes => Product(Two, sizes.Axis("key", -2), Sum(sizes.Read("query"), sizes.Made)),
        [Elementwise.Addcmul] = OfScaledSum,
        [Elementwise.Addcdiv] = OfScaledSum,
        [Normalization.LayerNorm] = sizes => Sum(Product(Dim.Constant(5), sizes.Made), Sum(sizes.Added("weight"), sizes.Added("bias"))),
        [Convolution.Conv1d] = OfConvolution,
        [Convolution.Conv2d] = OfConvolution,
        [Convolution.Conv3d] = OfConvolution,
    };

    /// <summary>What a formula does not tell: how much depends on the numbers, or on the algorithm.</summary>
    private static readonly HashSet<Operation> Unknown =
    [
        .. OperationTable.RowsOf(typeof(LinearAlgebra)), Operations.Opaque,
        Reductions.Sort, Reductions.Argsort, Reductions.TopK, Reductions.MedianAll, Reductions.Mode,
    ];

    private static readonly HashSet<Operation> Multiplying = [.. OperationTable.RowsOf(typeof(Products)), Convolution.Conv1d, Convolution.Conv2d, Convolution.Conv3d];

    private static readonly HashSet<Operation> Reducing = [.. OperationTable.RowsOf(typeof(Reductions))];

    private static Dim Two { get; } = Dim.Constant(2);

    /// <summary>Whether an operation does no arithmetic.</summary>
    public static bool IsFree(Op op) => Free.Contains(op.Operation);

    /// <summary>Whether an operation multiplies matrices, which is most of the work of most networks, or may, as far as is known.</summary>
    public static bool IsProduct(Op op) => Multiplying.Contains(op.Operation) || op.Operation == Operations.Opaque;

    /// <summary>The count of an operation; null when it is not known.</summary>
    public static Dim? Of(Op op, IReadOnlyDictionary<int, Value> values)
    {
        var sizes = new Sizes(op, values);
        return Unknown.Contains(op.Operation) || op.Results.Count == 0 ? null
            : Free.Contains(op.Operation) ? Dim.Constant(0)
            : Formulas.TryGetValue(op.Operation, out var formula) ? formula(sizes)
            : ForEachRead.TryGetValue(op.Operation, out var read) ? Product(Dim.Constant(read), sizes.Read("self"))
            : Reducing.Contains(op.Operation) ? sizes.Read("self")
            : ForEachMade.TryGetValue(op.Operation, out var made) ? Product(Dim.Constant(made), sizes.Made)
            : sizes.Made;
    }

    /// <summary>The number of elements of a tensor; null when its shape is not known.</summary>
    public static Dim? Elements(TensorType type) => type.Shape is { } shape ? shape.Aggregate(Dim.One, (product, size) => product * size) : null;

    // What is not known stays so.
    private static Dim? Sum(Dim? left, Dim? right) => left is null || right is null ? null : left + right;

    private static Dim? Product(params Dim?[] factors) => factors.Aggregate((product, factor) => product is null || factor is null ? null : product * factor);

    /// <summary>s + v · a · b, the v not counted where it is 1.</summary>
    private static Dim? OfScaledSum(Sizes sizes) => Product(Dim.Constant(sizes.Op.Number("value") == 1 ? 2 : 3), sizes.Made);

    private static Dim? OfConvolution(Sizes sizes) =>
        sizes.Type("weight")?.Shape is { } weight ? Sum(Product([Two, sizes.Made, .. weight.Skip(1)]), sizes.Added("bias")) : null;

    /// <summary>One multiplication and one addition for every combination of labels.</summary>
    private static Dim? OfEinsum(Sizes sizes)
    {
        if (EinsumEquation.Parse(sizes.Op.Find("equation")?.Host?.Text) is not { } equation)
        {
            return null;
        }

        var labels = new Dictionary<char, Dim>();
        foreach (var (type, operand) in sizes.Types.Zip(equation.Operands, (type, operand) => (type, operand)))
        {
            if (type.Shape is not { } shape || shape.Count != operand.Length)
            {
                return null;
            }

            for (var axis = 0; axis < operand.Length; axis++)
            {
                labels[operand[axis]] = shape[axis];
            }
        }

        return labels.Values.Aggregate(Two, (product, size) => product * size);
    }

    /// <summary>The sizes of one operation's operands and results.</summary>
    private sealed class Sizes(Op op, IReadOnlyDictionary<int, Value> values)
    {
        public Op Op => op;

        public IEnumerable<TensorType> Types => op.Operands.Select(operand => values[operand].Type);

        /// <summary>The number of elements of the first result.</summary>
        public Dim? Made => Elements(op.Results[0].Type);

        public TensorType? Type(string name) => op.Tensor(name) is { } value ? values[value].Type : null;

        /// <summary>The number of elements of an operand.</summary>
        public Dim? Read(string name) => Type(name) is { } type ? Elements(type) : null;

        public Dim? Axis(string name, int fromEnd) => Type(name)?.Shape is { } shape && shape.Count + fromEnd >= 0 ? shape[shape.Count + fromEnd] : null;

        /// <summary>A product that contracts the last axis of an operand.</summary>
        public Dim? Product(string contracted) => Flops.Product(Two, Made, Axis(contracted, -1));

        /// <summary>What it costs to add an operand that need not be there.</summary>
        public Dim? Added(string name) => op.Tensor(name) is null ? Dim.Constant(0) : Made;
    }
}
