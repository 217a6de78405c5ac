using System.Globalization;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>FRNN080, 082, 083, 085: what became of the first variant of a container, and what its author could change about that.</summary>
internal static class OptimizationChecks
{
    public static IEnumerable<LocatedFinding> Check(ForwardPlan plan, Optimizations allowed)
    {
        if (plan.Variants.Count == 0)
        {
            return [];
        }

        var view = new PlanView(plan.Variants[0]);
        return [Counts(plan), .. Staying(plan.Spec, view, allowed), .. Unfused(plan.Spec, view, allowed), .. Large(plan.Spec, view)];
    }

    private static LocatedFinding Counts(ForwardPlan plan)
    {
        var (counts, figures) = (plan.Counts, plan.Figures!);
        return new LocatedFinding(Finding.Of("FRNN080", plan.Spec.Type.Name, Text(counts.Invariant), Text(counts.Time), Text(counts.Carry), Text(counts.Out), Text(figures.Fused)));
    }

    /// <summary>FRNN082: an operation that keeps a product in the loop, where something can be done about it.</summary>
    private static IEnumerable<LocatedFinding> Staying(ContainerSpec spec, PlanView view, Optimizations allowed) =>
        StayFinder.Of(view, spec, allowed).Where(stay => stay is { HoldsProduct: true, Advice: not null })
            .Select(stay => About(stay.Op, spec, Finding.Of("FRNN082", Name(stay.Op, view), stay.Because, stay.Advice!)));

    /// <summary>FRNN083: products of one value in the loop that would be one product, had they been declared alike.</summary>
    private static IEnumerable<LocatedFinding> Unfused(ContainerSpec spec, PlanView view, Optimizations allowed)
    {
        if ((allowed & Optimizations.PackProducts) == Optimizations.None)
        {
            yield break;
        }

        var (index, written) = (new GraphIndex(view.Variant.Body), new GraphIndex(spec.Variants[0].Body));
        foreach (var group in view.Loop.Ops.Where(op => WeightOf(op) is { } weight && WeightsBehind(weight, index).Any()).GroupBy(op => InputOf(op)!.Value).Where(group => group.Count() > 1))
        {
            HashSet<int> weights = [.. group.SelectMany(op => WeightsBehind(WeightOf(op)!.Value, index))];
            var products = written.Graph.Ops.Where(op => op.Operation == Products.Linear && weights.Contains(op.Tensor("weight")!.Value)).ToList();
            var why = weights.Any(weight => index.Type(weight).Shape is not { } shape || shape.Any(size => !size.IsWritable)) ? "the size of a weight is not known while compiling; declare its sizes"
                : weights.Select(weight => index.Type(weight).Element).Distinct().Count() > 1 ? "their element types differ; use one"
                : products.Any(op => op.IsNull("bias")) && products.Any(op => !op.IsNull("bias")) ? "some have a bias and some have none; give one to all or to none"
                : null;
            if (why is not null)
            {
                yield return new LocatedFinding(Finding.Of("FRNN083", view.Describe(group.Key), string.Join(", ", weights.Select(view.Describe)), why));
            }
        }
    }

    private static int? InputOf(Op op) => op.Operation == Products.Linear ? op.Tensor("input") : op.Operation == Products.Addmm ? op.Tensor("left") : op.Operation == Products.Mm ? op.Tensor("self") : null;

    private static int? WeightOf(Op op) => op.Operation == Products.Linear ? op.Tensor("weight") : op.Operation == Products.Addmm ? op.Tensor("right") : op.Operation == Products.Mm ? op.Tensor("other") : null;

    /// <summary>The weights a matrix is made of; none when it is made of something else too.</summary>
    private static IReadOnlyList<int> WeightsBehind(int matrix, GraphIndex index)
    {
        if (index.Maker(matrix) is not { } maker)
        {
            return index.Graph.Inputs.Any(input => input.Value.Id == matrix && input.Kind == InputKind.Weight) ? [matrix] : [];
        }

        var parts = maker.Operands.Select(operand => WeightsBehind(operand, index)).ToList();
        return parts.All(part => part.Count > 0) ? [.. parts.SelectMany(part => part)] : [];
    }

    /// <summary>FRNN085: what is computed for all steps at once keeps a matrix, or more, for each row and step.</summary>
    private static IEnumerable<LocatedFinding> Large(ContainerSpec spec, PlanView view)
    {
        var index = new GraphIndex(view.Variant.Body);
        foreach (var (values, optimization) in new[] { (view.Variant.Schedule.Parted, Optimizations.BatchSteps), (view.Variant.Schedule.Collected, Optimizations.SinkOutputs) })
        {
            foreach (var value in values.Where(value => index.Type(value).Rank > 2))
            {
                if (Flops.Elements(index.Type(value))?.DivideExactly(Dim.Batch) is { } size && index.Maker(value) is { } maker)
                {
                    yield return About(maker, spec, Finding.Of("FRNN085", view.Describe(value), size.ByDegree(), optimization.ToString()));
                }
            }
        }
    }

    private static string Name(Op op, PlanView view) =>
        op.Results[0].Name ?? (op.Operation == Operations.Opaque ? view.Loop.Lines.First(line => line.Results.Contains(op.Results[0].Id)).Right : Equations.NameOf(op.Operation));

    /// <summary>A finding at the place of an operation as it was written; the passes may have made another in its place.</summary>
    private static LocatedFinding About(Op op, ContainerSpec spec, Finding finding) =>
        spec.Variants[0].Body.Ops.Any(written => written.Operation == op.Operation && written.Results.Any(result => result.Id == op.Results[0].Id))
            ? new LocatedFinding(finding, Value: op.Results[0].Id)
            : new LocatedFinding(finding);

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
