using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Expressions: what is met decides how it is read.</content>
internal sealed partial class StepLowering
{
    private Lowered Expression(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        var outer = _at;
        _at = operation.Syntax;
        try
        {
            return operation switch
            {
                IParenthesizedOperation parenthesized => Expression(parenthesized.Operand),
                IConversionOperation conversion => Conversion(conversion),
                ILocalReferenceOperation local => Local(local),
                IParameterReferenceOperation parameter => Parameter(parameter),
                IPropertyReferenceOperation { Arguments.Length: > 0 } indexer => Indexer(indexer),
                IPropertyReferenceOperation property => Property(property),
                IFieldReferenceOperation field => Field(field),
                IArrayElementReferenceOperation element => Element(element),
                ITupleOperation tuple => new Lowered.Several([.. tuple.Elements.Select(Expression)], IsTuple: true),
                IAnonymousObjectCreationOperation anonymous => Anonymous(anonymous),
                ICollectionExpressionOperation collection => List(collection.Elements, operation),
                IArrayCreationOperation { Initializer: { } initializer } => List(initializer.ElementValues, operation),
                IBinaryOperation binary => Binary(binary),
                IUnaryOperation unary => Unary(unary),
                IConditionalOperation { WhenFalse: { } otherwise } conditional => Conditional(conditional, otherwise),
                IInvocationOperation invocation => Invocation(invocation),
                IObjectCreationOperation creation => Created(creation),
                ISimpleAssignmentOperation assignment => Assigned(assignment),
                IDeclarationExpressionOperation declaration => Expression(declaration.Expression),
                IDelegateCreationOperation creation => Expression(creation.Target),
                IAnonymousFunctionOperation lambda => new Lowered.Function(lambda.Body, lambda.Symbol),
                IIsPatternOperation or ISwitchExpressionOperation or IThrowOperation => throw NotAllowed(operation),
                IInvalidOperation => throw new UnreadableException("the step does not compile", operation.Syntax),
                _ => Host(operation) ?? throw NotAllowed(operation),
            };
        }
        finally
        {
            _at = outer;
        }
    }

    private UnreadableException NotAllowed(IOperation operation) => new(
        $"{Describe(operation)} cannot be compiled", operation.Syntax, Finding.Of("FRNN031", $"{Describe(operation)} cannot be compiled", container.Name));

    /// <summary>The operation as a host value, or null.</summary>
    private Lowered? Host(IOperation operation) =>
        HostReader.Read(operation, HostOf) is { } host && (operation.ConstantValue.HasValue || operation.DescendantsAndSelf().All(IsAccessible)) ? new Lowered.Host(host) : null;

    /// <summary>Whether the generated class may name a static member: functions and inner containers may use what is private to them.</summary>
    private bool IsAccessible(IOperation operation) => operation switch
    {
        IMemberReferenceOperation { Member: { IsStatic: true } member } => container.IsAccessible(member),
        IInvocationOperation { TargetMethod: { IsStatic: true } method } => container.IsAccessible(method),
        _ => true,
    };

    private HostExpression? HostOf(ISymbol symbol) =>
        _bindings.TryGetValue(symbol, out var bound) ? (bound as Lowered.Host)?.Expression : container.Scope.Resolve(symbol);

    private Lowered Conversion(IConversionOperation conversion)
    {
        var operand = Expression(conversion.Operand);
        if (operand is Lowered.Tensor tensor && !conversion.IsImplicit && !conversion.Type.IsTensor() && conversion.OperatorMethod is not null)
        {
            throw ReadOnHost(conversion.Syntax, "(" + conversion.Type?.Name + ")", tensor.Id);
        }

        return operand is Lowered.Host host
            ? Host(conversion) ?? (HostReader.Convert(conversion, host.Expression) is { } converted ? new Lowered.Host(converted) : throw NotAllowed(conversion))
            : operand;
    }

    /// <summary>A value of a tensor is read: in a condition the branch is the mistake, elsewhere the read.</summary>
    private UnreadableException ReadOnHost(SyntaxNode at, string member, int value)
    {
        if (_condition is not null)
        {
            return BranchOnTensor(_condition, NameOf(value));
        }

        container.Sink.Report("FRNN034", at, member);
        return new UnreadableException($"'{member}' reads the tensor '{NameOf(value)}' on the host", at);
    }

    private Lowered.Members Anonymous(IAnonymousObjectCreationOperation anonymous)
    {
        var members = new List<KeyValuePair<string, Lowered>>();
        foreach (var initializer in anonymous.Initializers.OfType<ISimpleAssignmentOperation>())
        {
            if (initializer.Target is IPropertyReferenceOperation property)
            {
                members.Add(new KeyValuePair<string, Lowered>(property.Property.Name, Expression(initializer.Value)));
            }
        }

        return new Lowered.Members(members);
    }

    private Lowered List(IEnumerable<IOperation> elements, IOperation whole)
    {
        var items = new List<Lowered>();
        foreach (var element in elements)
        {
            if (element is ISpreadOperation spread)
            {
                items.AddRange(Expression(spread.Operand) is Lowered.Several several ? several.Items : throw NotAllowed(whole));
            }
            else
            {
                items.Add(Expression(element));
            }
        }

        return items.Count > 0 && items.All(item => item is Lowered.Host)
            ? new Lowered.Host(HostExpression.List(items.Select(item => ((Lowered.Host)item).Expression)))
            : new Lowered.Several(items, IsTuple: false);
    }

    private Lowered Conditional(IConditionalOperation conditional, IOperation otherwise) =>
        Host(conditional) ?? (Condition(conditional.Condition) ? Expression(conditional.WhenTrue) : Expression(otherwise));

    private Lowered Assigned(ISimpleAssignmentOperation assignment)
    {
        var value = Expression(assignment.Value);
        Assign(assignment.Target, value);
        return value;
    }

    private static Lowered Int(long value) => new Lowered.Host(HostExpression.Of(value));

    private static bool IsTensorResult(ITypeSymbol? type) => type switch
    {
        null => false,
        IArrayTypeSymbol array => array.ElementType.IsTensor(),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => IsTensorResult(element.Type)),
        _ => type.IsTensor(),
    };
}
