using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Tests.Compiler;

/// <summary>The containers of the folder Containers, as sources.</summary>
internal static class CanonicalContainers
{
    private static readonly string Folder = Path.Combine(Repository.TestProject, "Containers");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.cs").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(IsContainer).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Names];

    public static string Source(string name) => File.ReadAllText(Path.Combine(Folder, name + ".cs")).ReplaceLineEndings("\n");

    public static CSharpCompilation Compile(string name, NullableContextOptions nullable = NullableContextOptions.Enable) =>
        TestCompilation.Of(nullable, TestCompilation.ImplicitUsings, Source(name));

    private static bool IsContainer(string name) => Source(name).Contains("[RecurrentContainer]", StringComparison.Ordinal);
}
