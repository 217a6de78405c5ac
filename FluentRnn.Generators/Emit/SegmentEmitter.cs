using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What the library is told so that it can run a call in segments.</summary>
internal static class SegmentEmitter
{
    /// <summary>Whether <c>Output</c> has to give its members by position, as one segment hands them to the next.</summary>
    public static bool NeedsPositions(EmitContext context) =>
        context.Spec.Bidirectional is null && (context.Spec.Checkpoint is not null || context.Plan.NumbersOfStep.Any());

    /// <summary>The arguments of the call that runs the steps.</summary>
    public static IEnumerable<string> Arguments(EmitContext context)
    {
        if (NeedsPositions(context))
        {
            yield return $"{ContainerNames.Output}.{OutputEmitter.Positions}";
        }

        if (context.Plan.NumbersOfStep.Select(size => Text(size, context)).ToList() is { Count: > 0 } sizes)
        {
            yield return "numbersOfStep: () => " + sizes.Aggregate((most, size) => $"global::System.Math.Max({most}, {size})");
        }
    }

    /// <summary>The C# of a size: that of a sequence is read off its first step.</summary>
    private static string Text(Dim size, EmitContext context) => new OperationText(context.Names, () => "call.Batch", () => "call.Steps", name =>
        context.Names.IsModule(name) ? name
        : context.Spec.Constants.Any(slot => slot.Name == name) ? FormattableString.Invariant($"call.Constants[{context.Spec.Constants.TakeWhile(slot => slot.Name != name).Count()}]")
        : FormattableString.Invariant($"call.Sequences[{context.Spec.Sequences.TakeWhile(slot => slot.Name != name).Count()}].select(1, 0)")).Size(size);
}
