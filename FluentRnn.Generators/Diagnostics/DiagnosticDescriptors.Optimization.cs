using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>
    /// {0} the container, {1} the number of operations before the loop, {2} computed for all steps at once, {3} in the loop, {4} after it,
    /// {5} the number of gates fused.
    /// </summary>
    public static readonly DiagnosticDescriptor ForwardGenerated = Hidden(
        "FRNN080", Optimization, "Forward was generated",
        "'{0}': {1} operations hoisted, {2} batched over time, {3} in the loop, {4} after it, {5} gates fused");

    /// <summary>{0} the container.</summary>
    public static readonly DiagnosticDescriptor StepNotRecurrent = Info(
        "FRNN081", Optimization, "Step is not recurrent",
        "No state depends on an earlier one, so '{0}' needs no time loop");

    /// <summary>{0} the container, {1} the reason, as the end of a sentence: "its step has a 'try' statement".</summary>
    public static readonly DiagnosticDescriptor ForwardNotOptimized = Info(
        "FRNN084", Optimization, "Forward is not optimised",
        "A plain loop was generated for '{0}' because {1}");

    /// <summary>{0} the container, {1} the type and message of the exception.</summary>
    public static readonly DiagnosticDescriptor InternalError = Warning(
        "FRNN999", DiagnosticCategories.Internal, "Internal error",
        "FluentRnn failed on '{0}': {1}; please report it");
}
