using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>
    /// {0} the state; for several, their names joined by "', '". Location: the anonymous object after <c>next:</c>.
    /// Properties: "Missing" = the names, separated by commas; "States" = all states, likewise, in the order of their declaration; "StateParameter" = the lambda's parameter that holds the states.
    /// </summary>
    public static readonly DiagnosticDescriptor StateUpdateMissing = Error(
        "FRNN070", Dataflow, "State update is missing",
        "The step returns no next value for state '{0}'; name every state in 'next'");

    /// <summary>{0} the name returned.</summary>
    public static readonly DiagnosticDescriptor ResultNotDeclared = Error(
        "FRNN071", Dataflow, "Result is not declared",
        "The step returns '{0}', which is neither a state nor an output; declare it in 'States' or return it in 'sequence' or 'last'");

    /// <summary>{0} the state.</summary>
    public static readonly DiagnosticDescriptor StateNeverChanges = Warning(
        "FRNN072", Dataflow, "State never changes",
        "State '{0}' is returned unchanged; make it a constant");

    /// <summary>{0} the value: a local's name, or the expression as written.</summary>
    public static readonly DiagnosticDescriptor ValueNeverUsed = Warning(
        "FRNN073", Dataflow, "Value is never used",
        "'{0}' does not reach any state or output; remove it");

    /// <summary>{0} the sequence or constant. Location: its declarator. States and modules: <see cref="SlotNeverUsed"/>.</summary>
    public static readonly DiagnosticDescriptor InputNeverUsed = Warning(
        "FRNN074", Dataflow, "Input is never used",
        "The step never reads input '{0}'; remove the slot");

    /// <summary>{0} the output.</summary>
    public static readonly DiagnosticDescriptor OutputMissing = Error(
        "FRNN075", Dataflow, "Output is missing",
        "The step gives no value for output '{0}'; set it to a tensor");

    /// <summary>{0} the state.</summary>
    public static readonly DiagnosticDescriptor StateHasNoEffect = Info(
        "FRNN076", Dataflow, "State has no effect",
        "State '{0}' never reaches an output, only the final state; remove it unless that is what it is for");

    /// <summary>{0} "inputs" or "results", {1} what to declare. Location: the name <c>Step</c>.</summary>
    public static readonly DiagnosticDescriptor NothingToCompute = Error(
        "FRNN077", Dataflow, "Container has no inputs or no results",
        "The container has no {0}; {1}");
}
