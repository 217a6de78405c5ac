using System.Reflection;
using FluentRnn.Tests.Compiler;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>The canonical containers, and those written for the optimiser, compiled once for each value of the MSBuild property FluentRnnOptimize.</summary>
public sealed class CompiledContainers
{
    static readonly string[] Files =
    [
        .. new[] { "Containers", "Containers/Optimized" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.TestProject, folder), "*.cs")).Order(StringComparer.Ordinal),
    ];

    readonly Dictionary<string, Assembly> assemblies = [];

    /// <summary>The containers that are made of sizes alone. A class of a file is called as the file, or stands in one that is.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(CompiledContainers).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<RecurrentContainerAttribute>() is not null && ReflectedContainer.IsConstructible(type))
            .Where(type => Files.Select(Path.GetFileNameWithoutExtension).Contains((type.DeclaringType ?? type).Name))
            .Select(type => type.FullName!)
            .Where(name => name.StartsWith("FluentRnn.Tests.Containers.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The assembly for a value of the property.</summary>
    public Assembly With(string optimize)
    {
        if (!assemblies.TryGetValue(optimize, out var assembly))
        {
            var sources = TestCompilation.Of([TestCompilation.ImplicitUsings, .. Files.Select(File.ReadAllText)]);
            assemblies[optimize] = assembly = InMemory.Load(sources, mayBePlain: true, optimize);
        }

        return assembly;
    }
}
