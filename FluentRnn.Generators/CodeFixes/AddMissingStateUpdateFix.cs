using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>
/// FRNN070: returns the states that <c>next</c> leaves out as they are, in the order of their declaration, which the anonymous type asks for:
/// <c>next: new { h, c = state.c }</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddMissingStateUpdateFix)), Shared]
public sealed class AddMissingStateUpdateFix : ContainerFix
{
    private protected override ImmutableArray<string> Ids => ["FRNN070"];

    private protected override string Title => "Return the missing states unchanged";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        diagnostic.Properties.TryGetValue("Missing", out var missing) && !string.IsNullOrEmpty(missing)
        && diagnostic.Properties.TryGetValue("StateParameter", out var parameter) && !string.IsNullOrEmpty(parameter)
        && TargetAt(node) is not null;

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (var diagnostic in diagnostics)
        {
            var target = TargetAt(NodeAt(document.OriginalRoot, diagnostic))!;
            var parameter = diagnostic.Properties["StateParameter"]!;
            var added = Names(diagnostic, "Missing").Select(name => Unchanged(name, parameter)).ToList();
            var order = Names(diagnostic, "States");
            document.ReplaceNode(target, (current, _) => current switch
            {
                AnonymousObjectCreationExpressionSyntax next => WithStates(next, added, order),
                InvocationExpressionSyntax yield => WithNext(yield, InOrder(added, order)),
                _ => current,
            });
        }

        return Task.CompletedTask;
    }

    /// <summary>The object after <c>next:</c>, or the call of <c>Yield</c> that has none.</summary>
    private static SyntaxNode? TargetAt(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(candidate => candidate is AnonymousObjectCreationExpressionSyntax or InvocationExpressionSyntax);

    private static AnonymousObjectMemberDeclaratorSyntax Unchanged(string state, string parameter) => AnonymousObjectMemberDeclarator(
        NameEquals(IdentifierName(Name(state)).WithTrailingTrivia(Space)).WithEqualsToken(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space)),
        ParseExpression(Name(parameter).ToFullString() + "." + Name(state).ToFullString()));

    private static SyntaxToken Name(string name) => CodeFixes.Names.Identifier(name);

    private static List<string> Names(Diagnostic diagnostic, string property) =>
        diagnostic.Properties.TryGetValue(property, out var names) && names is not null ? [.. names.Split(',')] : [];

    private static AnonymousObjectCreationExpressionSyntax WithStates(
        AnonymousObjectCreationExpressionSyntax next, List<AnonymousObjectMemberDeclaratorSyntax> added, List<string> order)
    {
        var present = next.Initializers.Select(AnonymousObjects.NameOf).ToList();
        var members = next.Initializers.Concat(added.Where(member => !present.Contains(AnonymousObjects.NameOf(member))));
        var ordered = InOrder(members, order);
        return next.Initializers.Count == 0
            ? (AnonymousObjectCreationExpressionSyntax)ParseExpression(ObjectText(ordered)).WithTriviaFrom(next)
            : AnonymousObjects.WithMembers(next, ordered);
    }

    private static InvocationExpressionSyntax WithNext(InvocationExpressionSyntax yield, List<AnonymousObjectMemberDeclaratorSyntax> states)
    {
        var next = Argument(ParseExpression(ObjectText(states))).WithNameColon(NameColon(IdentifierName("next")).WithTrailingTrivia(Space));
        var arguments = yield.ArgumentList.Arguments;
        return yield.WithArgumentList(yield.ArgumentList.WithArguments(arguments.Count == 0
            ? SingletonSeparatedList(next)
            : SeparatedList(
                arguments.Add(next),
                arguments.GetSeparators().Concat([Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)]))));
    }

    private static string ObjectText(IEnumerable<AnonymousObjectMemberDeclaratorSyntax> members) =>
        "new { " + string.Join(", ", members.Select(member => member.ToString())) + " }";

    /// <summary>Members in declared order; those that are no state keep their order, at the end.</summary>
    private static List<AnonymousObjectMemberDeclaratorSyntax> InOrder(IEnumerable<AnonymousObjectMemberDeclaratorSyntax> members, List<string> order) =>
    [
        .. members.OrderBy(member => AnonymousObjects.NameOf(member) is { } name && order.IndexOf(name) is var index and >= 0 ? index : int.MaxValue),
    ];
}
