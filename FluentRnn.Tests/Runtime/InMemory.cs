using System.Reflection;
using System.Runtime.Loader;
using FluentRnn.Tests.Compiler;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Runtime;

/// <summary>Containers written by a test: generated, compiled without a warning, and loaded into this process.</summary>
static class InMemory
{
    /// <summary>The assembly of a source that stands under the usual usings.</summary>
    /// <param name="source">The containers, and what else there is.</param>
    /// <param name="mayBePlain">Whether a container may be one that the compiler leaves to the plain loop.</param>
    public static Assembly Load(string source, bool mayBePlain = false) => Load(TestCompilation.WithUsings(source), mayBePlain);

    /// <summary>The assembly of sources as they are.</summary>
    /// <param name="sources">The containers, and what else there is.</param>
    /// <param name="mayBePlain">Whether a container may be one that the compiler leaves to the plain loop.</param>
    /// <param name="optimize">The MSBuild property FluentRnnOptimize, when the project has it.</param>
    public static Assembly Load(Compilation sources, bool mayBePlain, string? optimize = null)
    {
        var (generated, result) = TestCompilation.Generate(sources, optimize);
        var plain = result.GeneratedTrees.SelectMany(tree => tree.ToString().Split('\n')).Where(line => line.Contains(": the step runs as it is written, in a plain loop, because", StringComparison.Ordinal)).ToList();
        Assert.True(mayBePlain || plain.Count == 0, string.Join("\n", plain));
        using var stream = new MemoryStream();
        var emitted = generated.Emit(stream);
        TestCompilation.AssertClean(emitted.Diagnostics);
        Assert.True(emitted.Success);
        stream.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(stream);
    }
}
