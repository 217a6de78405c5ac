using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>The calls of a fluent chain, as syntax.</summary>
/// <param name="calls">The calls by name: <c>States</c>, <c>Step</c>, …</param>
/// <param name="outermost">The last call of the chain, around all others.</param>
internal sealed class DefineChain(IReadOnlyDictionary<string, InvocationExpressionSyntax> calls, InvocationExpressionSyntax outermost)
{
    /// <summary>The groups in the order in which the lambdas take them.</summary>
    private static readonly string[] Groups = ["Sequences", "Constants", "States", "Modules"];

    public InvocationExpressionSyntax Outermost { get; } = outermost;

    /// <summary>The chain that declares a slot; null when the slot stands in no group, or the chain is not in order.</summary>
    public static DefineChain? Of(AnonymousObjectMemberDeclaratorSyntax slot)
    {
        var outermost = slot
            .AncestorsAndSelf()
            .TakeWhile(node => node is not StatementSyntax and not MemberDeclarationSyntax)
            .OfType<InvocationExpressionSyntax>()
            .LastOrDefault();
        if (outermost is null)
        {
            return null;
        }

        var calls = new Dictionary<string, InvocationExpressionSyntax>(StringComparer.Ordinal);
        for (var call = outermost; call is { Expression: MemberAccessExpressionSyntax access }; call = access.Expression as InvocationExpressionSyntax)
        {
            if (calls.ContainsKey(access.Name.Identifier.ValueText))
            {
                return null;
            }

            calls.Add(access.Name.Identifier.ValueText, call);
        }

        var chain = new DefineChain(calls, outermost);
        return chain.LambdaOf("Step") is not null && Groups.Any(group => chain.ObjectOf(group)?.Initializers.Contains(slot) == true) ? chain : null;
    }

    /// <summary>The group that declares the slot.</summary>
    public string GroupOf(AnonymousObjectMemberDeclaratorSyntax slot) => Groups.First(group => ObjectOf(group)?.Initializers.Contains(slot) == true);

    /// <summary>The chain without these slots.</summary>
    public InvocationExpressionSyntax Without(IReadOnlyList<(string Group, string Name)> removed)
    {
        var edits = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        var emptied = new List<string>();
        foreach (var group in removed.GroupBy(slot => slot.Group, slot => slot.Name))
        {
            var names = new HashSet<string>(group, StringComparer.Ordinal);
            RemoveMembers(ObjectOf(group.Key), names, edits);
            if (IsEmptied(ObjectOf(group.Key), names))
            {
                emptied.Add(group.Key);
                edits[calls[group.Key]] = RemoveCall;
            }

            if (group.Key == "States")
            {
                RemoveValues(names, edits);
            }
        }

        var present = Groups.Where(calls.ContainsKey).ToList();
        RemoveParameters("Step", present, emptied, edits);
        RemoveParameters("Initial", [.. present.Where(group => group is "Constants" or "Modules")], emptied, edits);
        return Outermost.ReplaceNodes(edits.Keys, (original, current) => edits[original](current));
    }

    private static void RemoveMembers(
        AnonymousObjectCreationExpressionSyntax? declared, HashSet<string> names, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits)
    {
        if (declared is not null)
        {
            edits[declared] = current => AnonymousObjects.Without((AnonymousObjectCreationExpressionSyntax)current, names);
        }
    }

    private static bool IsEmptied(AnonymousObjectCreationExpressionSyntax? declared, HashSet<string> names) =>
        declared is not null && declared.Initializers.All(member => AnonymousObjects.NameOf(member) is { } name && names.Contains(name));

    /// <summary>The initial and next values of states that go; an object left without members goes too.</summary>
    private void RemoveValues(HashSet<string> names, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits)
    {
        RemoveMembers(NextOf(), names, edits);
        if (IsEmptied(NextOf(), names) && NextOf()?.Parent is ArgumentSyntax { Parent: ArgumentListSyntax list } next)
        {
            var index = list.Arguments.IndexOf(next);
            edits[list] = current => ((ArgumentListSyntax)current).RemoveNode(((ArgumentListSyntax)current).Arguments[index], SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        RemoveMembers(InitialOf(), names, edits);
        if (IsEmptied(InitialOf(), names))
        {
            edits[calls["Initial"]] = RemoveCall;
        }
    }

    /// <summary>Removes the parameters of groups that go from a lambda that takes one parameter for each of the groups <paramref name="taken"/>.</summary>
    private void RemoveParameters(string call, List<string> taken, List<string> emptied, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits)
    {
        if (LambdaOf(call) is ParenthesizedLambdaExpressionSyntax { ParameterList: var list } && list.Parameters.Count == taken.Count && emptied.Intersect(taken).Any())
        {
            var removed = list.Parameters.Where((_, index) => emptied.Contains(taken[index]));
            var left = list.RemoveNodes(removed, SyntaxRemoveOptions.KeepNoTrivia)!;
            edits[list] = _ => left;
        }
    }

    /// <summary>The receiver takes the place of the call, whose comment goes with it.</summary>
    private static ExpressionSyntax RemoveCall(SyntaxNode call)
    {
        var receiver = ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression;
        return receiver.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? receiver : receiver.WithTrailingTrivia(call.GetTrailingTrivia());
    }

    /// <summary>The anonymous object that declares a group: the argument itself, or what the lambda of <c>Modules</c> returns.</summary>
    private AnonymousObjectCreationExpressionSyntax? ObjectOf(string group) => ArgumentOf(group) switch
    {
        AnonymousObjectCreationExpressionSyntax declared => declared,
        LambdaExpressionSyntax lambda => Returned(lambda) as AnonymousObjectCreationExpressionSyntax,
        _ => null,
    };

    private AnonymousObjectCreationExpressionSyntax? InitialOf() =>
        LambdaOf("Initial") is { } lambda ? Returned(lambda) as AnonymousObjectCreationExpressionSyntax : null;

    private AnonymousObjectCreationExpressionSyntax? NextOf() => LambdaOf("Step")?
        .DescendantNodes()
        .OfType<ArgumentSyntax>()
        .FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "next")?
        .Expression as AnonymousObjectCreationExpressionSyntax;

    private LambdaExpressionSyntax? LambdaOf(string name) => ArgumentOf(name) as LambdaExpressionSyntax;

    private ExpressionSyntax? ArgumentOf(string name) =>
        calls.TryGetValue(name, out var call) && call.ArgumentList.Arguments is [var argument] ? argument.Expression : null;

    private static ExpressionSyntax? Returned(LambdaExpressionSyntax lambda) =>
        lambda.ExpressionBody ?? (lambda.Block?.Statements.LastOrDefault() as ReturnStatementSyntax)?.Expression;
}
