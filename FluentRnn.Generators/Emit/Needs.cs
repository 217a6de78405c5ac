using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What a body reads, so that only that is written.</summary>
internal static class Needs
{
    /// <summary>The parameters of <c>Define</c> that generated code reads after construction, in their order.</summary>
    public static IReadOnlyList<DefineParameter> Parameters(ContainerSpec spec)
    {
        var graphs = spec.Variants.Select(variant => variant.Body).Concat(spec.Initial is { } initial ? [initial] : Array.Empty<StepGraph>()).ToList();
        HashSet<string> symbols = [.. graphs.SelectMany(graph => graph.Ops).SelectMany(Symbols).Where(symbol => symbol is not (Dim.BatchSymbol or Dim.TimeSymbol)).Select(Identifier.Unescape)];
        HashSet<string> words =
        [
            .. graphs.SelectMany(graph => graph.Ops).SelectMany(HostText.Texts).SelectMany(HostText.Identifiers),
            .. spec.Variants.SelectMany(variant => variant.Conditions).SelectMany(condition => HostText.Identifiers(condition.Text)),
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

    private static IEnumerable<string> Symbols(Op op) => HostText.Hosts(op).Select(host => host.Size).OfType<Dim>().SelectMany(size => size.Symbols);
}
