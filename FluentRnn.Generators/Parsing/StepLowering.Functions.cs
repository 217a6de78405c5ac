using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>The user's own functions, walked where they are called.</content>
internal sealed partial class StepLowering
{
    private bool CanBeWalked(IMethodSymbol method) =>
        container.HasSource(method) && (method.IsStatic || method.MethodKind == MethodKind.LocalFunction || method.ContainingType is { IsExtension: true });

    /// <summary>Walks the body of a user function where it is called.</summary>
    private Lowered Inline(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var (body, function) = Body(invocation);
        if (++_depth > MaxDepth)
        {
            throw TooMuch($"'{method.Name}' calls itself", invocation.Syntax);
        }

        // The arguments stay when the body turns out unreadable, and the function is called as it is.
        var instance = method.ContainingType is { IsExtension: true } && invocation.Instance is { } extendee ? Expression(extendee) : null;
        var arguments = Arguments(invocation);
        var mark = _builder.Mark();
        var conditions = _conditions.Count;

        // Parameters and locals are of this call: the function may be walked already, further out.
        var receiver = function.ContainingType is { IsExtension: true, ExtensionParameter: { } extended } ? extended : null;
        bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, function) || SymbolEqualityComparer.Default.Equals(symbol, receiver);
        var outer = _bindings.Where(binding => IsOwn(binding.Key)).ToList();
        try
        {
            if (receiver is not null && instance is not null)
            {
                _bindings[receiver] = instance;
            }

            for (var i = 0; i < function.Parameters.Length && i < arguments.Count; i++)
            {
                _bindings[function.Parameters[i]] = arguments[i].Value;
            }

            return Follow(body) ?? throw Unreadable($"'{method.Name}' returns nothing", invocation.Syntax);
        }
        catch (UnreadableException failure) when (failure is { IsFinal: false, Finding: not null } && method.MethodKind == MethodKind.Ordinary && ResultCount(method.ReturnType) is not null)
        {
            _builder.Rollback(mark);
            _conditions.RemoveRange(conditions, _conditions.Count - conditions);
            return CallAsItIs(invocation, instance, arguments);
        }
        finally
        {
            _depth--;
            foreach (var symbol in _bindings.Keys.Where(IsOwn).ToList())
            {
                _bindings.Remove(symbol);
            }

            foreach (var binding in outer)
            {
                _bindings.Add(binding.Key, binding.Value);
            }
        }
    }

    private Lowered? Follow(IOperation body) => body switch
    {
        IMethodBodyOperation { BlockBody: { } block } => Block(block),
        IMethodBodyOperation { ExpressionBody: { } block } => Block(block),
        IBlockOperation block => Block(block),
        ILocalFunctionOperation { Body: { } block } => Block(block),
        _ => Expression(body),
    };

    private (IOperation Body, IMethodSymbol Function) Body(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return invocation.Instance is { } instance && Expression(instance) is Lowered.Function function
                ? (function.Body, function.Symbol)
                : throw Unreadable($"the delegate '{Brief(invocation.Syntax)}' is not known while compiling", invocation.Syntax);
        }

        var syntax = method.OriginalDefinition.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        return container.Operation(syntax) is { } body
            ? (body, method.OriginalDefinition)
            : throw Unreadable($"the source of '{method.Name}' cannot be read", invocation.Syntax);
    }
}
