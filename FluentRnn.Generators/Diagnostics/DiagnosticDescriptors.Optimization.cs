using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>
    /// {0} the container, {1} the number of operations before the loop, {2} computed for all steps at once, {3} in the loop, {4} after it,
    /// {5} how often operations were put together.
    /// </summary>
    public static readonly DiagnosticDescriptor ForwardGenerated = Hidden(
        "FRNN080", Optimization, "Forward was generated",
        "'{0}': {1} operations hoisted, {2} batched over time, {3} in the loop, {4} after it, {5} fused");

    /// <summary>{0} the container.</summary>
    public static readonly DiagnosticDescriptor StepNotRecurrent = Info(
        "FRNN081", Optimization, "Step is not recurrent",
        "No state depends on an earlier one, so '{0}' needs no time loop");

    /// <summary>{0} the operation, {1} the reason, as the end of a sentence: "it is not known to the compiler", {2} what to do: "compute it from the output after the call".</summary>
    public static readonly DiagnosticDescriptor OperationStaysInLoop = Info(
        "FRNN082", Optimization, "Operation stays in the loop",
        "'{0}' stays in the loop because {1}; you could {2}");

    /// <summary>{0} what is multiplied, {1} with which weights, {2} the reason and what to do: "some have a bias and some have none; give one to all or to none".</summary>
    public static readonly DiagnosticDescriptor ProductsNotFused = Info(
        "FRNN083", Optimization, "Products are not fused",
        "The products of '{0}' with {1} are not one product because {2}");

    /// <summary>{0} the container, {1} the reason, as the end of a sentence: "its step has a 'try' statement".</summary>
    public static readonly DiagnosticDescriptor ForwardNotOptimized = Info(
        "FRNN084", Optimization, "Forward is not optimised",
        "A plain loop was generated for '{0}' because {1}");

    /// <summary>{0} the value, {1} the number of its elements a row, {2} the member of Optimizations that turns it off.</summary>
    public static readonly DiagnosticDescriptor BatchingKeepsMuch = Info(
        "FRNN085", Optimization, "Batching keeps much",
        "'{0}' keeps {1} numbers a row for every step; without Optimizations.{2} it would not");

    /// <summary>{0} the word.</summary>
    public static readonly DiagnosticDescriptor OptimizationNotKnown = Warning(
        "FRNN086", Optimization, "Optimisation is not known",
        "'{0}' in the property FluentRnnOptimize is no optimisation and is ignored; use the names of Optimizations");

    /// <summary>{0} the container, {1} the type and message of the exception.</summary>
    public static readonly DiagnosticDescriptor InternalError = Warning(
        "FRNN999", DiagnosticCategories.Internal, "Internal error",
        "FluentRnn failed on '{0}': {1}; please report it");
}
