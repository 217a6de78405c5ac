using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Statements: declarations, assignments, conditions and loops that the compiler can follow.</content>
internal sealed partial class StepLowering
{
    /// <summary>How often a loop may run while it is followed.</summary>
    private const int MaxIterations = 1024;

    /// <summary>Follows a block; gives what it returns, or null when it falls through.</summary>
    private Lowered? Block(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            if (Statement(statement) is { } returned)
            {
                return returned;
            }
        }

        return null;
    }

    private Lowered? Statement(IOperation statement)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++_statements > MaxStatements)
        {
            throw TooMuch($"it runs through more than {MaxStatements} statements", statement.Syntax);
        }

        switch (statement)
        {
            case IBlockOperation block:
                return Block(block);
            case IReturnOperation { ReturnedValue: { } value }:
                return Expression(value);
            case IExpressionStatementOperation { Operation: var expression }:
                Effect(expression);
                return null;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
                {
                    if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer)
                    {
                        Bind(declarator.Symbol, Expression(initializer.Value));
                    }
                }

                return null;
            case IConditionalOperation conditional:
                return Condition(conditional.Condition) ? Statement(conditional.WhenTrue)
                    : conditional.WhenFalse is { } otherwise ? Statement(otherwise)
                    : null;
            case IForLoopOperation loop:
                return For(loop);
            case IForEachLoopOperation loop:
                return ForEach(loop);
            case ILocalFunctionOperation or IEmptyOperation:
                return null;
            default:
                throw new UnreadableException(
                    $"{Describe(statement)} cannot be compiled", statement.Syntax, Finding.Of("FRNN030", $"{Describe(statement)} cannot be compiled", container.Name));
        }
    }

    private Lowered? For(IForLoopOperation loop)
    {
        foreach (var before in loop.Before)
        {
            Statement(before);
        }

        for (var iteration = 0; ; iteration++)
        {
            if (loop.Condition is not { } condition || Expression(condition) is not Lowered.Host { Expression.Text: "true" or "false" } host || iteration > MaxIterations)
            {
                throw new UnreadableException(
                    "the bounds of a loop are not constant",
                    loop.Condition?.Syntax ?? loop.Syntax,
                    Finding.Of("FRNN038", Brief(loop.Condition?.Syntax ?? loop.Syntax), container.Name));
            }

            if (host.Expression.Text == "false")
            {
                return null;
            }

            if (Statement(loop.Body) is { } returned)
            {
                return returned;
            }

            foreach (var bottom in loop.AtLoopBottom)
            {
                Statement(bottom);
            }
        }
    }

    private Lowered? ForEach(IForEachLoopOperation loop)
    {
        IReadOnlyList<Lowered>? items = Expression(loop.Collection) switch
        {
            Lowered.Several several => several.Items,
            Lowered.Host { Expression.Items: { } hosts } => [.. hosts.Select(host => new Lowered.Host(host))],
            _ => null,
        };
        if (items is null || loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: var variable })
        {
            throw Unreadable("a foreach runs over a collection that is not known while compiling", loop.Collection.Syntax);
        }

        foreach (var item in items)
        {
            Bind(variable, item);
            if (Statement(loop.Body) is { } returned)
            {
                return returned;
            }
        }

        return null;
    }

    /// <summary>An expression evaluated for what it does.</summary>
    private void Effect(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation assignment:
                Assign(assignment.Target, Expression(assignment.Value));
                return;
            case IDeconstructionAssignmentOperation deconstruction:
                Assign(deconstruction.Target, Expression(deconstruction.Value));
                return;
            case ICompoundAssignmentOperation compound:
                Assign(compound.Target, Compound(compound));
                return;
            case IIncrementOrDecrementOperation increment:
                Assign(increment.Target, Step(increment));
                return;
            case IInvocationOperation invocation when !IsTensorResult(invocation.Type):
                throw new UnreadableException(
                    $"'{invocation.TargetMethod.Name}' may have side effects", invocation.Syntax, Finding.Of("FRNN043", invocation.TargetMethod.Name));
            default:
                Expression(expression);
                return;
        }
    }

    private Lowered Step(IIncrementOrDecrementOperation increment)
    {
        if (Expression(increment.Target) is not Lowered.Host { Expression.Size: { } size })
        {
            throw Unreadable($"'{Brief(increment.Syntax)}' is not an integer known while compiling", increment.Syntax);
        }

        return new Lowered.Host(HostExpression.Of(increment.Kind == OperationKind.Increment ? size + Dim.One : size - Dim.One));
    }

    private void Assign(IOperation target, Lowered value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local when IsInside(local.Local):
                Bind(local.Local, value);
                return;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value);
                return;
            case IDiscardOperation:
                return;
            case ITupleOperation tuple when value is Lowered.Several several && several.Items.Count == tuple.Elements.Length:
                for (var i = 0; i < tuple.Elements.Length; i++)
                {
                    Assign(tuple.Elements[i], several.Items[i]);
                }

                return;
            case ITupleOperation tuple when value is Lowered.Struct structure && structure.Items.Count == tuple.Elements.Length:
                for (var i = 0; i < tuple.Elements.Length; i++)
                {
                    Assign(tuple.Elements[i], structure.Items[i].Value);
                }

                return;
            case IParameterReferenceOperation parameter when _bindings.TryGetValue(parameter.Parameter, out var bound) && bound is not Lowered.Group:
                Bind(parameter.Parameter, value);
                return;
            case IParameterReferenceOperation or IPropertyReferenceOperation:
                container.Sink.Report("FRNN036", target.Syntax, Brief(target.Syntax));
                throw new UnreadableException($"'{Brief(target.Syntax)}' is assigned", target.Syntax);
            default:
                throw Unreadable($"'{Brief(target.Syntax)}' is assigned from inside the step", target.Syntax);
        }
    }

    private void Bind(ISymbol symbol, Lowered value)
    {
        _bindings[symbol] = value;
        if (value is Lowered.Tensor tensor)
        {
            _builder.Name(tensor.Id, symbol.Name);
        }
    }

    /// <summary>Whether a local is declared in the step or in a function it calls, not in Define around it.</summary>
    private bool IsInside(ILocalSymbol local) => _bindings.ContainsKey(local) || !DefineScope.Owns(local);

    /// <summary>The outcome of a condition: a constant, or one of the two ways a host condition can turn out.</summary>
    private bool Condition(IOperation condition)
    {
        var outer = _condition;
        _condition = condition.Syntax;
        var lowered = Expression(condition);
        _condition = outer;
        switch (lowered)
        {
            case Lowered.Host host:
                return Decide(host.Expression, condition.Syntax);
            case Lowered.Tensor tensor:
                throw BranchOnTensor(condition.Syntax, NameOf(tensor.Id));
            default:
                throw Unreadable($"the condition '{Brief(condition.Syntax)}' cannot be followed", condition.Syntax);
        }
    }

    private UnreadableException BranchOnTensor(SyntaxNode at, string name)
    {
        container.Sink.Report("FRNN033", at, name);
        return new UnreadableException($"a condition depends on the tensor '{name}'", at);
    }

    /// <summary>A construct's name in C#, with its article.</summary>
    private static string Describe(IOperation operation) => operation switch
    {
        IWhileLoopOperation => "a while loop",
        ISwitchOperation or ISwitchExpressionOperation => "a switch",
        ITryOperation => "a try statement",
        IThrowOperation => "a throw",
        IUsingOperation or IUsingDeclarationOperation => "a using statement",
        ILockOperation => "a lock",
        IBranchOperation { BranchKind: BranchKind.Break } => "a break",
        IBranchOperation { BranchKind: BranchKind.Continue } => "a continue",
        IBranchOperation => "a goto",
        ILabeledOperation => "a label",
        IAwaitOperation => "an await",
        IReturnOperation => "a return without a value",
        IObjectCreationOperation creation => $"an object of type '{creation.Type?.Name}'",
        IAnonymousFunctionOperation => "a lambda",
        IIsPatternOperation => "a pattern",
        ICoalesceOperation => "a ?? expression",
        IConditionalAccessOperation => "a ?. expression",
        IInterpolatedStringOperation => "an interpolated string",
        ITypeOfOperation => "typeof",
        IInstanceReferenceOperation => "this",
        _ => "the expression '" + Brief(operation.Syntax) + "'",
    };
}
