using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Expressions: references, members, tuples, operators.</content>
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

    private Lowered Local(ILocalReferenceOperation local)
    {
        if (_bindings.TryGetValue(local.Local, out var bound))
        {
            return bound;
        }

        if (DefineScope.Owns(local.Local))
        {
            if (local.Local.Type.IsTensor())
            {
                container.Sink.Report("FRNN042", local.Syntax, local.Local.Name, "Constants");
                throw new UnreadableException($"the tensor '{local.Local.Name}' is captured", local.Syntax);
            }

            if (container.Scope.IsReassigned(local.Local))
            {
                container.Sink.Report("FRNN040", local.Syntax, local.Local.Name);
                throw new UnreadableException($"the local '{local.Local.Name}' can change", local.Syntax);
            }
        }

        return Host(local) ?? throw Unreadable($"the local '{local.Local.Name}' is not known while compiling", local.Syntax);
    }

    private Lowered Parameter(IParameterReferenceOperation parameter)
    {
        if (_bindings.TryGetValue(parameter.Parameter, out var bound))
        {
            return bound;
        }

        if (parameter.Type.IsTensor())
        {
            container.Sink.Report("FRNN042", parameter.Syntax, parameter.Parameter.Name, "Constants");
            throw new UnreadableException($"the tensor '{parameter.Parameter.Name}' is captured", parameter.Syntax);
        }

        return Host(parameter) ?? throw Unreadable($"the parameter '{parameter.Parameter.Name}' is not known while compiling", parameter.Syntax);
    }

    private Lowered Property(IPropertyReferenceOperation property)
    {
        if (property.Instance is null)
        {
            if (property.Type.IsTensor())
            {
                container.Sink.Report("FRNN042", property.Syntax, property.Property.Name, "Constants");
                throw new UnreadableException($"the tensor '{property.Property.Name}' is captured", property.Syntax);
            }

            return Host(property) ?? throw NotAllowed(property);
        }

        if (Host(property) is { } host)
        {
            return host;
        }

        var name = property.Property.Name;
        switch (Expression(property.Instance))
        {
            case Lowered.Group group:
                return Slot(group.Kind, name, property.Syntax);
            case Lowered.Members members when members.Items.FirstOrDefault(item => item.Key == name) is { Key: not null } member:
                return member.Value;
            case Lowered.Struct structure when structure.Items.FirstOrDefault(item => item.Key == name) is { Key: not null } member:
                return member.Value;
            case Lowered.Several several when name is "Length" or "Count":
                return Int(several.Items.Count);
            case Lowered.Host { Expression.Items: { } items } when name is "Length" or "Count":
                return Int(items.Count);
            case Lowered.Module module when property.Type.IsTensor() && module.Declaration.Slot.Kind == ModuleKind.Module:
                return new Lowered.Tensor(_builder.Input(
                    InputKind.Weight, module.Declaration.Slot.Name + "." + name, ContainerContext.WeightType(module.Declaration, name)));
            case Lowered.Module module when !property.Type.IsModule():
                return new Lowered.Host(HostExpression.Code($"{{{module.Declaration.Slot.Name}}}.{name}"));
            case Lowered.Tensor tensor when name is "shape":
                return Shape(tensor.Id, property.Syntax);
            case Lowered.Tensor tensor when name is "T" or "mT":
                return Transposed(tensor.Id, property.Syntax);
            case Lowered.Tensor tensor when OperationTable.Knows(name):
                return Apply(name, property.Syntax, tensor);
            default:
                throw Unreadable($"'{Brief(property.Syntax)}' is not known while compiling", property.Syntax);
        }
    }

    private Lowered Slot(SlotGroup group, string name, SyntaxNode at)
    {
        if (group == SlotGroup.Modules)
        {
            return container.Modules.FirstOrDefault(module => module.Slot.Name == name) is { } declaration
                ? new Lowered.Module(declaration)
                : throw Unreadable($"the module '{name}' is not declared in a way that the compiler can follow", at);
        }

        var (slots, kind) = group switch
        {
            SlotGroup.Sequences => (container.Sequences, InputKind.Sequence),
            SlotGroup.Constants => (container.Constants, InputKind.Constant),
            _ => (container.States, InputKind.State),
        };
        return slots.FirstOrDefault(slot => slot.Name == name) is { } declared
            ? new Lowered.Tensor(declared.Lag is null ? _builder.Input(kind, name, declared.Type) : Oldest(declared))
            : throw Unreadable($"'{name}' is not a slot", at);
    }

    private Lowered Field(IFieldReferenceOperation field)
    {
        if (field.Instance is { } instance && Expression(instance) is Lowered.Several { IsTuple: true } tuple)
        {
            var position = field.Field.CorrespondingTupleField?.Name ?? field.Field.Name;
            return position.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(position.Substring(4), out var index) && index <= tuple.Items.Count
                ? tuple.Items[index - 1]
                : throw Unreadable($"'{Brief(field.Syntax)}' is not known while compiling", field.Syntax);
        }

        if (field.Type.IsTensor() || field.Type.IsModule())
        {
            container.Sink.Report("FRNN042", field.Syntax, field.Field.Name, field.Type.IsModule() ? "Modules" : "Constants");
            throw new UnreadableException($"the field '{field.Field.Name}' is captured", field.Syntax);
        }

        if (field.Field.CanChange())
        {
            var declaration = field.Field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
            container.Sink.Report(Finding.Of("FRNN041", field.Field.Name), field.Syntax, also: declaration);
            return new Lowered.Host(HostExpression.Code(field.Field.ContainingType.CSharp() + "." + field.Field.Name.Escaped()));
        }

        return Host(field) ?? throw NotAllowed(field);
    }

    /// <summary>An element of an array whose length is known: the parts of a chunk, the axes of a shape, a list of modules.</summary>
    private Lowered Element(IArrayElementReferenceOperation element)
    {
        var array = Expression(element.ArrayReference);
        if (element.Indices.Length != 1 || Index(element.Indices[0]) is not { } index)
        {
            throw Unreadable($"the index of '{Brief(element.Syntax)}' is not constant", element.Syntax);
        }

        return Pick(array, index, element.Syntax);
    }

    private Lowered Pick(Lowered list, (long Value, bool FromEnd) index, SyntaxNode at)
    {
        switch (list)
        {
            case Lowered.Several several when Position(index, several.Items.Count) is { } position:
                return several.Items[position];
            case Lowered.Host { Expression.Items: { } items } when Position(index, items.Count) is { } position:
                return new Lowered.Host(items[position]);
            default:
                throw Unreadable($"'{Brief(at)}' is not known while compiling", at);
        }
    }

    private static int? Position((long Value, bool FromEnd) index, int count)
    {
        var position = index.FromEnd ? count - index.Value : index.Value;
        return position >= 0 && position < count ? (int)position : null;
    }

    /// <summary>A constant index, possibly from the end.</summary>
    private (long Value, bool FromEnd)? Index(IOperation operation)
    {
        if (operation is IConversionOperation conversion)
        {
            return Index(conversion.Operand);
        }

        var fromEnd = operation is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        var value = fromEnd ? ((IUnaryOperation)operation).Operand : operation;
        return Expression(value) is Lowered.Host { Expression.Constant: { } constant } ? (constant, fromEnd) : null;
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

    /// <summary>The sizes of a tensor, when they are known: the batch size is B.</summary>
    private Lowered Shape(int id, SyntaxNode at) =>
        _builder[id].Type.Shape is { } shape && shape.All(dim => dim.IsWritable)
            ? new Lowered.Host(HostExpression.List(shape.Select(HostExpression.Of)))
            : throw Unreadable($"the shape of '{_builder[id].Name ?? Brief(at)}' is not known while compiling", at);

    private Lowered Transposed(int id, SyntaxNode at)
    {
        var rank = _builder[id].Type.Rank ?? throw Unreadable($"the rank of '{Brief(at)}' is not known while compiling", at);
        return Apply("transpose", at, new Lowered.Tensor(id), Int(rank - 2), Int(rank - 1));
    }

    private static Lowered Int(long value) => new Lowered.Host(HostExpression.Of(value));

    private static bool IsTensorResult(ITypeSymbol? type) => type switch
    {
        null => false,
        IArrayTypeSymbol array => array.ElementType.IsTensor(),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => IsTensorResult(element.Type)),
        _ => type.IsTensor(),
    };

    private Lowered Binary(IBinaryOperation binary)
    {
        if (Host(binary) is { } host)
        {
            return host;
        }

        return Binary(binary.OperatorKind, Expression(binary.LeftOperand), Expression(binary.RightOperand), binary);
    }

    /// <summary>An operator on two values of the host, or on tensors.</summary>
    private Lowered Binary(BinaryOperatorKind kind, Lowered left, Lowered right, IOperation whole) => (left, right) switch
    {
        (Lowered.Host a, Lowered.Host b) => HostReader.Binary(kind, a.Expression, b.Expression, whole.Type) is { } host ? new Lowered.Host(host) : throw NotAllowed(whole),
        _ => Apply("operator " + OperatorSymbol(kind, whole), whole.Syntax, left, right),
    };

    private Lowered Compound(ICompoundAssignmentOperation compound)
    {
        if (compound.OperatorMethod is { IsStatic: false })
        {
            container.Sink.Report("FRNN035", compound.Syntax, compound.OperatorMethod.Name, Brief(compound.Target.Syntax), "=");
            throw new UnreadableException($"'{Brief(compound.Syntax)}' changes a tensor in place", compound.Syntax);
        }

        return Binary(compound.OperatorKind, Expression(compound.Target), Expression(compound.Value), compound);
    }

    private Lowered Unary(IUnaryOperation unary)
    {
        if (Host(unary) is { } host)
        {
            return host;
        }

        var operand = Expression(unary.Operand);
        if (operand is Lowered.Host { Expression: var value })
        {
            return HostReader.Unary(unary.OperatorKind, value) is { } result ? new Lowered.Host(result) : throw NotAllowed(unary);
        }

        var symbol = unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => "operator -",
            UnaryOperatorKind.Not => "operator !",
            UnaryOperatorKind.BitwiseNegation => "operator ~",
            _ => throw NotAllowed(unary),
        };
        return Apply(symbol, unary.Syntax, operand);
    }

    private string OperatorSymbol(BinaryOperatorKind kind, IOperation operation) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        _ => throw NotAllowed(operation),
    };
}
