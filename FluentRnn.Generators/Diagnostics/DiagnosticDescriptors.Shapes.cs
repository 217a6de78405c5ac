using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>
    /// {0} the left operand, {1} its shape, {2} the right operand, {3} its shape, {4} and {5} the sizes that differ.
    /// Property "Transpose" = "true": the product would fit with the right operand transposed.
    /// </summary>
    public static readonly DiagnosticDescriptor MatrixSizesDoNotMatch = Error(
        "FRNN050", Shapes, "Matrix sizes do not match",
        "'{0}' {1} cannot be multiplied by '{2}' {3}: {4} is not {5}");

    /// <summary>{0} and {1} the operands, each as its shape or as name and shape, {2} and {3} the sizes that differ, {4} the dimension.</summary>
    public static readonly DiagnosticDescriptor ShapesDoNotBroadcast = Error(
        "FRNN051", Shapes, "Shapes do not broadcast",
        "{0} and {1} do not broadcast: {2} is not {3} in dimension {4}");

    /// <summary>{0} the operation, {1} the rank needed, {2} the operand, {3} its rank.</summary>
    public static readonly DiagnosticDescriptor RankDoesNotMatch = Error(
        "FRNN052", Shapes, "Rank does not match",
        "'{0}' needs rank {1}, but '{2}' has rank {3}");

    /// <summary>{0} the dimension, {1} the operand, {2} its shape.</summary>
    public static readonly DiagnosticDescriptor DimensionOutOfRange = Error(
        "FRNN053", Shapes, "Dimension is out of range",
        "Dimension {0} does not exist in '{1}' {2}");

    /// <summary>{0} an operand, {1} its shape, {2} another, {3} its shape, {4} the dimension they are joined in.</summary>
    public static readonly DiagnosticDescriptor ShapesCannotBeJoined = Error(
        "FRNN054", Shapes, "Shapes cannot be joined",
        "'{0}' {1} and '{2}' {3} differ outside dimension {4}");

    /// <summary>{0} the size, {1} the operand, {2} the number of parts.</summary>
    public static readonly DiagnosticDescriptor SizeNotDivisible = Error(
        "FRNN055", Shapes, "Size is not divisible",
        "Size {0} of '{1}' cannot be divided into {2} equal parts");

    /// <summary>{0} the state, {1} its declared shape, {2} the shape returned.</summary>
    public static readonly DiagnosticDescriptor StateChangesShape = Error(
        "FRNN056", Shapes, "State changes shape",
        "State '{0}' is {1}, but the step returns {2} for it; both must be equal");

    /// <summary>{0} the state, {1} its declared element type, {2} the element type returned.</summary>
    public static readonly DiagnosticDescriptor StateChangesType = Error(
        "FRNN057", Shapes, "State changes type",
        "State '{0}' is {1}, but the step returns {2} for it; convert it with 'to_type'");

    /// <summary>{0} the operand, {1} its shape, {2} the shape asked for.</summary>
    public static readonly DiagnosticDescriptor NumberOfElementsDoesNotMatch = Error(
        "FRNN058", Shapes, "Number of elements does not match",
        "'{0}' {1} cannot be viewed as {2}");

    /// <summary>{0} the value.</summary>
    public static readonly DiagnosticDescriptor ShapeCheckedAtRunTime = Info(
        "FRNN059", Shapes, "Shape is checked at run time",
        "The shape of '{0}' is not known here; it is checked when forward runs");

    /// <summary>{0} the operand, {1} its shape, {2} the shape it is broadcast to.</summary>
    public static readonly DiagnosticDescriptor BroadcastMayBeUnintended = Warning(
        "FRNN060", Shapes, "Broadcast may be unintended",
        "'{0}' {1} is broadcast to {2}; add 'unsqueeze' or 'expand' if that is meant");

    /// <summary>{0} the operation.</summary>
    public static readonly DiagnosticDescriptor BatchRowsMixed = Warning(
        "FRNN061", Shapes, "Batch rows are mixed",
        "'{0}' combines rows of the batch, so one sequence changes another; use other dimensions than 0");

    /// <summary>{0} the slot, {1} the container inside, as written, {2} what the slot takes, {3} what it is given.</summary>
    public static readonly DiagnosticDescriptor ArgumentDoesNotFitSlot = Error(
        "FRNN062", Shapes, "Argument does not fit the slot",
        "Slot '{0}' of '{1}' takes {2}, but is given {3}");
}
