using System.Globalization;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Ir.Modules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Calls: TorchSharp's operations, modules, the user's own functions, and everything else as it is.</content>
internal sealed partial class StepLowering
{
    private static readonly HashSet<string> HostReads = new(StringComparer.Ordinal)
    {
        "item", "data", "ToSingle", "ToDouble", "ToInt32", "ToInt64", "ToBoolean", "ToByte", "ToSByte", "ToInt16", "ToHalf", "ToBFloat16", "ToScalar", "ReadCpuSingle", "ReadCpuDouble", "ReadCpuInt64", "ToString",
    };

    /// <summary>Modules that change their own buffers when they are called.</summary>
    private static readonly HashSet<string> StatefulModules = new(StringComparer.Ordinal)
    {
        "TorchSharp.Modules.BatchNorm1d", "TorchSharp.Modules.BatchNorm2d", "TorchSharp.Modules.BatchNorm3d",
    };

    private Lowered Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var type = method.ContainingType?.FullName() ?? string.Empty;
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke)
        {
            return Inline(invocation);
        }

        if (type == WellKnownNames.Dsl && method.Name == "Yield")
        {
            return Yield(invocation);
        }

        if (invocation.Instance is { } instance && instance.Type.IsModule())
        {
            return Expression(instance) is Lowered.Module module
                ? CallModule(module.Declaration, invocation)
                : throw Unreadable($"'{Brief(instance.Syntax)}' is not a module of the modules group", instance.Syntax);
        }

        if (WellKnownNames.OperationTypes.Contains(type))
        {
            return Operation(invocation);
        }

        if (Host(invocation) is { } host)
        {
            return host;
        }

        return CanBeWalked(method) ? Inline(invocation) : CallAsItIs(invocation);
    }

    /// <summary>The arguments in the order of the parameters.</summary>
    private List<(IParameterSymbol Parameter, Lowered Value)> Arguments(IInvocationOperation invocation) =>
        [.. invocation.Arguments
            .Where(argument => argument.Parameter is not null)
            .OrderBy(argument => argument.Parameter!.Ordinal)
            .Select(argument => (argument.Parameter!, argument.ArgumentKind == ArgumentKind.DefaultValue ? DefaultOf(argument) : Expression(argument.Value)))];

    private static Lowered DefaultOf(IArgumentOperation argument) =>
        new Lowered.Host(HostReader.Read(argument.Value, static _ => null) ?? HostExpression.Code("default"));

    private Lowered.Yielded Yield(IInvocationOperation invocation)
    {
        Lowered.Members? Group(string name) => invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit) is { } argument
            ? Expression(argument.Value) switch
            {
                Lowered.Members members => members,
                Lowered.Group { Kind: SlotGroup.States } => new Lowered.Members([.. container.States.Select(state =>
                    new KeyValuePair<string, Lowered>(state.Name, Slot(SlotGroup.States, state.Name, argument.Syntax)))]),
                _ => throw Unreadable($"'{Brief(argument.Value.Syntax)}' is not an anonymous object written in place", argument.Value.Syntax),
            }
            : null;

        var done = invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "done" && argument.ArgumentKind == ArgumentKind.Explicit);
        _yield = invocation.Syntax;
        return new Lowered.Yielded(Group("sequence"), Group("last"), Group("next"), done is null ? null : Expression(done.Value));
    }

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

    private static bool IsArgument(Lowered value) => value switch
    {
        Lowered.Tensor or Lowered.Host => true,
        Lowered.Module module => module.Declaration.Slot.Kind != ModuleKind.Module,
        Lowered.Several several => several.Items.All(item => item is Lowered.Tensor or Lowered.Module { Declaration.Slot.Kind: not ModuleKind.Module }),
        _ => false,
    };

    /// <summary>The kind of an operand of an operator.</summary>
    private static ParameterKind KindOf(Lowered value) => value switch
    {
        Lowered.Host { Expression.Items: not null } => ParameterKind.Ints,
        Lowered.Host { Expression.Size: not null } => ParameterKind.Int,
        Lowered.Host => ParameterKind.Number,
        Lowered.Several => ParameterKind.Tensors,
        _ => ParameterKind.Tensor,
    };

    /// <summary>A literal the table may tell overloads apart by.</summary>
    private static string? Literal(Lowered value) => value is Lowered.Host { Expression: var host } ? CallArgument.LiteralOf(host) : null;

    private static ParameterKind KindOf(ITypeSymbol parameter)
    {
        if (parameter is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            parameter = nullable.TypeArguments[0];
        }

        return parameter switch
        {
            _ when parameter.IsTensor() => ParameterKind.Tensor,
            _ when parameter.IsInteger() => ParameterKind.Int,
            IArrayTypeSymbol array => KindOfSeveral(array.ElementType),
            { SpecialType: SpecialType.System_Boolean } => ParameterKind.Bool,
            { SpecialType: SpecialType.System_Double or SpecialType.System_Single } or { Name: "Scalar" } => ParameterKind.Number,
            { Name: "ScalarType" } => ParameterKind.Type,
            { Name: "Size" } => ParameterKind.Ints,
            INamedTypeSymbol { TypeArguments: [var element, ..] } => KindOfSeveral(element),
            _ => ParameterKind.Other,
        };
    }

    private static ParameterKind KindOfSeveral(ITypeSymbol element) =>
        element.IsInteger() ? ParameterKind.Ints : element.IsTensor() ? ParameterKind.Tensors : ParameterKind.Other;

    /// <summary>A module's call: by its equations when they are known, else as it is.</summary>
    private Lowered CallModule(ModuleDeclaration module, IInvocationOperation invocation)
    {
        if (module.Container is not null)
        {
            var given = Arguments(invocation);
            return (invocation.TargetMethod.Name == "step" ? StepOf(module, invocation, given) : null) ?? CallContainer(module, invocation, given);
        }

        if (invocation.TargetMethod.Name is not ("call" or "forward"))
        {
            return Host(invocation) ?? CallAsItIs(invocation, new Lowered.Module(module), Arguments(invocation));
        }

        if (StatefulModules.Contains(module.TypeName))
        {
            container.Sink.Report("FRNN046", invocation.Syntax, module.Slot.Name);
        }

        var arguments = Arguments(invocation);
        var operands = arguments.SelectMany(argument => Flatten(argument.Value)).ToList();
        if (module.Arguments is { } made && ModuleTable.Find(module.TypeName) is { } decompose && operands.All(operand => operand is null or Lowered.Tensor))
        {
            var mark = _builder.Mark();
            var call = new ModuleCall(_builder, module.Slot.Name, made, [.. operands.Select(operand => (operand as Lowered.Tensor)?.Id)]);
            var outer = _at;
            _at = invocation.Syntax;
            var results = decompose(call);
            _at = outer;
            foreach (var value in _builder.Ops.Skip(mark).SelectMany(op => op.Results))
            {
                container.Sink.Places?.Add(value.Id, invocation.Syntax);
            }

            if (results is not null)
            {
                Locate(mark, invocation.Syntax, module.Slot.Name);
                return results.Count == 1
                    ? new Lowered.Tensor(results[0])
                    : new Lowered.Several([.. results.Select(id => new Lowered.Tensor(id))], IsTuple: true);
            }

            _builder.Rollback(mark);
        }

        return CallAsItIs(invocation, new Lowered.Module(module), arguments);
    }

    private static IEnumerable<Lowered?> Flatten(Lowered value) => value switch
    {
        Lowered.Several several => several.Items.SelectMany(Flatten),
        Lowered.Host { Expression.Text: "null" or "default" } => [null],
        _ => [value],
    };

    private Lowered CallAsItIs(IInvocationOperation invocation)
    {
        var receiver = invocation.Instance is { } instance ? Expression(instance) : null;
        var arguments = Arguments(invocation);
        return receiver is null && arguments.All(argument => argument.Value is Lowered.Host)
            && HostReader.Call(invocation.TargetMethod, arguments.Select(argument => ((Lowered.Host)argument.Value).Expression)) is { } host
            ? new Lowered.Host(host)
            : CallAsItIs(invocation, receiver, arguments);
    }

    /// <summary>A call the compiler does not know: emitted as it is written, executed once a step.</summary>
    private Lowered CallAsItIs(
        IInvocationOperation invocation, Lowered? receiver, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments, IReadOnlyList<TensorType>? types = null)
    {
        var method = invocation.TargetMethod;
        var members = method.ReturnType is INamedTypeSymbol structure ? Leaves(structure) : null;
        var results = members?.Count ?? ResultCount(method.ReturnType)
            ?? throw Unreadable($"'{method.Name}' returns {method.ReturnType.Name}, which the compiler cannot follow", invocation.Syntax);
        if (method.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(method.ContainingType, container.Type))
        {
            throw Unreadable($"'{method.Name}' is private", invocation.Syntax);
        }

        // An extension member is the static method behind it: the generated file does not import its namespace.
        if (receiver is not null && method.AssociatedExtensionImplementation is { } implementation)
        {
            (method, arguments, receiver) = (implementation, [(implementation.Parameters[0], receiver), .. arguments], null);
        }

        var operands = new List<int>();
        var target = receiver is null ? method.ContainingType.CSharp() : Text(receiver, operands, invocation.Syntax);
        var generic = method.TypeArguments.Length == 0 ? string.Empty : "<" + string.Join(", ", method.TypeArguments.Select(type => type.CSharp())) + ">";
        var texts = arguments.Where(argument => IsWritten(invocation, argument.Parameter)).Select(argument => $"{argument.Parameter.Name.Escaped()}: {Text(argument.Value, operands, invocation.Syntax)}").ToList();
        if (receiver is not Lowered.Module)
        {
            container.Sink.Report("FRNN032", invocation.Syntax, method.Name);
        }

        var mark = _builder.Mark();
        var ids = _builder.AddOpaque(Operations.Opaque, $"{target}.{method.Name.Escaped()}{generic}({string.Join(", ", texts)})", operands, results, members, types);
        Locate(mark, invocation.Syntax, method.Name);
        return members is not null ? Assemble((INamedTypeSymbol)method.ReturnType, new Queue<int>(ids))
            : method.ReturnType is INamedTypeSymbol { IsTupleType: true }
            ? new Lowered.Several([.. ids.Select(id => new Lowered.Tensor(id))], IsTuple: true)
            : new Lowered.Tensor(ids[0]);
    }

    /// <summary>Whether an argument is given, and not left to its default value.</summary>
    private static bool IsWritten(IInvocationOperation invocation, IParameterSymbol parameter) =>
        !invocation.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.DefaultValue && SymbolEqualityComparer.Default.Equals(argument.Parameter, parameter));

    /// <summary>How many tensors a call gives: one, or the elements of a tuple of tensors; null for anything else.</summary>
    private static int? ResultCount(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple when tuple.TupleElements.All(element => element.Type.IsTensor()) => tuple.TupleElements.Length,
        _ when type.IsTensor() => 1,
        _ => null,
    };

    private string Text(Lowered value, List<int> operands, SyntaxNode at)
    {
        switch (value)
        {
            case Lowered.Host host:
                return HostReader.Text(host.Expression);
            case Lowered.Module { Declaration.Slot: { Kind: ModuleKind.Module } slot }:
                return "{" + slot.Name + "}";
            case Lowered.Struct structure:
                return $"new {structure.Type}({string.Join(", ", structure.Items.Select(item => Text(item.Value, operands, at)))})";
            case Lowered.Several { IsTuple: true } tuple:
                return "(" + string.Join(", ", tuple.Items.Select(item => Text(item, operands, at))) + ")";
            case Lowered.Several list:
                return "[" + string.Join(", ", list.Items.Select(item => Text(item, operands, at))) + "]";
            default:
                operands.Add(Tensor(value, at));
                return "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
        }
    }

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
