using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FluentRnn.Generators.CodeFixes;

/// <summary>FRNN003: adds a <c>Define</c> to start from, the simple recurrent network, and the usings it needs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddDefineMethodFix)), Shared]
public sealed class AddDefineMethodFix : ContainerFix
{
    private const string Define = """
        static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
            .Sequences(new { x = Vector(input) })
            .States(new { h = Vector(hidden) })
            .Modules(() => new { cell = RNNCell(input, hidden) })
            .Step(static (sequence, state, net) =>
            {
                var h = net.cell.call(sequence.x, state.h);
                return Yield(sequence: new { output = h }, next: new { h });
            });
        """;

    private protected override ImmutableArray<string> Ids => ["FRNN003"];

    private protected override string Title => "Add 'Define'";

    private protected override bool Applies(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation) =>
        node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not null;

    private protected override Task FixAsync(SolutionEditor solution, DocumentEditor document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var endOfLine = Names.EndOfLine(document.OriginalRoot);
        var classes = diagnostics.Select(diagnostic => NodeAt(document.OriginalRoot, diagnostic).FirstAncestorOrSelf<ClassDeclarationSyntax>()!).Distinct().ToList();
        foreach (var type in classes)
        {
            document.ReplaceNode(type, (current, _) => WithDefine((ClassDeclarationSyntax)current, IndentOf(type), endOfLine));
        }

        var usings = MissingUsings(document.SemanticModel, classes[0].Identifier.SpanStart)
            .Select(text => ParseCompilationUnit(text).Usings[0].WithTrailingTrivia(EndOfLine(endOfLine)))
            .ToArray();
        if (usings.Length > 0)
        {
            document.ReplaceNode(document.OriginalRoot, (current, _) => ((CompilationUnitSyntax)current).AddUsings(usings));
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<string> MissingUsings(SemanticModel model, int position)
    {
        if (!model.LookupSymbols(position, name: "RecurrenceBuilder").Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == "FluentRnn"))
        {
            yield return "using FluentRnn;";
        }

        if (!Names.IsImported(model, position, "Yield", "FluentRnn.Dsl"))
        {
            yield return "using static FluentRnn.Dsl;";
        }

        if (!Names.IsImported(model, position, "RNNCell", "TorchSharp.torch.nn"))
        {
            yield return "using static TorchSharp.torch.nn;";
        }
    }

    /// <summary>The white space before the class.</summary>
    private static string IndentOf(ClassDeclarationSyntax type)
    {
        var line = type.SyntaxTree.GetText().Lines.GetLineFromPosition(type.GetFirstToken().SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    private static ClassDeclarationSyntax WithDefine(ClassDeclarationSyntax type, string indent, string endOfLine)
    {
        var unit = indent.StartsWith("\t", StringComparison.Ordinal) ? "\t" : "    ";
        var lines = Define.Split('\n').Select(line => indent + unit + line.TrimEnd('\r').Replace("    ", unit));
        var text = string.Join(endOfLine, lines) + endOfLine;
        var define = ParseMemberDeclaration(text)!;
        if (type.Members.Count > 0)
        {
            define = define.WithTrailingTrivia(EndOfLine(endOfLine), EndOfLine(endOfLine));
        }

        return WithBraces(type, indent, endOfLine).WithMembers(type.Members.Insert(0, define));
    }

    /// <summary>A class declared without a body, or with its braces on one line, gets them on lines of their own.</summary>
    private static ClassDeclarationSyntax WithBraces(ClassDeclarationSyntax type, string indent, string endOfLine)
    {
        if (type.Members.Count > 0)
        {
            return type;
        }

        var comments = type.OpenBraceToken.TrailingTrivia.Concat(type.CloseBraceToken.LeadingTrivia)
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .SelectMany(comment => new[] { Whitespace(indent + "    "), comment, EndOfLine(endOfLine) });
        var end = type.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) ? type.SemicolonToken : type.CloseBraceToken;
        var header = (type.OpenBraceToken.IsKind(SyntaxKind.None) ? type.SemicolonToken : type.OpenBraceToken).GetPreviousToken();
        var isBelow = header.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        return type
            .ReplaceToken(header, isBelow ? header : header.WithTrailingTrivia(EndOfLine(endOfLine)))
            .WithOpenBraceToken(Token(TriviaList(Whitespace(indent)), SyntaxKind.OpenBraceToken, TriviaList(EndOfLine(endOfLine)).AddRange(comments)))
            .WithCloseBraceToken(Token(TriviaList(Whitespace(indent)), SyntaxKind.CloseBraceToken, end.TrailingTrivia))
            .WithSemicolonToken(default);
    }
}
