using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>{0} the container.</summary>
    public static readonly DiagnosticDescriptor StepMissing = Error(
        "FRNN010", Chain, "Step is missing",
        "The chain in '{0}' has no call to 'Step'; end it with one");

    /// <summary>{0} the method called twice: "States".</summary>
    public static readonly DiagnosticDescriptor ChainCallRepeated = Error(
        "FRNN011", Chain, "Chain call is repeated",
        "'{0}' may be called once in a chain; remove the other call");

    /// <summary>{0} the method that comes too late, {1} the method it must precede.</summary>
    public static readonly DiagnosticDescriptor ChainCallsOutOfOrder = Error(
        "FRNN012", Chain, "Chain calls are out of order",
        "'{0}' must come before '{1}'");

    /// <summary>{0} the method: "States", {1} its argument as written.</summary>
    public static readonly DiagnosticDescriptor ArgumentNotInPlace = Error(
        "FRNN013", Chain, "Argument must be written in place",
        "'{0}' gets '{1}', which is not written in place, so it cannot be read at compile time; write it as the argument itself");

    /// <summary>{0} the method: "Checkpoint", {1} its argument as written, {2} the least it may be.</summary>
    public static readonly DiagnosticDescriptor ArgumentTooSmall = Error(
        "FRNN014", Chain, "Argument is too small",
        "'{0}' gets {1}; give it {2} or more");

    /// <summary>{0} what it does or needs, as a verb: "runs both ways as it is", {1} what to do: "remove 'Backward'".</summary>
    public static readonly DiagnosticDescriptor BidirectionalContradicted = Error(
        "FRNN015", Chain, "Bidirectional is contradicted",
        "'Bidirectional' {0}; {1}");
}
