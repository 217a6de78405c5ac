using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Containers inside: a call of <c>step</c> becomes the operations of the inner step, any other call stays as it is.</content>
internal sealed partial class StepLowering
{
    /// <summary>Operations that ask the call they run in, which must be that of the inner container.</summary>
    private static readonly Operation[] OfTheCall = [Sampling.SequenceDropout, Sampling.Zoneout];

    /// <summary>The operations of an inner step, or null where it must be called as it is.</summary>
    private Lowered.Struct? StepOf(ModuleDeclaration module, IInvocationOperation invocation, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments)
    {
        if (container.Inner(module, cancellation) is not { } inner || Given(inner, arguments, invocation) is not { } given)
        {
            return null;
        }

        if (++_depth > MaxDepth)
        {
            throw TooMuch($"'{inner.Name}' contains itself", invocation.Syntax);
        }

        var (outer, mark, conditions) = (container, _builder.Mark(), _conditions.Count);
        container = container.Inside(inner);
        try
        {
            for (var i = 0; i < inner.Groups.Count; i++)
            {
                _bindings[inner.Step.Symbol.Parameters[i]] = given[inner.Groups[i]];
            }

            var yielded = Block(inner.Step.Body) as Lowered.Yielded ?? throw Unreadable($"the step of '{inner.Name}' returns nothing", invocation.Syntax);
            if (inner.States.Any(state => yielded.Next?.Items.Any(item => item.Key == state.Name) != true))
            {
                throw Unreadable($"the step of '{inner.Name}' lacks a state", invocation.Syntax);
            }

            container = outer;
            if (_builder.Ops.Skip(mark).Any(op => OfTheCall.Contains(op.Operation)))
            {
                throw Unreadable($"the step of '{inner.Name}' depends on its call", invocation.Syntax);
            }

            Locate(mark, invocation.Syntax, module.Slot.Name);
            return Output((INamedTypeSymbol)invocation.TargetMethod.ReturnType, inner, yielded);
        }
        catch (UnreadableException failure) when (!failure.IsFinal)
        {
            _builder.Rollback(mark);
            _conditions.RemoveRange(conditions, _conditions.Count - conditions);
            return null;
        }
        finally
        {
            container = outer;
            _depth--;
        }
    }

    /// <summary>A call of a container that stays as it is: a loop inside a step, or a step that only the call itself can tell.</summary>
    private Lowered CallContainer(ModuleDeclaration module, IInvocationOperation invocation, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments) =>
        CallAsItIs(invocation, new Lowered.Module(module), arguments, container.Inner(module, cancellation) is { } inner ? Types(inner, invocation, arguments) : null);

    /// <summary>The types of the results of a call, as far as the inner step tells them: sequence outputs, last outputs, states.</summary>
    private List<TensorType>? Types(InnerContainer inner, IInvocationOperation invocation, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments)
    {
        StepGraph step;
        try
        {
            step = new StepLowering(container.Alone(inner), [], cancellation).Step(inner.Step, inner.Groups);
        }
        catch (UnreadableException)
        {
            return null;
        }

        var length = invocation.TargetMethod.Name == "step" ? null
            : inner.Sequences.Count > 0 && arguments.FirstOrDefault(argument => argument.Parameter.Name == inner.Sequences[0].Name).Value is Lowered.Tensor first
                && _builder[first.Id].Type.Shape is { Count: > 1 } shape ? shape[1]
            : Dim.Inferred("the length of " + Brief(invocation.Syntax));
        var values = step.Values();
        return
        [
            .. step.Sequence.Select(output => Outside(values[output.Value].Type, length)),
            .. step.Last.Select(output => Outside(values[output.Value].Type, null)),
            .. inner.States.Select(state => Outside(state.Type, null)),
        ];

        // A size that a slot does not fix has no name here.
        TensorType Outside(TensorType type, Dim? time) =>
            type.Shape is not { Count: > 0 } sizes || inner.Sequences.Concat(inner.Constants).Concat(inner.States).Any(slot => sizes.Any(size => size.IsOf(slot.Name)))
                ? type with { Shape = null }
                : time is null ? type
                : type with { Shape = sizes.Take(1).Append(time).Concat(sizes.Skip(1)).ToEquatableArray() };
    }

    /// <summary>What the parameters of the inner step are bound to; null where only the call itself can tell: a state that is left out, a shape that is not known.</summary>
    private Dictionary<SlotGroup, Lowered>? Given(InnerContainer inner, IReadOnlyList<(IParameterSymbol Parameter, Lowered Value)> arguments, IInvocationOperation invocation)
    {
        var byName = arguments.ToDictionary(argument => argument.Parameter.Name, argument => argument.Value, StringComparer.Ordinal);
        var slots = inner.Sequences.Concat(inner.Constants).ToList();
        var state = byName.Where(argument => slots.All(slot => slot.Name != argument.Key)).Select(argument => argument.Value).ToList();
        if (slots.Any(slot => !byName.ContainsKey(slot.Name)) || state.Count != Math.Min(inner.States.Count, 1))
        {
            return null;
        }

        var states = state.Count == 0 ? [] : state[0] is Lowered.Struct given && given.Items.Count == inner.States.Count ? given.Items.Select(item => item.Value).ToList() : null;
        if (states is null)
        {
            return null;
        }

        Lowered.Members Members(IEnumerable<(Slot Slot, Lowered Value)> values) =>
            new([.. values.Select(value => new KeyValuePair<string, Lowered>(value.Slot.Name, value.Value))]);

        var sequences = inner.Sequences.Select(slot => (slot, byName[slot.Name])).ToList();
        var constants = inner.Constants.Select(slot => (slot, byName[slot.Name])).ToList();
        var carried = inner.States.Zip(states, (slot, value) => (slot, value)).ToList();
        return sequences.Concat(constants).Concat(carried).All(pair => Fits(pair.Item1, pair.Item2, invocation))
            ? new()
            {
                [SlotGroup.Sequences] = Members(sequences),
                [SlotGroup.Constants] = Members(constants),
                [SlotGroup.States] = Members(carried),
                [SlotGroup.Modules] = new Lowered.Members([.. inner.Modules.Select(module => new KeyValuePair<string, Lowered>(module.Name, new Lowered.Module(module.Module)))]),
            }
            : null;
    }

    /// <summary>Whether an argument certainly is what its slot takes; one that certainly is not is reported.</summary>
    private bool Fits(Slot slot, Lowered value, IInvocationOperation invocation)
    {
        if (value is not Lowered.Tensor tensor || _builder[tensor.Id].Type is not { Shape: { } shape } type || slot.Type.Shape is not { } expected)
        {
            return false;
        }

        // A size that the inner container does not fix may be any.
        var sizes = shape.Count == expected.Count
            ? shape.Zip(expected, (size, declared) => declared.IsOf(slot.Name) ? Agreement.Equal : size.Agrees(declared)).ToList()
            : [Agreement.Different];
        if (sizes.Contains(Agreement.Different) || IsOtherElement(type.Element, slot.Type.Element))
        {
            container.Sink.Report("FRNN062", invocation.Syntax, slot.Name, Brief(invocation.Instance!.Syntax), Describe(slot.Type), Describe(type));
            return false;
        }

        return !sizes.Contains(Agreement.Unknown) && type.Element != ElementType.Unknown;
    }

    private static string Describe(TensorType type) => type.Element == ElementType.Floating ? type.ToString() : $"{type} {type.Element}";

    /// <summary>What the inner step yields, as its <c>StepOutput</c>: sequence outputs, last outputs, the state, done.</summary>
    private static Lowered.Struct Output(INamedTypeSymbol type, InnerContainer inner, Lowered.Yielded yielded)
    {
        var values = (yielded.Sequence?.Items ?? []).Concat(yielded.Last?.Items ?? []).Select(item => item.Value).ToList();
        if (inner.States.Count > 0)
        {
            var next = inner.States.Select(state => yielded.Next!.Items.First(item => item.Key == state.Name).Value).ToList();
            values.Add(Struct((INamedTypeSymbol)Members(type).First(member => !member.Type.IsTensor()).Type, next));
        }

        if (yielded.Done is { } done)
        {
            values.Add(done);
        }

        return Struct(type, values);
    }

    private static Lowered.Struct Struct(INamedTypeSymbol type, IReadOnlyList<Lowered> values) =>
        new(type.CSharp(), [.. Members(type).Zip(values, (member, value) => new KeyValuePair<string, Lowered>(member.Name, value))]);

    /// <summary>A record struct made in the step: the state of a container.</summary>
    private Lowered Created(IObjectCreationOperation creation) =>
        creation is { Type: INamedTypeSymbol type, Initializer: null } && Leaves(type) is not null
            ? new Lowered.Struct(type.CSharp(), [.. Members(type).Select(member => new KeyValuePair<string, Lowered>(
                member.Name,
                creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == member.Name) is { ArgumentKind: ArgumentKind.Explicit } argument
                    ? Expression(argument.Value)
                    : new Lowered.Host(HostExpression.Code("null"))))])
            : Host(creation) ?? throw NotAllowed(creation);

    /// <summary>The members of a record struct in the order of its constructor.</summary>
    private static IEnumerable<IParameterSymbol> Members(INamedTypeSymbol type) =>
        type.InstanceConstructors.Where(constructor => constructor.Parameters.Length > 0
                && constructor.Parameters.All(parameter => type.GetMembers(parameter.Name).OfType<IPropertySymbol>().Any()))
            .OrderByDescending(constructor => constructor.Parameters.Length).FirstOrDefault()?.Parameters ?? [];

    /// <summary>The paths to the tensors of a record struct that is made of nothing else, such as <c>State.H</c>; null for other types.</summary>
    private static IReadOnlyList<string>? Leaves(INamedTypeSymbol type)
    {
        // A record of another assembly is known by what the compiler added to it.
        if (!type.IsValueType || !(type.IsRecord || type.GetMembers("Deconstruct").Length > 0))
        {
            return null;
        }

        var leaves = new List<string>();
        foreach (var member in Members(type))
        {
            var inner = member.Type.IsTensor() ? [string.Empty] : member.Type is INamedTypeSymbol nested ? Leaves(nested) : null;
            if (inner is null)
            {
                return null;
            }

            leaves.AddRange(inner.Select(path => path.Length == 0 ? member.Name.Escaped() : member.Name.Escaped() + "." + path));
        }

        return leaves.Count == 0 ? null : leaves;
    }

    /// <summary>The results of a call, put together to the record struct it returns.</summary>
    private static Lowered.Struct Assemble(INamedTypeSymbol type, Queue<int> leaves) => Struct(
        type,
        [.. Members(type).Select(member => member.Type.IsTensor() ? new Lowered.Tensor(leaves.Dequeue()) : (Lowered)Assemble((INamedTypeSymbol)member.Type, leaves))]);
}
