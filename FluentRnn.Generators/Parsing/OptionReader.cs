using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads the options of the chain: Steps, Unroll, Backward, Bidirectional.</summary>
internal static class OptionReader
{
    public static ContainerSpec Read(ContainerSpec spec, IReadOnlyList<ChainCall> chain, SemanticModel model, DefineScope scope, FindingSink sink)
    {
        HostExpression? Argument(ChainCall call, string name, int position = 0) => call.Argument(name, position) is { } argument && model.GetOperation(argument.Expression) is { } operation
            ? HostReader.Read(operation, scope.Resolve)
            : null;

        foreach (var call in chain)
        {
            spec = call.Name switch
            {
                "Steps" => spec with { FixedSteps = Argument(call, "steps") },
                "Unroll" => spec with { Unroll = Math.Max(0, (int)(Argument(call, "factor")?.Constant ?? 0)) },
                "Backward" => spec with { Backward = true, KeepOrder = Argument(call, "keepOrder")?.Text != "false" },
                "Bidirectional" => BidirectionReader.Read(spec, call, Argument, sink),
                _ => spec,
            };
        }

        return spec;
    }
}
