using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Indexers: <c>x[.., 0]</c>, <c>x[TensorIndex.Colon, 1..3]</c>, <c>parts[2]</c>.</content>
internal sealed partial class StepLowering
{
    private Lowered Indexer(IPropertyReferenceOperation indexer)
    {
        if (indexer.Instance is not { } instance)
        {
            throw NotAllowed(indexer);
        }

        var indexed = Expression(instance);
        if (indexed is Lowered.Module { Declaration.Slot.Kind: not ModuleKind.Module })
        {
            indexed = new Lowered.Tensor(Tensor(indexed, instance.Syntax));
        }

        if (indexed is not Lowered.Tensor)
        {
            return indexer.Arguments.Length == 1 && Index(indexer.Arguments[0].Value) is { } position
                ? Pick(indexed, position, indexer.Syntax)
                : throw NotAllowed(indexer);
        }

        var indices = indexer.Arguments.SelectMany(argument => Elements(argument.Value)).Select(Unconverted).ToList();
        var axis = 0L;
        for (var i = 0; i < indices.Count; i++)
        {
            (indexed, axis) = Select(indexed, indices[i], axis, indices.Skip(i + 1), indexer.Syntax);
        }

        return indexed;
    }

    /// <summary>Applies one index at an axis; gives the tensor and the axis the next index is for.</summary>
    private (Lowered Tensor, long Axis) Select(Lowered tensor, IOperation index, long axis, IEnumerable<IOperation> rest, SyntaxNode at)
    {
        switch (index)
        {
            case IRangeOperation range:
                return (Slice(tensor, axis, Bound(range.LeftOperand, Int(0))!, Bound(range.RightOperand, null), at), axis + 1);
            case IInvocationOperation { TargetMethod: { Name: "Slice", ContainingType.Name: "TensorIndex" } } slice:
                var bounds = Arguments(slice).Select(argument => IsAbsent(argument.Value) ? null : argument.Value).ToList();
                return bounds.Count < 3 || bounds[2] is null
                    ? (Slice(tensor, axis, bounds.ElementAtOrDefault(0) ?? Int(0), bounds.ElementAtOrDefault(1), at), axis + 1)
                    : throw Unreadable("a slice with a step is used as an index", at);
            case IPropertyReferenceOperation { Property: { ContainingType.Name: "TensorIndex", Name: var kind } }:
                return Special(tensor, kind, axis, rest, at);
            case IFieldReferenceOperation { Field: { ContainingType.Name: "TensorIndex", Name: var kind } }:
                return Special(tensor, kind, axis, rest, at);
        }

        var fromEnd = index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        return (fromEnd ? Bound(index, null) : Expression(index)) is Lowered.Host { Expression.Size: not null } position
            ? (Apply("select", at, tensor, Int(axis), position), axis)
            : throw Unreadable($"the index '{Brief(index.Syntax)}' is not an integer known on the host", index.Syntax);
    }

    private (Lowered Tensor, long Axis) Special(Lowered tensor, string kind, long axis, IEnumerable<IOperation> rest, SyntaxNode at) => kind switch
    {
        "Colon" => (tensor, axis + 1),
        "Ellipsis" => (tensor, Rank(tensor, at) - rest.Count()),
        "None" or "Null" => (Apply("unsqueeze", at, tensor, Int(axis)), axis + 1),
        _ => throw Unreadable($"the index 'TensorIndex.{kind}' cannot be followed", at),
    };

    private long Rank(Lowered tensor, SyntaxNode at) =>
        _builder[Tensor(tensor, at)].Type.Rank ?? throw Unreadable("the rank of an indexed tensor is not known while compiling", at);

    /// <summary>A slice with an open end reaches the last element.</summary>
    private Lowered Slice(Lowered tensor, long axis, Lowered start, Lowered? stop, SyntaxNode at)
    {
        var shape = _builder[Tensor(tensor, at)].Type.Shape;
        var end = stop ?? (shape is { } known && axis < known.Count && known[(int)axis].IsWritable ? new Lowered.Host(HostExpression.Of(known[(int)axis])) : Int(long.MaxValue));
        return start is Lowered.Host { Expression.Constant: 0 } && stop is null ? tensor : Apply("slice", at, tensor, Int(axis), start, end, Int(1));
    }

    private Lowered? Bound(IOperation? bound, Lowered? open) => bound switch
    {
        null => open,
        IConversionOperation conversion => Bound(conversion.Operand, open),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat => Expression(hat.Operand) is Lowered.Host { Expression.Size: { } size }
            ? new Lowered.Host(HostExpression.Of(Dim.Constant(0) - size))
            : throw NotAllowed(bound),
        _ => Expression(bound),
    };

    private static bool IsAbsent(Lowered value) => value is Lowered.Host { Expression.Text: "null" or "default" };

    private static IEnumerable<IOperation> Elements(IOperation argument) => argument switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ICollectionExpressionOperation collection => collection.Elements,
        _ => [argument],
    };

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

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
}
