using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>{0} the method that declares the group: "States".</summary>
    public static readonly DiagnosticDescriptor SlotsNotAnonymousObject = Error(
        "FRNN020", Slots, "Slots must be an anonymous object",
        "'{0}' needs an anonymous object such as 'new {{ h = Vector(hidden) }}'");

    /// <summary>{0} the slot, {1} an example of a factory: "Vector(n)".</summary>
    public static readonly DiagnosticDescriptor SlotValueNotASlot = Error(
        "FRNN021", Slots, "Slot value is not a slot",
        "'{0}' must be set with a slot factory such as '{1}'");

    /// <summary>{0} the name, {1} and {2} the two kinds of slot, with their articles: "a constant", "a state".</summary>
    public static readonly DiagnosticDescriptor SlotNameUsedTwice = Error(
        "FRNN022", Slots, "Slot name is used twice",
        "'{0}' is both {1} and {2}; rename one of them");

    /// <summary>{0} the kind of slot, with a capital: "State", "Module"; {1} its name. Sequences and constants: <see cref="InputNeverUsed"/>.</summary>
    public static readonly DiagnosticDescriptor SlotNeverUsed = Warning(
        "FRNN023", Slots, "Slot is never used",
        "{0} '{1}' is never read by the step; remove the slot");

    /// <summary>{0} the slot, {1} the member it would need, {2} the class or record that has such a member.</summary>
    public static readonly DiagnosticDescriptor SlotNameClashes = Error(
        "FRNN024", Slots, "Slot name clashes with a member",
        "Slot '{0}' would need member '{1}', which '{2}' already has; rename the slot");

    /// <summary>{0} the size as written, {1} the slot.</summary>
    public static readonly DiagnosticDescriptor SlotSizeNotReadable = Info(
        "FRNN025", Slots, "Slot size cannot be read",
        "Size '{0}' of slot '{1}' cannot be read at compile time, so it is checked at run time; use a constant or a parameter of 'Define'");

    /// <summary>{0} the state, {1} and {2} what is said of it: "TeacherForced", "Lag".</summary>
    public static readonly DiagnosticDescriptor SlotModifiersContradict = Error(
        "FRNN026", Slots, "Slot modifiers contradict each other",
        "State '{0}' cannot be both {1} and {2}; choose one");

    /// <summary>{0} the container, {1} the way from it back to it through the modules: "Net → Layer → Net".</summary>
    public static readonly DiagnosticDescriptor ContainerContainsItself = Error(
        "FRNN027", Slots, "Container contains itself",
        "'{0}' could never be made, because it contains itself: {1}; give the module to 'Define' as a parameter, or leave it out");
}
