using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What the methods that run a body share: the names of the locals, and the statements that open the inputs.</summary>
internal sealed class MethodBody
{
    public MethodBody(EmitContext context, StepGraph body, string steps)
    {
        Context = context;
        Body = body;
        Locals = new LocalNames(context.Spec, context.Names, body);
        Text = new OperationText(context.Names, () => Locals.Own("batch"), () => steps == string.Empty ? Locals.Own("steps") : steps, Locals.Slot);
        Operations = new OperationEmitter(Text, Locals, body);
    }

    public EmitContext Context { get; }

    public StepGraph Body { get; }

    public LocalNames Locals { get; }

    public OperationText Text { get; }

    public OperationEmitter Operations { get; }

    public ContainerSpec Spec => Context.Spec;

    /// <summary>Whether a value was made in the step's own scope, by an operation known to return a new handle, and so can be carried as it is.</summary>
    public bool IsOwned(int value, IEnumerable<Op> loop)
    {
        if (Body.Inputs.FirstOrDefault(input => input.Value.Id == value) is { } read)
        {
            return read.Kind == InputKind.Sequence;
        }

        return loop.Any(op => op.Operation.Effects != Effects.Opaque && op.Results.Any(result => result.Id == value));
    }

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

        foreach (var input in Body.Inputs.Where(input => input.Kind == InputKind.Weight))
        {
            writer.Line($"var {Locals.Value(input.Value.Id)} = {Context.Names.Weight(input.Name)};");
        }
    }

    /// <summary>Writes the locals of the states, with their initial values.</summary>
    public void OpenStates(SourceWriter writer)
    {
        var call = Locals.Own("call");
        var computed = InitialEmitter.WriteCall(writer, Context, Locals);
        for (var i = 0; i < Spec.States.Count; i++)
        {
            var name = Spec.States[i].Name;
            var argument = computed.TryGetValue(name, out var local) ? ", " + local : string.Empty;
            writer.Line(FormattableString.Invariant($"var {Locals.Slot(name)} = {call}.Initial({i}{argument});"));
        }
    }

    /// <summary>The C# that hands a tensor to the caller.</summary>
    public string Own(string tensor) => $"{Runtime.Returned}.Own({tensor}, {Locals.Own("scope")})";
}
