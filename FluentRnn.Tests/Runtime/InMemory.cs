using System.Reflection;
using System.Runtime.Loader;
using FluentRnn.Tests.Compiler;

namespace FluentRnn.Tests.Runtime;

/// <summary>Containers written by a test: generated, compiled without a warning, and loaded into this process.</summary>
static class InMemory
{
    /// <summary>The assembly of a source that stands under the usual usings. Every container of it must have a loop of its own.</summary>
    public static Assembly Load(string source)
    {
        var (generated, result) = TestCompilation.Generate(TestCompilation.WithUsings(source));
        TestCompilation.AssertCompiles(generated);
        Assert.All(result.GeneratedTrees, tree => Assert.Contains("private Output RunSequence", tree.ToString(), StringComparison.Ordinal));
        using var stream = new MemoryStream();
        Assert.True(generated.Emit(stream).Success);
        stream.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(stream);
    }
}
