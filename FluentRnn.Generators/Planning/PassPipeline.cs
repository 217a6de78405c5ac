using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>All passes, in the order in which they run.</summary>
internal static class PassPipeline
{
    public static IReadOnlyList<Pass> Passes { get; } =
    [
        CommonSubexpressions.Pass,
        DeadCode.Pass,
        CheckedProducts.Pass,
    ];

#if DEBUG
    private const bool VerifyByDefault = true;
#else
    private const bool VerifyByDefault = false;
#endif

    /// <summary>Runs every pass; with <paramref name="verify"/> the graph is checked before the first pass and after each.</summary>
    public static StepGraph Run(StepGraph graph, bool verify = VerifyByDefault)
    {
        if (verify)
        {
            IrVerifier.ThrowIfInvalid(graph, "parsing");
        }

        foreach (var pass in Passes)
        {
            graph = pass.Rewrite(graph);
            if (verify)
            {
                IrVerifier.ThrowIfInvalid(graph, pass.Name);
            }
        }

        return graph;
    }
}
