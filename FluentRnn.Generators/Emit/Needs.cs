using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>What a body reads, so that only that is written.</summary>
internal static class Needs
{
    /// <summary>The parameters of <c>Define</c> that generated code reads after construction, in their order.</summary>
    public static IReadOnlyList<DefineParameter> Parameters(ForwardPlan plan)
    {
        var spec = plan.Spec;
        var graphs = plan.Variants.SelectMany(variant => new[] { variant.Step, variant.Body }).Concat(plan.Initial is { } initial ? [initial] : Array.Empty<StepGraph>()).ToList();
        HashSet<string> symbols = [.. graphs.SelectMany(graph => graph.Ops).SelectMany(Symbols).Concat(plan.NumbersOfStep.SelectMany(size => size.Symbols)).Where(symbol => symbol is not (Dim.BatchSymbol or Dim.TimeSymbol)).Select(Identifier.Unescape)];
        HashSet<string> words =
        [
            .. graphs.SelectMany(graph => graph.Ops).SelectMany(HostText.Texts).SelectMany(HostText.Identifiers),
            .. plan.Variants.SelectMany(variant => variant.Conditions).SelectMany(condition => HostText.Identifiers(condition.Text)),
        ];

        return [.. spec.Parameters.Where(parameter => Identifier.Unescape(parameter.Name) is var name && (symbols.Contains(name) || words.Contains(ContainerNames.Field(name))))];
    }

    /// <summary>Whether operations use the batch size.</summary>
    public static bool Batch(IEnumerable<Op> ops) => ops.SelectMany(Symbols).Contains(Dim.BatchSymbol);

    /// <summary>The slots of a kind that operations read or that leave the body as they are.</summary>
    public static HashSet<string> Slots(StepGraph body, InputKind kind, IEnumerable<Slot> slots)
    {
        HashSet<string> named = [.. body.Ops.SelectMany(HostText.Texts).SelectMany(HostText.Placeholders)];
        return
        [
            .. body.Inputs.Where(input => input.Kind == kind).Select(input => input.Name),
            .. slots.Select(slot => slot.Name).Where(named.Contains),
        ];
    }

    /// <summary>The slots that these operations read, or whose values are among <paramref name="values"/>.</summary>
    public static IReadOnlyCollection<string> SlotsOf(IEnumerable<Op> ops, IEnumerable<GraphInput> inputs, IEnumerable<int> values)
    {
        var read = ops.ToList();
        HashSet<int> operands = [.. read.SelectMany(op => op.Operands), .. values];
        return new HashSet<string>(
            inputs.Where(input => operands.Contains(input.Value.Id)).Select(input => input.Name).Concat(read.SelectMany(HostText.Texts).SelectMany(HostText.Placeholders)),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Symbols(Op op) => HostText.Hosts(op).Select(host => host.Size).OfType<Dim>().SelectMany(size => size.Symbols);
}
