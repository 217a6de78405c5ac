using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads the options of the chain: Steps, Unroll, Backward, Bidirectional, Checkpoint.</summary>
internal static class OptionReader
{
    /// <summary>The options that take a number, with its name and the least that it may be.</summary>
    private static readonly (string Name, string Parameter, int Least)[] Numbers = [("Steps", "steps", 1), ("Unroll", "factor", 0), ("Checkpoint", "every", 1)];

    public static ContainerSpec Read(ContainerSpec spec, IReadOnlyList<ChainCall> chain, SemanticModel model, DefineScope scope, FindingSink sink)
    {
        HostExpression? Argument(ChainCall call, string name, int position = 0) => call.Argument(name, position) is { } argument && model.GetOperation(argument.Expression) is { } operation
            ? HostReader.Read(operation, scope.Resolve)
            : null;

        foreach (var call in chain)
        {
            foreach (var (_, parameter, least) in Numbers.Where(option => option.Name == call.Name))
            {
                if (Argument(call, parameter)?.Constant < least)
                {
                    sink.Report("FRNN014", call.Argument(parameter)!, call.Name, call.Argument(parameter)!.Expression.ToString(), FormattableString.Invariant($"{least}"));
                }
            }

            spec = call.Name switch
            {
                "Steps" => spec with { FixedSteps = Argument(call, "steps") },
                "Unroll" => spec with { Unroll = Math.Max(0, (int)(Argument(call, "factor")?.Constant ?? 0)) },
                "Backward" => spec with { Backward = true, KeepOrder = Argument(call, "keepOrder")?.Text != "false" },
                "Bidirectional" => BidirectionReader.Read(spec, call, Argument, sink),
                "Checkpoint" => spec with { Checkpoint = call.Argument("every")?.Expression.ToString() },
                _ => spec,
            };
        }

        return spec;
    }
}
