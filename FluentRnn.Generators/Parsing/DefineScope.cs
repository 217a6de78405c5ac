using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>The host values in scope of <c>Define</c>: its parameters, the locals it computes from them, and whether the container trains.</summary>
/// <param name="model">The model of its file.</param>
/// <param name="define">The method.</param>
/// <param name="inner">Of a container inside another one, how it was made there; null for the container that is read.</param>
internal sealed class DefineScope(SemanticModel model, MethodDeclarationSyntax define, ModuleDeclaration? inner = null)
{
    private readonly HashSet<ISymbol> _reading = new(SymbolEqualityComparer.Default);

    /// <summary>The value of a parameter or local of <c>Define</c>, or null when it is not a host value known before the step runs.</summary>
    public HostExpression? Resolve(ISymbol symbol)
    {
        switch (symbol)
        {
            case IParameterSymbol parameter when IsOwn(parameter) && inner is not null:
                return inner.Arguments is { } arguments && arguments.TryGetValue(parameter.Name, out var argument) ? argument : null;
            case IParameterSymbol parameter when IsOwn(parameter):
                return parameter.Type.IsInteger()
                    ? HostExpression.Of(Dim.Symbol(parameter.Name))
                    : HostExpression.Code(Naming.Field(parameter.Name));
            case ILocalSymbol local when Initializer(local) is { } initializer && !IsReassigned(local) && _reading.Add(local):
                try
                {
                    return model.GetOperation(initializer) is { } operation ? HostReader.Read(operation, Resolve) : null;
                }
                finally
                {
                    _reading.Remove(local);
                }

            case IPropertySymbol when inner is not null:
                return HostExpression.Code($"{{{inner.Slot.Name}}}.training");
            default:
                return null;
        }
    }

    /// <summary>Whether the symbol is a parameter or local of <c>Define</c> itself, not of a lambda in it.</summary>
    public static bool Owns(ISymbol symbol) =>
        symbol.ContainingSymbol is IMethodSymbol { Name: WellKnownNames.Define, MethodKind: MethodKind.Ordinary };

    /// <summary>The expression a local is initialised with, when it has one.</summary>
    public static ExpressionSyntax? Initializer(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } ? value : null;

    /// <summary>Whether a local is assigned again anywhere in <c>Define</c>.</summary>
    public bool IsReassigned(ILocalSymbol local) => define.DescendantNodes()
        .Where(node => node is AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
        .Select(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax { OperatorToken.Text: "++" or "--" } prefix => prefix.Operand,
            PostfixUnaryExpressionSyntax { OperatorToken.Text: "++" or "--" } postfix => postfix.Operand,
            ArgumentSyntax argument => argument.Expression,
            _ => null,
        })
        .Any(target => target is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local));

    private static bool IsOwn(IParameterSymbol parameter) => Owns(parameter) && parameter.Ordinal > 0;
}
