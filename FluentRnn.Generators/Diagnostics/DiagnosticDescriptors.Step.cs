using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>{0} the reason, as the end of a sentence: "a try statement cannot be compiled", {1} the container.</summary>
    public static readonly DiagnosticDescriptor StatementNotSupported = Info(
        "FRNN030", Step, "Statement is not supported in a step",
        "The step of '{1}' runs as a plain loop because {0}");

    /// <summary>{0} the reason, as the end of a sentence: "a lambda cannot be compiled", {1} the container.</summary>
    public static readonly DiagnosticDescriptor ExpressionNotSupported = Info(
        "FRNN031", Step, "Expression is not supported in a step",
        "The step of '{1}' runs as a plain loop because {0}");

    /// <summary>{0} the method called.</summary>
    public static readonly DiagnosticDescriptor OperationNotKnown = Info(
        "FRNN032", Step, "Operation is not known",
        "'{0}' is not an operation FluentRnn knows, so it is called as it is, at every step");

    /// <summary>{0} the tensor.</summary>
    public static readonly DiagnosticDescriptor BranchDependsOnTensor = Error(
        "FRNN033", Step, "Branch depends on a tensor",
        "The condition depends on the tensor '{0}', which differs from row to row and from step to step; use 'where'");

    /// <summary>{0} the call that reads the value, as written.</summary>
    public static readonly DiagnosticDescriptor TensorReadOnHost = Error(
        "FRNN034", Step, "Tensor is read on the host",
        "'{0}' copies a tensor value to the host in every step; keep it a tensor");

    /// <summary>{0} the operation: "relu_", {1} the tensor it changes, {2} the operation to use: "relu".</summary>
    public static readonly DiagnosticDescriptor InPlaceOperation = Error(
        "FRNN035", Step, "In-place operation in a step",
        "'{0}' changes '{1}' in place; use '{2}'");

    /// <summary>{0} the parameter or the slot assigned to.</summary>
    public static readonly DiagnosticDescriptor StepParameterAssigned = Error(
        "FRNN036", Step, "Step parameter is assigned",
        "'{0}' cannot be assigned; return the next value instead");

    /// <summary>{0} the argument as written.</summary>
    public static readonly DiagnosticDescriptor StepNotALambda = Info(
        "FRNN037", Step, "Step is not a lambda",
        "'Step' needs a lambda written in place, not '{0}', so the step runs as a plain loop");

    /// <summary>{0} the bound as written.</summary>
    public static readonly DiagnosticDescriptor LoopBoundNotConstant = Info(
        "FRNN038", Step, "Loop bound is not constant",
        "A loop in a step needs constant bounds, but '{0}' is not constant, so the step runs as a plain loop");
}
