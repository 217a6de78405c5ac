using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>All passes, in the order in which they run.</summary>
internal static class PassPipeline
{
    /// <summary>What is worth doing also for a single step.</summary>
    public static IReadOnlyList<Pass> OfOneStep { get; } =
    [
        Simplifications.Pass,
        CommonSubexpressions.Pass,
        OneHotProducts.Pass,
        DeadCode.Pass,
        CheckedProducts.Pass,
    ];

    /// <summary>What makes a loop over many steps faster.</summary>
    public static IReadOnlyList<Pass> OfLoop { get; } =
    [
        Simplifications.Pass,
        CommonSubexpressions.Pass,
        WeightProducts.Pass,
        SplitContractions.Pass,
        OneHotProducts.Pass,
        OrderSums.Pass,
        DeadCode.Pass,
        PackProducts.Pass,
        JoinNorms.Pass,
        JoinSiblings.Pass,
        CommonFactors.Pass,
        OrderSums.Pass,
        FoldBiases.Pass,
        CommonSubexpressions.Pass,
        FuseArithmetic.Pass,
        FuseProducts.Pass,
        CommonSubexpressions.Pass,
        DeadCode.Pass,
        CheckedProducts.Pass,
    ];

    /// <summary>The same for a step that one of torch's layers may compute: it multiplies with one-hot vectors itself.</summary>
    public static IReadOnlyList<Pass> OfLayer { get; } = [.. OfLoop.Where(pass => pass != OneHotProducts.Pass)];

#if DEBUG
    private const bool VerifyByDefault = true;
#else
    private const bool VerifyByDefault = false;
#endif

    /// <summary>Runs those passes that are not switched off; with <paramref name="verify"/> the graph is checked before the first pass and after each.</summary>
    public static StepGraph Run(IReadOnlyList<Pass> passes, StepGraph graph, ContainerSpec spec, Optimizations allowed, bool verify = VerifyByDefault)
    {
        if (verify)
        {
            IrVerifier.ThrowIfInvalid(graph, "parsing");
        }

        // A pass may ask whether what it leaves to others will be done.
        spec = spec with { Optimize = allowed };
        foreach (var pass in passes.Where(pass => (pass.Optimization & ~allowed) == Optimizations.None))
        {
            graph = pass.Rewrite(graph, spec);
            if (verify)
            {
                IrVerifier.ThrowIfInvalid(graph, pass.Name);
            }
        }

        return graph;
    }
}
