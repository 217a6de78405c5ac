using FluentRnn.Generators.CodeFixes;
using FluentRnn.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

/// <summary>What every code fix has.</summary>
public class AllFixesTests
{
    static readonly List<CodeFixProvider> Fixes =
    [
        .. typeof(ContainerFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public void Every_fix_is_exported_for_CSharp() => Assert.All(Fixes, fix =>
        Assert.Equal([LanguageNames.CSharp], Assert.Single(fix.GetType().GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), false).Cast<ExportCodeFixProviderAttribute>()).Languages));

    [Fact]
    public void Every_fix_can_fix_all() => Assert.All(Fixes, fix => Assert.NotNull(fix.GetFixAllProvider()));

    [Fact]
    public void A_diagnostic_has_one_fix_at_most()
    {
        var ids = Fixes.SelectMany(fix => fix.FixableDiagnosticIds).ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Equal(id, DiagnosticDescriptors.Get(id).Id));
    }

    [Fact]
    public void The_pages_name_the_fixes() => Assert.Equal(
        Fixes.SelectMany(fix => fix.FixableDiagnosticIds).Order(StringComparer.Ordinal),
        DiagnosticDescriptors.All
            .Select(descriptor => descriptor.Id)
            .Where(id => !File.ReadLines(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md")).First(line => line.Contains("| FluentRnn.", StringComparison.Ordinal)).EndsWith("| – |", StringComparison.Ordinal)));
}
