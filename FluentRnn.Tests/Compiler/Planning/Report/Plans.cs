using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>Plans of small bodies, and what is in them.</summary>
static class Plans
{
    public static ForwardPlan Of(string operations, string returned, Allowed allowed = Allowed.All) => ForwardPlanner.Plan(Body.Container(operations, returned), allowed);

    public static PlanView View(string operations, string returned, Allowed allowed = Allowed.All) => new(Of(operations, returned, allowed).Variants[0]);

    /// <summary>The lines of the text below a heading, without what is to the right of two spaces.</summary>
    public static IEnumerable<string> Below(this ForwardPlan plan, string heading) => plan.Text.Split('\n')
        .SkipWhile(line => !line.StartsWith("  " + heading, StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
        .Select(line => line.Trim().Split("  ")[0]);
}
