using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// A bias of one part of a product, as that of the candidate of a GRU, r ⊙ (h·U + b), becomes a bias of the product, with zeros for the other parts: one sum less at each step. Legal where
/// the product has no bias, nothing else reads it or that part, and the bias is a vector of the size of the part that does not change from step to step.
/// </summary>
internal static class FoldBiases
{
    public static Pass Pass { get; } = new("fold biases", Optimizations.OrderSums, Rewrite);

    public static StepGraph Rewrite(StepGraph graph, ContainerSpec spec)
    {
        var index = new GraphIndex(graph);
        var stages = StageAnalysis.Run(graph, spec);
        var rewriter = new GraphRewriter(graph);
        var found = graph.Ops.Select(op => Biased.Find(op, index, stages)).OfType<Biased>().ToList();
        var replaced = new HashSet<Op>(found.SelectMany(biased => biased.Ops), ReferenceComparer.Instance);
        foreach (var op in graph.Ops.Where(op => !replaced.Contains(op)))
        {
            rewriter.Keep(op);
        }

        foreach (var biased in found)
        {
            Write(biased, rewriter);
        }

        return found.Count == 0 ? graph : rewriter.Build();
    }

    private static void Write(Biased biased, GraphRewriter rewriter)
    {
        var sizes = biased.Split.Results.Select(Parts.Size).ToList();
        var any = biased.Sums.OfType<Sum>().First().Bias;
        var biases = sizes.Zip(biased.Sums, (size, sum) => sum?.Bias
            ?? rewriter.Add(Creation.NewZeros, Args.Value("self", any), Args.Sizes("shape", [size]), Args.Null("dtype"), Args.Null("device")));
        var bias = rewriter.Add(Joining.Cat, Args.Values("tensors", biases), Args.Size("dim", 0));
        var product = rewriter.Add(
            Products.Linear, Args.Value("input", biased.Product.Tensor("input")!.Value), Args.Value("weight", biased.Product.Tensor("weight")!.Value), Args.Value("bias", bias));
        rewriter.Replace(biased.Product.Results[0].Id, product);
        var parts = Parts.Take(product, sizes, rewriter);
        Parts.Replace(biased.Split.Results.Zip(biased.Sums, (part, sum) => sum?.Op.Results[0] ?? part), parts, rewriter);
    }

    /// <summary>A part with its bias.</summary>
    private sealed record Sum(Op Op, int Bias);

    /// <summary>A product that is taken apart, and for each part the sum with its bias; null where it has none.</summary>
    private sealed record Biased(Op Product, Op Split, IReadOnlyList<Sum?> Sums)
    {
        /// <summary>The operations that it replaces.</summary>
        public IEnumerable<Op> Ops => Sums.OfType<Sum>().Select(sum => sum.Op).Prepend(Split).Prepend(Product);

        public static Biased? Find(Op split, GraphIndex index, StageMap stages)
        {
            if (!Parts.IsOf(split) || index.Maker(split.Tensor("self")!.Value, Products.Linear) is not { } product
                || product.Tensor("bias") is not null || stages[product] != Stage.Carry || index.OnlyReader(product.Results[0].Id) is null)
            {
                return null;
            }

            var sums = split.Results.Select(part => SumOf(part, index, stages)).ToList();
            return sums.All(sum => sum is null) ? null : new Biased(product, split, sums);
        }

        private static Sum? SumOf(Value part, GraphIndex index, StageMap stages)
        {
            if (index.OnlyReader(part.Id) is not { } sum || sum.Operation != Elementwise.Add || sum.Results[0].Type != part.Type)
            {
                return null;
            }

            var other = sum.Tensor("self") == part.Id ? sum.Tensor("other") : sum.Tensor("self");
            return other is { } bias && Parts.IsVectorOf(part, bias, index, stages) ? new Sum(sum, bias) : null;
        }
    }
}
