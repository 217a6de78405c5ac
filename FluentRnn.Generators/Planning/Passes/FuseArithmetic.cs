using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Writes n + z·(h − n) and (1 − z)·n + z·h, which gated cells end with, as one interpolation, <c>lerp(n, h, z)</c>, and s + a·b as <c>addcmul(s, a, b)</c>. Legal where nothing else
/// reads what lies between, and all have one element type and, in an interpolation, one shape; results agree to rounding.
/// </summary>
internal static class FuseArithmetic
{
    public static Pass Pass { get; } = new("fuse arithmetic", Optimizations.FuseArithmetic, (graph, _) => Rewrite(graph));

    public static StepGraph Rewrite(StepGraph graph)
    {
        var index = new GraphIndex(graph);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (op.Operation == Elementwise.Add && op.Tensor("self") is { } left && op.Tensor("other") is { } right
                && (Step(left, right, index) ?? Step(right, left, index) ?? Mean(left, right, index) ?? Mean(right, left, index)) is { } found
                && IsFloating(op, [found.From, found.To, found.Weight], index))
            {
                rewriter.Replace(op.Results[0].Id, rewriter.Add(Elementwise.Lerp, Args.Value("self", found.From), Args.Value("end", found.To), Args.Value("weight", found.Weight)));
            }
            else if (Sum(op, index) is { } sum)
            {
                rewriter.Replace(op.Results[0].Id, rewriter.Add(
                    Elementwise.Addcmul, Args.Value("self", sum.Added), Args.Value("tensor1", sum.Left), Args.Value("tensor2", sum.Right), Args.Size("value", 1)));
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return DeadCode.Remove(rewriter.Build());
    }

    /// <summary>s + a·b, where s is made for this sum and has its shape, or is smaller, as a bias is.</summary>
    private static (int Added, int Left, int Right)? Sum(Op op, GraphIndex index)
    {
        if (op.Operation != Elementwise.Add || !op.Results[0].Type.Element.IsFloating() || op.Tensor("self") is not { } left || op.Tensor("other") is not { } right)
        {
            return null;
        }

        foreach (var (added, product) in new[] { (left, right), (right, left) })
        {
            if (IsAdded(added, op, index) && Inner(product, Elementwise.Mul, index) is { } mul && mul.Tensor("self") is { } first && mul.Tensor("other") is { } second
                && index.Type(first).Element == op.Results[0].Type.Element && index.Type(second).Element == op.Results[0].Type.Element
                && index.Type(product).Shape == op.Results[0].Type.Shape)
            {
                return (added, first, second);
            }
        }

        return null;
    }

    private static bool IsAdded(int value, Op sum, GraphIndex index) => index.Type(value) is { Shape: { } shape, Element: var element } && element == sum.Results[0].Type.Element
        && (shape != sum.Results[0].Type.Shape || (index.OnlyReader(value) is not null && index.Maker(value) is not null));

    private static bool IsFloating(Op op, int[] operands, GraphIndex index) =>
        op.Results[0].Type.Element.IsFloating() && op.Results[0].Type.Shape is not null && operands.All(operand => index.Type(operand) == op.Results[0].Type);

    /// <summary>n + z·(h − n).</summary>
    private static (int From, int To, int Weight)? Step(int from, int step, GraphIndex index)
    {
        foreach (var (weight, difference) in Factors(step, index))
        {
            if (Inner(difference, Elementwise.Sub, index) is { } sub && sub.Tensor("self") is { } to && sub.Tensor("other") == from)
            {
                return (from, to, weight);
            }
        }

        return null;
    }

    /// <summary>(1 − z)·n + z·h.</summary>
    private static (int From, int To, int Weight)? Mean(int kept, int taken, GraphIndex index)
    {
        foreach (var (rest, from) in Factors(kept, index))
        {
            if (Inner(rest, Elementwise.Sub, index) is { } sub && sub.Find("self")?.Host is { } one && IsOne(one) && sub.Tensor("other") is { } weight
                && Factors(taken, index).Where(factors => factors.Left == weight).Select(factors => (int?)factors.Right).FirstOrDefault() is { } to)
            {
                return (from, to, weight);
            }
        }

        return null;
    }

    /// <summary>The operands of a product that only this sum reads, in both orders.</summary>
    private static IEnumerable<(int Left, int Right)> Factors(int value, GraphIndex index) =>
        Inner(value, Elementwise.Mul, index) is { } mul && mul.Tensor("self") is { } left && mul.Tensor("other") is { } right ? [(left, right), (right, left)] : [];

    private static Op? Inner(int value, Operation operation, GraphIndex index) => index.OnlyReader(value) is not null ? index.Maker(value, operation) : null;

    private static bool IsOne(HostExpression host) => host.Constant == 1 || host.Text is "1f" or "1.0" or "1.0f" or "1d";
}
