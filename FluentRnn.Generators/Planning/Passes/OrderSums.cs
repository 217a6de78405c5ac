using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Adds what is known first first: (x·W + h·U) + b becomes (x·W + b) + h·U, of which only the last sum is left in the loop; vectors that do not change go into the bias of a product
/// that is made for all steps at once. A sum is one only where nothing else reads it or its parts: so the bias inside r ⊙ (h·U + b) stays where it is. It changes
/// the order in which numbers are added, so results agree to rounding.
/// </summary>
internal static class OrderSums
{
    public static Pass Pass { get; } = new("order sums", Optimizations.OrderSums, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (IsTerm(op, index) || !IsSum(op, index) || Ordered(op, index, stages, rewriter) is not { } sum)
            {
                rewriter.Keep(op);
            }
            else
            {
                rewriter.Replace(op.Results[0].Id, sum);
            }
        }

        return DeadCode.Remove(rewriter.Build());
    }

    /// <summary>A sum of two floating-point tensors of one element type.</summary>
    public static bool IsSum(Op op, GraphIndex index) => op.Operation == Elementwise.Add
        && op.Results[0].Type is { Shape: not null, Element: var element } && ElementTypes.IsFloating(element)
        && op.Arguments.All(argument => argument.Values.Count == 1 && index.Type(argument.Values[0]) is { Shape: not null } type && type.Element == element);

    /// <summary>A sum that is only a term of another.</summary>
    public static bool IsTerm(Op op, GraphIndex index) => IsSum(op, index) && index.OnlyReader(op.Results[0].Id) is { } reader && IsSum(reader, index);

    /// <summary>The terms of a sum, those of the sums among them too.</summary>
    public static IEnumerable<int> Terms(Op sum, GraphIndex index) => sum.Operands.SelectMany(operand =>
        index.Maker(operand) is { } maker && IsTerm(maker, index) ? Terms(maker, index) : [operand]);

    /// <summary>The same sum in a better order; null when there is none.</summary>
    private static int? Ordered(Op sum, GraphIndex index, StageMap stages, GraphRewriter rewriter)
    {
        var written = Terms(sum, index).ToList();
        var terms = written.Select(term => (Value: term, Stage: Forward(stages[term]))).ToList();
        var (first, last) = (terms.Min(term => term.Stage), terms.Max(term => term.Stage));
        if (first == last)
        {
            return null;
        }

        // The bias of a product of the loop is known before it.
        var biases = new List<int>();
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i].Stage == last && BiasOf(terms[i].Value, index, stages) is { } bias)
            {
                biases.Add(bias);
                terms[i] = (WithBias(index.Maker(terms[i].Value)!, null, rewriter), last);
            }
        }

        var absorbing = terms.FindIndex(term => term.Stage == Stage.Time && index.OnlyReader(term.Value) is not null && IsOfMatrix(term.Value, index));
        var isSorted = terms.Zip(terms.Skip(1), (left, right) => left.Stage <= right.Stage).All(ordered => ordered) && IsLeftDeep(sum, index);
        if (isSorted && biases.Count == 0)
        {
            return null;
        }

        var absorbed = new List<int>();
        if (absorbing >= 0)
        {
            var product = index.Maker(terms[absorbing].Value)!;
            var outputs = index.Type(terms[absorbing].Value).Shape!.Value;
            var width = outputs[outputs.Count - 1];
            bool IsBias(int value) => index.Type(value) is { Rank: 1, Shape: { } shape } && shape[0] == width;
            absorbed.AddRange(terms.Where(term => term.Stage == Stage.Invariant && IsBias(term.Value)).Select(term => term.Value).Concat(biases.Where(IsBias)));
            terms.RemoveAll(term => term.Stage == Stage.Invariant && IsBias(term.Value));
            biases.RemoveAll(IsBias);
            if (absorbed.Count > 0)
            {
                var own = product.Tensor("bias") is { } bias ? [bias] : Array.Empty<int>();
                terms[terms.FindIndex(term => term.Value == product.Results[0].Id)] = (WithBias(product, Sum([.. own, .. absorbed], rewriter), rewriter), Stage.Time);
            }
        }

        terms.AddRange(biases.Select(bias => (bias, Stage.Invariant)));
        return Sum([.. terms.OrderBy(term => term.Stage).Select(term => term.Value)], rewriter);
    }

    /// <summary>Whether a value is a product with a matrix: torch takes no bias beside a vector.</summary>
    private static bool IsOfMatrix(int value, GraphIndex index) => index.Maker(value, Products.Linear)?.Tensor("weight") is { } weight && index.Type(weight).Rank == 2;

    /// <summary>The bias of a product that is read by the sum alone.</summary>
    private static int? BiasOf(int value, GraphIndex index, StageMap stages) =>
        index.OnlyReader(value) is not null && index.Maker(value, Products.Linear)?.Tensor("bias") is { } bias && stages[bias] == Stage.Invariant ? bias : null;

    private static int WithBias(Op product, int? bias, GraphRewriter rewriter)
    {
        var biased = rewriter.Add(product.Operation, [.. product.Arguments.Select(argument => argument.Name != "bias" ? argument : bias is { } value ? Args.Value("bias", value) : Args.Null("bias"))]);
        if (product.Results[0].Name is { } name)
        {
            rewriter.Name(biased, name);
        }

        return biased;
    }

    /// <summary>Adds values up from the left.</summary>
    public static int Sum(IReadOnlyList<int> terms, GraphRewriter rewriter) =>
        terms.Aggregate((sum, term) => rewriter.Add(Elementwise.Add, Args.Value("self", sum), Args.Value("other", term)));

    /// <summary>Whether a sum is added up from the left: no right operand is a sum of its own.</summary>
    private static bool IsLeftDeep(Op sum, GraphIndex index)
    {
        var (left, right) = (index.Maker(sum.Tensor("self")!.Value), index.Maker(sum.Tensor("other")!.Value));
        return !(right is not null && IsTerm(right, index)) && (left is null || !IsTerm(left, index) || IsLeftDeep(left, index));
    }

    /// <summary>When a value is known; that no next state depends on it does not matter here.</summary>
    public static Stage Forward(Stage stage) => stage == Stage.Out ? Stage.Carry : stage;
}
