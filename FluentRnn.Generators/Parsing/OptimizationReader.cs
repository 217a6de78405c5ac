using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads which optimisations are allowed: for one container from its attribute, for a project from the MSBuild property <c>FluentRnnOptimize</c>.</summary>
internal static class OptimizationReader
{
    private const string Property = "build_property.FluentRnnOptimize";

    private static readonly char[] Separators = [' ', ',', ';', '|'];

    /// <summary>What <c>[RecurrentContainer(Optimize = …)]</c> says; null when it says nothing.</summary>
    public static Optimizations? OfAttribute(INamedTypeSymbol type) => type.GetAttributes()
        .Where(data => data.AttributeClass?.ToDisplayString() == WellKnownNames.Attribute)
        .SelectMany(data => data.NamedArguments)
        .Where(argument => argument.Key == "Optimize")
        .Select(argument => argument.Value.Value is int allowed ? (Optimizations?)allowed : null)
        .FirstOrDefault();

    /// <summary>What the project says: names one after the other, each adding to what is allowed, or with a minus before it taking away. All when it says nothing.</summary>
    /// <param name="options">The options of the project.</param>
    /// <param name="unknown">The words that are no names.</param>
    public static Optimizations OfProject(AnalyzerConfigOptions options, out IReadOnlyList<string> unknown)
    {
        var words = options.TryGetValue(Property, out var text) ? text.Split(Separators, StringSplitOptions.RemoveEmptyEntries) : [];
        var allowed = words.Length == 0 || words[0][0] == '-' ? Optimizations.All : Optimizations.None;
        var others = new List<string>();
        foreach (var word in words)
        {
            if (!Enum.TryParse<Optimizations>(word.TrimStart('-'), ignoreCase: true, out var named) || char.IsDigit(word[word.Length - 1]))
            {
                others.Add(word);
            }
            else
            {
                allowed = word[0] == '-' ? allowed & ~named : allowed | named;
            }
        }

        unknown = others;
        return allowed;
    }
}
