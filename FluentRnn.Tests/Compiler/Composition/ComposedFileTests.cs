using FluentRnn.Generators.Emit;
using VerifyXunit;

namespace FluentRnn.Tests.Compiler.Composition;

/// <summary>Generated files of containers with containers inside, to be read.</summary>
[UsesVerify]
public class ComposedFileTests
{
    [Fact]
    public Task Two_layers() => Verify("TwoLayers");

    [Fact]
    public Task Sentences_of_words() => Verify("Sentences");

    static SettingsTask Verify(string name)
    {
        var source = File.ReadAllText(Path.Combine(Repository.TestProject, "Containers", "Behaviour", "Composed.cs"));
        var (output, result) = TestCompilation.Generate(TestCompilation.Of(TestCompilation.ImplicitUsings, source));
        TestCompilation.AssertCompiles(output);
        var file = result.GeneratedTrees.Single(tree => tree.FilePath.EndsWith($".{name}.FluentRnn.g.cs", StringComparison.Ordinal));
        return Verifier.Verify(file.ToString().Replace(GeneratedCode.Version, "{version}", StringComparison.Ordinal), "cs");
    }
}
