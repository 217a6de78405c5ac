using Microsoft.CodeAnalysis;
using static FluentRnn.Generators.Diagnostics.DiagnosticCategories;

namespace FluentRnn.Generators.Diagnostics;

internal static partial class DiagnosticDescriptors
{
    /// <summary>{0} the container, {1} the type that lacks the modifier: the container or a type around it.</summary>
    public static readonly DiagnosticDescriptor ContainerMustBePartial = Error(
        "FRNN001", Container, "Container must be partial",
        "'{0}' is marked [RecurrentContainer] but '{1}' is not partial, so no forward can be added; add 'partial'");

    /// <summary>{0} the container, {1} what it is, with its article: "a static class", "generic".</summary>
    public static readonly DiagnosticDescriptor ContainerKindNotSupported = Error(
        "FRNN002", Container, "Container kind is not supported",
        "'{0}' must be a non-static, non-generic class; it is {1}");

    /// <summary>{0} the container.</summary>
    public static readonly DiagnosticDescriptor DefineMissing = Error(
        "FRNN003", Container, "Define method is missing",
        "'{0}' has no method 'Define'; add 'static Recurrence Define(RecurrenceBuilder rnn)' with the sizes as further parameters");

    /// <summary>{0} the container, {1} the type to return: "Recurrence".</summary>
    public static readonly DiagnosticDescriptor DefineSignature = Error(
        "FRNN004", Container, "Define has the wrong signature",
        "'{0}.Define' must be static, take the builder and the sizes, and return '{1}'");

    /// <summary>{0} the expression or statement that is not part of a chain, as written.</summary>
    public static readonly DiagnosticDescriptor DefineNotAChain = Error(
        "FRNN005", Container, "Define is not a single chain",
        "'Define' must return one fluent chain, but '{0}' cannot be read at compile time; write the chain in one expression");

    /// <summary>{0} the container, {1} the base class that is generated, {2} the base class it has.</summary>
    public static readonly DiagnosticDescriptor BaseClassNotSupported = Error(
        "FRNN006", Container, "Base class is not supported",
        "'{0}' must derive from '{1}', but derives from '{2}'; leave the base class out, it is generated");

    /// <summary>{0} the container, {1} the member.</summary>
    public static readonly DiagnosticDescriptor MemberAlsoGenerated = Error(
        "FRNN007", Container, "Member is also generated",
        "'{0}' already declares '{1}', which FluentRnn generates; rename or remove it");

    /// <summary>{0} the language version needed, {1} the version of the project.</summary>
    public static readonly DiagnosticDescriptor LanguageVersionTooLow = Error(
        "FRNN008", Container, "Language version is too low",
        "FluentRnn needs C# {0}, but this project uses C# {1}; raise 'LangVersion' in the project file");

    /// <summary>{0} the version needed, {1} the version found, or "none".</summary>
    public static readonly DiagnosticDescriptor TorchSharpMissing = Error(
        "FRNN009", Container, "TorchSharp is missing or unsupported",
        "TorchSharp {0} or later must be referenced; found {1}");
}
