using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>
/// A fix with one action. It edits all diagnostics it is given together, in one <see cref="SolutionEditor"/>, so that fixing all of
/// them never merges texts: two slots removed from one object are one edit of that object.
/// </summary>
public abstract class ContainerFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => Ids;

    /// <summary>The ids this fix is for.</summary>
    private protected abstract ImmutableArray<string> Ids { get; }

    /// <summary>What the light bulb says.</summary>
    private protected abstract string Title { get; }

    /// <summary>Whether the fix applies to the code at the diagnostic; where it does not, it is not offered.</summary>
    private protected virtual bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) => true;

    /// <summary>Edits the code for diagnostics of one document, for each of which the fix applies.</summary>
    private protected abstract Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new FixAllOfThem(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in await ApplicableAsync(context.Document, context.Diagnostics, context.CancellationToken).ConfigureAwait(false))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    Title,
                    cancellation => FixAsync(context.Document.Project.Solution, [(context.Document, ImmutableArray.Create(diagnostic))], cancellation),
                    equivalenceKey: GetType().Name),
                diagnostic);
        }
    }

    /// <summary>The innermost node of a diagnostic.</summary>
    private protected static SyntaxNode NodeAt(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    private async Task<ImmutableArray<Diagnostic>> ApplicableAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null
            ? []
            : [.. diagnostics.Where(diagnostic => Applies(NodeAt(root, diagnostic), diagnostic, model, cancellation))];
    }

    private async Task<Solution> FixAsync(
        Solution solution, IEnumerable<(Document Document, ImmutableArray<Diagnostic> Diagnostics)> findings, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        foreach (var (document, diagnostics) in findings)
        {
            var applicable = await ApplicableAsync(document, diagnostics, cancellation).ConfigureAwait(false);
            if (!applicable.IsEmpty)
            {
                var documentEditor = await editor.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false);
                await FixAsync(editor, documentEditor, applicable, cancellation).ConfigureAwait(false);
            }
        }

        return editor.GetChangedSolution();
    }

    private sealed class FixAllOfThem(ContainerFix fix) : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(
            CodeAction.Create(fix.Title, cancellation => FixAsync(context, cancellation), equivalenceKey: fix.GetType().Name));

        private async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
        {
            var documents = context.Scope switch
            {
                FixAllScope.Document => context.Document is { } document ? [document] : [],
                FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
                _ => context.Project.Documents,
            };

            var findings = new List<(Document, ImmutableArray<Diagnostic>)>();
            foreach (var document in documents)
            {
                findings.Add((document, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)));
            }

            return await fix.FixAsync(context.Solution, findings, cancellation).ConfigureAwait(false);
        }
    }
}
