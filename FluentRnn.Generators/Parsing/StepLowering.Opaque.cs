using System.Globalization;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Calls that the compiler does not know: emitted as they are written.</content>
internal sealed partial class StepLowering
{
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
}
