using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>The private method that computes the initial states of <c>Initial</c>, and the call of it.</summary>
internal static class InitialEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        if (context.Plan.Initial is not { } graph)
        {
            return;
        }

        var body = new MethodBody(context, graph);
        var call = body.Locals.Own("call");
        var types = graph.Next.Select(binding => $"{context.Names.Tensor} {Identifier.Escape(Identifier.Unescape(binding.Name))}");
        var result = graph.Next.Count == 1 ? context.Names.Tensor : $"({string.Join(", ", types)})";
        using (writer.Block($"private {result} {context.Names.InitialStates}({Runtime.Call} {call})"))
        {
            body.OpenInvariants(writer);
            foreach (var op in graph.Ops)
            {
                body.Operations.Write(writer, op);
            }

            var values = graph.Next.Select(binding => body.Locals.Value(binding.Value)).ToList();
            writer.Line(values.Count == 1 ? $"return {values[0]};" : $"return ({string.Join(", ", values)});");
        }

        writer.Blank();
    }

    /// <summary>Writes the call, made only when a value is needed, and gives the local of every computed state.</summary>
    public static IReadOnlyDictionary<string, string> WriteCall(SourceWriter writer, EmitContext context, LocalNames locals)
    {
        var computed = new Dictionary<string, string>(StringComparer.Ordinal);
        if (context.Plan.Initial is not { } graph)
        {
            return computed;
        }

        var call = locals.Own("call");
        foreach (var binding in graph.Next)
        {
            computed[binding.Name] = locals.Own("initial" + Naming.Property(binding.Name));
        }

        var needed = string.Join(" || ", graph.Next.Select(binding =>
            FormattableString.Invariant($"{call}.Needs({context.Spec.States.TakeWhile(state => state.Name != binding.Name).Count()})")));
        var targets = graph.Next.Select(binding => computed[binding.Name]).ToList();
        writer.Line(targets.Count == 1
            ? $"var {targets[0]} = {needed} ? {context.Names.InitialStates}({call}) : null;"
            : $"var ({string.Join(", ", targets)}) = {needed} ? {context.Names.InitialStates}({call}) : default;");
        return computed;
    }
}
