using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>{0} the local of <c>Define</c>, or its parameter when that is assigned to.</summary>
    public static readonly DiagnosticDescriptor MutableLocalCaptured = Error(
        "FRNN040", Captures, "Step captures a mutable local",
        "The step reads '{0}', which is assigned more than once, so its value is not known when forward runs; assign it once or make it a state");

    /// <summary>{0} the field or property. Additional location: the declaration of the field.</summary>
    public static readonly DiagnosticDescriptor MutableFieldCaptured = Warning(
        "FRNN041", Captures, "Step captures a mutable field",
        "'{0}' can change, but it is read once per forward, not once per step; make it readonly");

    /// <summary>{0} the tensor, {1} the method that should declare it: "Modules" or "Constants".</summary>
    public static readonly DiagnosticDescriptor CapturedTensorNotASlot = Error(
        "FRNN042", Captures, "Captured tensor is not a slot",
        "The tensor '{0}' is not a slot, so it would not be trained, moved or saved; declare it in '{1}'");

    /// <summary>{0} the call.</summary>
    public static readonly DiagnosticDescriptor CallMayHaveSideEffects = Warning(
        "FRNN043", Captures, "Call may have side effects",
        "'{0}' may have side effects, so the step runs as a plain loop; move it out of the step");

    /// <summary>{0} the operation.</summary>
    public static readonly DiagnosticDescriptor OperationIsRandom = Info(
        "FRNN044", Captures, "Operation is random",
        "'{0}' is random, so it stays in the loop and is drawn at every step");

    /// <summary>No arguments.</summary>
    public static readonly DiagnosticDescriptor StepCanBeStatic = Info(
        "FRNN045", Captures, "Step lambda can be static",
        "The step captures nothing and can be marked 'static'");

    /// <summary>{0} the module.</summary>
    public static readonly DiagnosticDescriptor StatefulModule = Warning(
        "FRNN046", Captures, "Stateful module in a step",
        "Module '{0}' keeps state between steps and is not part of the recurrence; carry its state in a slot");
}
