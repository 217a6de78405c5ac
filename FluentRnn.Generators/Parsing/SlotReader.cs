using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads a group of slots: <c>new { h = Vector(hidden), previous = TeacherForced(Vector(vocab)) }</c>.</summary>
internal sealed class SlotReader(SemanticModel model, DefineScope scope, FindingSink sink)
{
    /// <summary>Where each slot is declared, by name: for findings about slots.</summary>
    public Dictionary<string, SyntaxNode> Declarations { get; } = new(StringComparer.Ordinal);

    /// <summary>The slots of a call, or null when the group cannot be read.</summary>
    public EquatableArray<Slot>? Read(ChainCall call)
    {
        if (Members(call) is not { } members)
        {
            return null;
        }

        var slots = new List<Slot>();
        foreach (var (name, value, declarator) in members)
        {
            if (Read(name, Resolve(value), declarator, call.Name) is not { } slot)
            {
                return null;
            }

            Declarations[name] = declarator;
            SlotModifiers.Check(slot, declarator, sink);
            slots.Add(slot);
        }

        return slots.ToEquatableArray();
    }

    /// <summary>The members of the anonymous object a call is given, or null, reported, when it is given something else.</summary>
    public IReadOnlyList<(string Name, ExpressionSyntax Value, SyntaxNode Declarator)>? Members(ChainCall call)
    {
        var argument = call.Argument()?.Expression;
        if (argument is LambdaExpressionSyntax { ExpressionBody: { } body })
        {
            argument = body;
        }

        if (argument is not AnonymousObjectCreationExpressionSyntax group)
        {
            // The right type from elsewhere, or no anonymous object at all.
            if (argument is not null && model.GetTypeInfo(argument).Type is { IsAnonymousType: true })
            {
                sink.Report("FRNN013", argument, call.Name, argument.ToString());
            }
            else
            {
                sink.Report("FRNN020", argument ?? (SyntaxNode)call.NameSyntax, call.Name);
            }

            return null;
        }

        return [.. group.Initializers.Select(member => (NameOf(member), member.Expression, (SyntaxNode)member))];
    }

    private static string NameOf(AnonymousObjectMemberDeclaratorSyntax member) =>
        member.NameEquals?.Name.Identifier.ValueText ?? member.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => string.Empty,
        };

    /// <summary>Follows a local of <c>Define</c> to the expression it stands for.</summary>
    private ExpressionSyntax Resolve(ExpressionSyntax value) =>
        value is IdentifierNameSyntax && model.GetSymbolInfo(value).Symbol is ILocalSymbol local && DefineScope.Owns(local)
        && DefineScope.Initializer(local) is { } initializer && !scope.IsReassigned(local)
            ? Resolve(initializer)
            : value;

    private Slot? Read(string name, ExpressionSyntax value, SyntaxNode declarator, string group)
    {
        if (model.GetOperation(value) is not IInvocationOperation invocation || invocation.TargetMethod.ContainingType.FullName() != WellKnownNames.Dsl)
        {
            sink.Report("FRNN021", value, name, "Vector(n)");
            return null;
        }

        var arguments = invocation.Arguments.OrderBy(argument => argument.Parameter?.Ordinal ?? 0).Select(argument => argument.Value).ToList();
        switch (invocation.TargetMethod.Name)
        {
            case "Learned" or "TeacherForced" or "RandomNormal" or "Lag" when group == "States":
                return arguments[0].Syntax is ExpressionSyntax inner && Read(name, Resolve(inner), declarator, group) is { } slot
                    ? Modify(slot, invocation.TargetMethod.Name, arguments, declarator)
                    : null;
            case "StepIndex" when group == "Sequences":
                return Of(name, ElementType.Int64, [], declarator, group) with { IsStepIndex = true };
            case "Vector" or "Matrix":
                return Of(name, ElementType.Floating, arguments, declarator, group);
            case "Scalar":
                return Of(name, ElementType.Floating, [], declarator, group);
            case "Index":
                return Of(name, ElementType.Int64, [], declarator, group);
            case "Flag":
                return Of(name, ElementType.Bool, [], declarator, group);
            case "Slot":
                var element = invocation.TargetMethod.Parameters[0].Type.TypeKind == TypeKind.Enum ? ElementOf(arguments[0]) : ElementType.Floating;
                var sizes = arguments.Last() is IArrayCreationOperation { Initializer: { } initializer } ? [.. initializer.ElementValues]
                    : arguments.Last() is ICollectionExpressionOperation collection ? [.. collection.Elements]
                    : new List<IOperation>();
                return Of(name, element, sizes, declarator, group);
            default:
                sink.Report("FRNN021", value, name, "Vector(n)");
                return null;
        }
    }

    private Slot Modify(Slot slot, string modifier, List<IOperation> arguments, SyntaxNode declarator)
    {
        switch (modifier)
        {
            case "Learned":
                return slot with { Learned = true };
            case "TeacherForced":
                return slot with { TeacherForced = true };
            case "RandomNormal":
                return slot with { RandomNormal = true };
            default:
                if (slot.Lag is not null)
                {
                    sink.Report("FRNN026", declarator, slot.Name, "Lag", "Lag");
                }

                return slot with { Lag = Size(arguments[1], slot.Name, axis: 1) };
        }
    }

    private Slot Of(string name, ElementType element, IReadOnlyList<IOperation> sizes, SyntaxNode declarator, string group)
    {
        var shape = new List<Dim> { Dim.Batch };
        foreach (var size in sizes)
        {
            // Axes of a sequence's tensor have time after the batch.
            var axis = shape.Count + (group == "Sequences" ? 1 : 0);
            shape.Add(Size(size, name, axis));
        }

        return new Slot(name, new TensorType(shape.ToEquatableArray(), element));
    }

    /// <summary>A size as it is written; where it cannot be read or is any, as the axis of the slot's tensor has it at run time.</summary>
    private Dim Size(IOperation size, string name, int axis)
    {
        var dim = HostReader.Read(size, scope.Resolve)?.Size;
        if (dim is null)
        {
            sink.Report("FRNN025", size.Syntax, size.Syntax.ToString(), name);
        }

        return dim is null || dim.Value is < 0 ? Dim.RunTime($"{{{name}}}.shape[{axis}]") : dim;
    }

    private static ElementType ElementOf(IOperation operation) =>
        operation is IFieldReferenceOperation field && Enum.TryParse<ElementType>(field.Field.Name, out var element) ? element : ElementType.Unknown;
}
