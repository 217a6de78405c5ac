using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads <c>Bidirectional</c>, and what cannot stand beside it: FRNN015.</summary>
internal static class BidirectionReader
{
    /// <summary>The specification of a container that runs in both directions; as it is, reported, when an argument cannot be read.</summary>
    public static ContainerSpec Read(ContainerSpec spec, ChainCall call, Func<ChainCall, string, int, HostExpression?> argument, FindingSink sink)
    {
        var (merge, shared) = (argument(call, "merge", 0), argument(call, "shared", 1));
        foreach (var (name, position, value) in new[] { ("merge", 0, merge), ("shared", 1, shared) })
        {
            if (call.Argument(name, position) is { } written && !IsConstant(value))
            {
                sink.Report("FRNN013", written.Expression, call.Name, written.Expression.ToString());
            }
        }

        return spec with { Bidirectional = new Bidirection(merge?.Text?.Split('.').Last() ?? Bidirection.Concat, shared?.Text == "true") };
    }

    public static void Check(ContainerSpec spec, IReadOnlyList<ChainCall> chain, FindingSink sink)
    {
        if (spec.Bidirectional is null)
        {
            return;
        }

        var at = chain.First(call => call.Name == "Bidirectional").NameSyntax;
        if (spec.Backward)
        {
            sink.Report("FRNN015", at, "runs both ways as it is", "remove 'Backward'");
        }

        if (!spec.TakesSequences)
        {
            sink.Report("FRNN015", at, "needs a sequence, which can be read from both ends", "declare one in 'Sequences'");
        }

        if (spec.HasDone)
        {
            sink.Report("FRNN015", at, "meets every step at two different times, so no row can be done", "remove 'done'");
        }
    }

    private static bool IsConstant(HostExpression? value) => value?.Text is "true" or "false" || value?.Text?.StartsWith("global::FluentRnn.Merge.", StringComparison.Ordinal) == true;
}
