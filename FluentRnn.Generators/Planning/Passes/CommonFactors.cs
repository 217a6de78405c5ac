using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// a·u + b·u is (a + b)·u, element by element, where a and b are known before u: their sum leaves the loop, as in multiplicative integration. Legal where nothing else reads the products, and all
/// have one floating-point element type; results agree to rounding.
/// </summary>
internal static class CommonFactors
{
    public static Pass Pass { get; } = new("common factors", Optimizations.OrderSums, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        foreach (var op in graph.Ops)
        {
            if (OrderSums.IsSum(op, index) && !OrderSums.IsTerm(op, index) && Factored(op, index, stages, rewriter) is { } sum)
            {
                rewriter.Replace(op.Results[0].Id, sum);
            }
            else
            {
                rewriter.Keep(op);
            }
        }

        return DeadCode.Remove(rewriter.Build());
    }

    /// <summary>The same sum with each common factor once; null when there is none.</summary>
    private static int? Factored(Op sum, GraphIndex index, StageMap stages, GraphRewriter rewriter)
    {
        var terms = OrderSums.Terms(sum, index).ToList();
        var products = terms.Select(term => ProductOf(term, index, stages)).OfType<Product>().GroupBy(product => product.Late).Where(group => group.Count() > 1).ToList();
        if (products.Count == 0)
        {
            return null;
        }

        // Each takes the place of its first product.
        foreach (var group in products)
        {
            var factor = OrderSums.Sum([.. group.OrderBy(product => stages[product.Early]).Select(product => product.Early)], rewriter);
            terms[terms.IndexOf(group.First().Value)] = rewriter.Add(Elementwise.Mul, Args.Value("self", factor), Args.Value("other", group.Key));
            terms.RemoveAll(group.Skip(1).Select(product => product.Value).Contains);
        }

        return OrderSums.Sum(terms, rewriter);
    }

    /// <summary>A term that is a product of something known early and something known late.</summary>
    private static Product? ProductOf(int term, GraphIndex index, StageMap stages)
    {
        if (index.OnlyReader(term) is null || index.Maker(term, Elementwise.Mul) is not { } product || product.Tensor("self") is not { } left || product.Tensor("other") is not { } right
            || new[] { left, right }.Any(factor => index.Type(factor) is not { Shape: not null, Element: var element } || element != index.Type(term).Element))
        {
            return null;
        }

        var (first, second) = (OrderSums.Forward(stages[left]), OrderSums.Forward(stages[right]));
        return first < second ? new Product(term, left, right) : second < first ? new Product(term, right, left) : null;
    }

    private sealed record Product(int Value, int Early, int Late);
}
