using System.Collections.Immutable;
using FluentRnn.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FluentRnn.Tests.Compiler.Testing;

/// <summary>Applies code fixes, as an editor does: to one diagnostic, or to all of a document or a project.</summary>
sealed class FixedCode
{
    readonly CodeFixProvider _fix;
    readonly Solution _solution;
    readonly ImmutableArray<DocumentId> _documents;

    FixedCode(CodeFixProvider fix, Solution solution, ImmutableArray<DocumentId> documents)
    {
        _fix = fix;
        _solution = solution;
        _documents = documents;
    }

    /// <summary>A project with these files.</summary>
    public static FixedCode Of<TFix>(params string[] files)
        where TFix : CodeFixProvider, new()
    {
        using var workspace = new AdhocWorkspace();
        var project = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution
            .AddProject(project, "Tested", "Tested", LanguageNames.CSharp)
            .WithProjectCompilationOptions(project, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.CSharp14))
            .WithProjectMetadataReferences(project, References.All);
        var documents = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (var file in files)
        {
            var document = DocumentId.CreateNewId(project);
            documents.Add(document);
            solution = solution.AddDocument(document, $"File{documents.Count}.cs", SourceText.From(file));
        }

        return new FixedCode(new TFix(), solution, documents.ToImmutable());
    }

    /// <summary>The files after the fix of the first diagnostic it is for; null when it is not offered.</summary>
    public async Task<string[]?> FirstAsync()
    {
        var (document, diagnostic) = (await DiagnosticsAsync()).First();
        var actions = new List<CodeAction>();
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.Count == 0 ? null : await TextsAsync(Assert.Single(actions));
    }

    /// <summary>The files after all diagnostics are fixed at once.</summary>
    public async Task<string[]> AllAsync(FixAllScope scope = FixAllScope.Project)
    {
        var (document, diagnostic) = (await DiagnosticsAsync()).First();
        var actions = new List<CodeAction>();
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        var provider = _fix.GetFixAllProvider()!;
        Assert.Contains(scope, provider.GetSupportedFixAllScopes());
        var action = await provider.GetFixAsync(new FixAllContext(
            document, _fix, scope, Assert.Single(actions).EquivalenceKey, _fix.FixableDiagnosticIds, new Provider(this), CancellationToken.None));
        return await TextsAsync(action!);
    }

    async Task<string[]> TextsAsync(CodeAction action)
    {
        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
        var texts = await Task.WhenAll(_documents.Select(id => operation.ChangedSolution.GetDocument(id)!.GetTextAsync()));
        return [.. texts.Select(text => text.ToString())];
    }

    /// <summary>What the analyzer reports and the fix is for, in the order of the files.</summary>
    async Task<List<(Document Document, Diagnostic Diagnostic)>> DiagnosticsAsync()
    {
        var compilation = await _solution.Projects.Single().GetCompilationAsync();
        return
        [
            .. (await compilation!.Findings(new RecurrentContainerAnalyzer()))
                .Where(finding => _fix.FixableDiagnosticIds.Contains(finding.Id))
                .Select(finding => (_solution.GetDocument(finding.Location.SourceTree)!, finding))
                .OrderBy(pair => _documents.IndexOf(pair.Item1.Id)),
        ];
    }

    sealed class Provider(FixedCode code) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await code.DiagnosticsAsync()).Where(pair => pair.Document.Id == document.Id).Select(pair => pair.Diagnostic);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await code.DiagnosticsAsync()).Select(pair => pair.Diagnostic);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
