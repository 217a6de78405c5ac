using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What the methods that run a body share: the names of the locals, and the statements that open the inputs.</summary>
internal sealed class MethodBody
{
    private readonly IReadOnlyDictionary<int, Value> _types;

    public MethodBody(EmitContext context, StepGraph body)
    {
        Context = context;
        Body = body;
        _types = body.Values();
        Locals = new LocalNames(context.Spec, context.Names, body);
        Text = new OperationText(context.Names, () => Locals.Own("batch"), () => Locals.Own("call") + ".Steps", name => context.Names.IsModule(name) ? Locals.Weight(name) : Locals.Slot(name));
        Operations = new OperationEmitter(Text, Locals, body);
    }

    public EmitContext Context { get; }

    public StepGraph Body { get; }

    public LocalNames Locals { get; }

    public OperationText Text { get; }

    public OperationEmitter Operations { get; }

    public ContainerSpec Spec => Context.Spec;

    /// <summary>Writes the locals of the constants and the weights that the body reads, and of the batch size.</summary>
    public void OpenInvariants(SourceWriter writer)
    {
        var call = Locals.Own("call");
        if (Needs.Batch(Body.Ops))
        {
            writer.Line($"var {Locals.Own("batch")} = {call}.Batch;");
        }

        var constants = Needs.Slots(Body, InputKind.Constant, Spec.Constants);
        for (var i = 0; i < Spec.Constants.Count; i++)
        {
            if (constants.Contains(Spec.Constants[i].Name))
            {
                writer.Line(FormattableString.Invariant($"var {Locals.Slot(Spec.Constants[i].Name)} = {call}.Constants[{i}];"));
            }
        }

        OpenModules(writer);
        foreach (var input in Body.Inputs.Where(input => input.Kind == InputKind.Weight && !Locals.IsOfDirection(input.Name)))
        {
            writer.Line($"var {Locals.Value(input.Value.Id)} = {Locals.Weight(input.Name)};");
        }
    }

    /// <summary>Writes the locals of the states, with their initial values.</summary>
    public void OpenStates(SourceWriter writer)
    {
        foreach (var (state, initial) in Spec.States.Zip(InitialStates(writer), (state, initial) => (state, initial)))
        {
            writer.Line($"var {Locals.Slot(state.Name)} = {initial};");
        }
    }

    /// <summary>Writes what computes the initial values of the states, and gives the C# of each.</summary>
    public IReadOnlyList<string> InitialStates(SourceWriter writer)
    {
        var computed = InitialEmitter.WriteCall(writer, Context, Locals);
        return [.. Spec.States.Select((state, i) =>
        {
            var argument = computed.TryGetValue(state.Name, out var local) ? ", " + local : string.Empty;
            return FormattableString.Invariant($"{Locals.Own("call")}.Initial({i}{argument})");
        })];
    }

    /// <summary>Writes the locals of the modules, parameters and buffers that the body reads, where each direction has its own.</summary>
    private void OpenModules(SourceWriter writer)
    {
        HashSet<string> read =
        [
            .. Body.Inputs.Where(input => input.Kind == InputKind.Weight).Select(input => input.Name.Split('.')[0]),
            .. Body.Ops.SelectMany(HostText.Texts).SelectMany(HostText.Placeholders).Select(path => path.Split('.')[0]),
        ];
        foreach (var name in Spec.Modules.Select(module => module.Name).Where(name => read.Contains(name) && Locals.IsOfDirection(name)))
        {
            var backward = Bidirection.Backward(Identifier.Unescape(name));
            writer.Line($"var {Locals.Member(name)} = {Locals.Own("call")}.IsBackward ? {Locals.Member(backward)} : this.{Identifier.Escape(Identifier.Unescape(name))};");
        }
    }

    /// <summary>Writes run-time checks of the next states whose type the compiler could not tell.</summary>
    public void CheckNext(SourceWriter writer, Func<int, string> value)
    {
        for (var i = 0; i < Spec.States.Count; i++)
        {
            var next = Body.Next.First(binding => binding.Name == Spec.States[i].Name).Value;
            if (!IsKnown(_types[next].Type, Spec.States[i].Type))
            {
                writer.Line(FormattableString.Invariant($"{Locals.Own("call")}.CheckNext({i}, {value(next)});"));
            }
        }
    }

    /// <summary>Writes a run-time check of an output whose shape the compiler could not tell.</summary>
    public void CheckOutput(SourceWriter writer, Binding output, string value)
    {
        if (_types[output.Value].Type.Shape is null)
        {
            writer.Line($"{Locals.Own("call")}.CheckOutput(\"{Identifier.Unescape(output.Name)}\", {value});");
        }
    }

    /// <summary>The C# that hands a tensor to the caller.</summary>
    public string Return(string tensor) => $"{Locals.Own("call")}.Return({tensor})";

    private static bool IsKnown(TensorType actual, TensorType slot) =>
        actual.Element != ElementType.Unknown
        && actual.Shape is { } shape
        && slot.Shape is { } declared
        && shape.Count == declared.Count
        && shape.Zip(declared, (a, b) => a.Agrees(b)).All(agreement => agreement != Agreement.Unknown);
}
