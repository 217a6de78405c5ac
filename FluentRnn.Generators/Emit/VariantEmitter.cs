using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>Where host conditions decide what the step does: one private method for each outcome, and the choice between them.</summary>
internal static class VariantEmitter
{
    /// <summary>The variants, each with the name of its method.</summary>
    public static IEnumerable<(VariantPlan Variant, string Method)> Methods(ForwardPlan plan, string prefix)
    {
        if (plan.Variants.Count == 1)
        {
            return [(plan.Variants[0], prefix)];
        }

        // Those that have the same name get a number, and so does one without a name of its own: the plain prefix is the choice.
        var names = plan.Variants.Select(variant => prefix + Suffix(variant)).ToList();
        return plan.Variants.Select((variant, i) => (variant, names.Count(name => name == names[i]) == 1 && names[i] != prefix
            ? names[i]
            : FormattableString.Invariant($"{names[i]}{names.Take(i + 1).Count(name => name == names[i])}")));
    }

    /// <summary>Writes the method that chooses, where there are several; every condition is evaluated once, in the order in which the step meets them.</summary>
    public static void WriteChoice(SourceWriter writer, EmitContext context, string result, string prefix)
    {
        if (context.Plan.Variants.Count < 2)
        {
            return;
        }

        using (writer.Block($"private {result} {prefix}({Runtime.Call} call)"))
        {
            Dispatch(writer, context, [.. Methods(context.Plan, prefix)], depth: 0);
        }

        writer.Blank();
    }

    /// <summary>The conditions of a variant for a reader.</summary>
    public static string Describe(VariantPlan variant) =>
        string.Join(" and ", variant.Conditions.Select(HostText.Describe));

    private static void Dispatch(SourceWriter writer, EmitContext context, IReadOnlyList<(VariantPlan Variant, string Method)> variants, int depth)
    {
        if (variants.Count == 1)
        {
            writer.Line($"return {variants[0].Method}(call);");
            return;
        }

        var condition = variants[0].Variant.Conditions[depth];
        var groups = variants.ToLookup(pair => pair.Variant.Conditions[depth].Outcome);
        if (!groups[true].Any() || !groups[false].Any())
        {
            Dispatch(writer, context, variants, depth + 1);
            return;
        }

        using (writer.Block($"if ({Text(condition.Text, context)})"))
        {
            Dispatch(writer, context, [.. groups[true]], depth + 1);
        }

        writer.Blank();
        Dispatch(writer, context, [.. groups[false]], depth + 1);
    }

    private static string Text(string text, EmitContext context) => HostText.Fill(HostText.Condition(text), name =>
        context.Names.IsModule(name) ? name : FormattableString.Invariant($"call.Constants[{context.Spec.Constants.TakeWhile(slot => slot.Name != name).Count()}]"));

    // Only a single word, such as 'training' or '_stacked', can be part of a name.
    private static string Suffix(VariantPlan variant) => string.Concat(variant.Conditions.Select(condition =>
        condition.Text.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
            ? (condition.Outcome ? "When" : "WhenNot") + Naming.Property(condition.Text)
            : string.Empty));
}
