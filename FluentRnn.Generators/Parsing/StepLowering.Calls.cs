using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Calls: what is called decides how it is read.</content>
internal sealed partial class StepLowering
{
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
}
