using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Diagnostics;

/// <summary>
/// Every diagnostic of FluentRnn, in one file for each block of ids. An id, once released, is never used for anything else.
/// Error: no correct <c>forward</c> can be generated. Warning: one is generated, but probably not what was meant.
/// Info: a missed optimisation, or something that is checked when the container runs. Hidden: a report.
/// The comment of a field lists the arguments of its message, in order.
/// </summary>
internal static partial class DiagnosticDescriptors
{
    private const string HelpLinks = "https://github.com/fluentrnn/FluentRnn/blob/main/docs/diagnostics/";

    /// <summary>All of them, ordered by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Table.All;

    /// <summary>The descriptor of a finding that carries only its id.</summary>
    /// <exception cref="KeyNotFoundException">No diagnostic has this id.</exception>
    public static DiagnosticDescriptor Get(string id) => Table.ById[id];

    private static DiagnosticDescriptor Error(string id, string category, string title, string message) =>
        Describe(id, category, DiagnosticSeverity.Error, title, message);

    private static DiagnosticDescriptor Warning(string id, string category, string title, string message) =>
        Describe(id, category, DiagnosticSeverity.Warning, title, message);

    private static DiagnosticDescriptor Info(string id, string category, string title, string message) =>
        Describe(id, category, DiagnosticSeverity.Info, title, message);

    private static DiagnosticDescriptor Hidden(string id, string category, string title, string message) =>
        Describe(id, category, DiagnosticSeverity.Hidden, title, message);

    private static DiagnosticDescriptor Describe(string id, string category, DiagnosticSeverity severity, string title, string message) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: HelpLinks + id + ".md");

    /// <summary>A class of its own, so that it is built after the fields of every file.</summary>
    private static class Table
    {
        public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [
            .. typeof(DiagnosticDescriptors)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => field.GetValue(null))
                .OfType<DiagnosticDescriptor>()
                .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal),
        ];

        public static readonly ImmutableDictionary<string, DiagnosticDescriptor> ById =
            All.ToImmutableDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);
    }
}
