using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>
/// FRNN023 and FRNN074: removes the slot from its group; of a state also the initial and the next value. A group that becomes empty
/// disappears, with its parameter of the lambdas.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedSlotFix)), Shared]
public sealed class RemoveUnusedSlotFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN023", "FRNN074"];

    private protected override string Title => "Remove the slot";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        SlotAt(node) is { } slot && AnonymousObjects.NameOf(slot) is not null && DefineChain.Of(slot) is not null;

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var slots = diagnostics.Select(diagnostic => SlotAt(NodeAt(document.OriginalRoot, diagnostic))!).Distinct();
        foreach (var chain in slots.Select(slot => (Slot: slot, Chain: DefineChain.Of(slot)!)).GroupBy(pair => pair.Chain.Outermost))
        {
            var removed = chain.Select(pair => (pair.Chain.GroupOf(pair.Slot), AnonymousObjects.NameOf(pair.Slot)!)).ToList();
            document.ReplaceNode(chain.Key, chain.First().Chain.Without(removed));
        }

        return Task.CompletedTask;
    }

    private static AnonymousObjectMemberDeclaratorSyntax? SlotAt(SyntaxNode node) => node.FirstAncestorOrSelf<AnonymousObjectMemberDeclaratorSyntax>();
}
