using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>TorchSharp's members: looked up in the operation table, or called as they are.</content>
internal sealed partial class StepLowering
{
    private static readonly HashSet<string> HostReads = new(StringComparer.Ordinal)
    {
        "item", "data", "ToSingle", "ToDouble", "ToInt32", "ToInt64", "ToBoolean", "ToByte", "ToSByte", "ToInt16", "ToHalf", "ToBFloat16", "ToScalar", "ReadCpuSingle", "ReadCpuDouble", "ReadCpuInt64", "ToString",
    };

    /// <summary>A member of TorchSharp: looked up in the operation table, or called as it is.</summary>
    private Lowered Operation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var receiver = invocation.Instance is { } instance ? Expression(instance) : null;
        if (receiver is Lowered.Tensor self && Size(self.Id, invocation) is { } size)
        {
            return size;
        }

        var arguments = Arguments(invocation);
        if ((receiver ?? arguments.FirstOrDefault().Value) is Lowered.Tensor subject)
        {
            Refuse(invocation, arguments, subject.Id);
        }

        var values = arguments.Select(argument => argument.Value).ToList();
        var described = arguments.Select(argument => new CallArgument(KindOf(argument.Parameter.Type), Literal(argument.Value))).ToList();
        if (receiver is not null)
        {
            values.Insert(0, receiver);
            described.Insert(0, ParameterKind.Tensor);
        }

        return method.TypeArguments.Length == 0 && values.All(IsArgument) && OperationTable.Find(method.ContainingType.Name, method.Name, described) is { } match
            ? Add(match, values, invocation.Syntax)
            : CallAsItIs(invocation, receiver, arguments);
    }

    /// <summary>Leaves the step where an operation reads a tensor on the host or changes it.</summary>
    private void Refuse(IInvocationOperation invocation, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments, int subject)
    {
        var method = invocation.TargetMethod;
        if (HostReads.Contains(method.Name))
        {
            throw ReadOnHost(invocation.Syntax, method.Name, subject);
        }

        var instead = method.Name.Length > 1 && method.Name.EndsWith("_", StringComparison.Ordinal) ? method.Name.TrimEnd('_')
            : arguments.Any(argument => argument is { Parameter.Name: "inplace", Value: Lowered.Host { Expression.Text: "true" } }) ? "inplace: false"
            : null;
        if (instead is not null)
        {
            var changed = invocation.Instance?.Syntax
                ?? invocation.Arguments.First(argument => argument.Parameter?.Ordinal == 0).Value.Syntax;
            container.Sink.Report("FRNN035", invocation.Syntax, method.Name, _builder[subject].Name ?? Brief(changed), instead);
            throw new UnreadableException($"'{method.Name}' changes '{NameOf(subject)}' in place", invocation.Syntax);
        }
    }

    /// <summary>size(i), dim(), numel(): host values read off the inferred type.</summary>
    private Lowered? Size(int id, IInvocationOperation invocation)
    {
        if (_builder[id].Type.Shape is not { } shape || !shape.All(dim => dim.IsWritable))
        {
            return null;
        }

        switch (invocation.TargetMethod.Name)
        {
            case "size" when invocation.Arguments.Length == 1 && Expression(invocation.Arguments[0].Value) is Lowered.Host { Expression.Constant: { } axis }
                && Position((axis < 0 ? -axis : axis, axis < 0), shape.Count) is { } position:
                return new Lowered.Host(HostExpression.Of(shape[position]));
            case "dim" or "ndimension":
                return Int(shape.Count);
            case "numel":
                return new Lowered.Host(HostExpression.Of(shape.Aggregate(Dim.One, (product, dim) => product * dim)));
            default:
                return null;
        }
    }

    /// <summary>An operation by the name it has in the table.</summary>
    private Lowered Apply(string member, SyntaxNode at, params Lowered[] values) =>
        values.All(IsArgument) && OperationTable.Find("Tensor", member, [.. values.Select(value => new CallArgument(KindOf(value), Literal(value)))]) is { } match
            ? Add(match, values, at)
            : throw Unreadable($"the operation '{Brief(at)}' is not known", at);

    private Lowered Add(CallMatch match, IReadOnlyList<Lowered> values, SyntaxNode at)
    {
        if (_builder.Ops.Count > MaxOperations)
        {
            throw TooMuch($"it has more than {MaxOperations} operations", at);
        }

        var written = new List<Argument>();
        for (var i = 0; i < values.Count; i++)
        {
            if (match.Names[i] is { } name)
            {
                written.Add(values[i] switch
                {
                    Lowered.Host host => Argument.Of(name, host.Expression),
                    // No operation takes no tensors; a list of nothing is one of sizes or axes.
                    Lowered.Several { Items.Count: 0 } => Argument.Of(name, HostExpression.List([])),
                    Lowered.Several list => Argument.OfList(name, list.Items.Select(item => Tensor(item, at))),
                    var value => Argument.Of(name, Tensor(value, at)),
                });
            }
        }

        var outer = _at;
        _at = at;
        var mark = _builder.Mark();
        var results = _builder.AddMany(match.Operation, match.Arrange(written));
        _at = outer;
        Locate(mark, at, match.Operation.Member);
        return match.Operation.Results == ResultForm.Single
            ? new Lowered.Tensor(results[0])
            : new Lowered.Several([.. results.Select(id => new Lowered.Tensor(id))], IsTuple: match.Operation.Results == ResultForm.Tuple);
    }

    /// <summary>The operations added since <paramref name="mark"/> stand at one place of the source; the user is told when one of them is drawn at every step.</summary>
    private void Locate(int mark, SyntaxNode at, string name)
    {
        var added = _builder.Ops.Skip(mark).ToList();
        foreach (var result in added.SelectMany(op => op.Results))
        {
            container.Sink.Places?.Add(result.Id, at);
            _written[result.Id] = at;
        }

        if (added.Any(op => op.Operation.Effects == Effects.Random && op.Operation != Sampling.SequenceDropout))
        {
            container.Sink.Report("FRNN044", at, name);
        }
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
}
