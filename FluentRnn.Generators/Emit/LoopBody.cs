using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// One step of the loop as text, and the locals that live across steps: the carried states with the values of the last step, and the buffers of the sequence outputs.
/// </summary>
internal sealed class LoopBody
{
    private readonly EmitContext _context;
    private readonly HashSet<string> _states;
    private readonly StepOperationText _text;
    private readonly OperationEmitter _operations;

    /// <param name="context">The container.</param>
    /// <param name="variant">The step.</param>
    /// <param name="ofBothDirections">Whether it is the loop of both directions at once.</param>
    public LoopBody(EmitContext context, VariantPlan variant, bool ofBothDirections = false)
    {
        IsOfBothDirections = ofBothDirections;
        _context = context;
        Schedule = variant.Schedule;
        Method = new MethodBody(context, variant.Body);
        Rows = new RowsBody(context, Method, variant.Schedule);
        _text = new StepOperationText(variant, Weights(variant.Schedule), () => Locals.Own("ops"), value => Locals.Own(Locals.Value(value) + "Weight"));
        _operations = new OperationEmitter(Method.Text, Locals.Value, Locals.Whole, variant.Body, _text.Write);
        _states = Needs.Slots(variant.Body, InputKind.State, context.Spec.States);
    }

    /// <summary>Whether it is the loop of both directions at once.</summary>
    public bool IsOfBothDirections { get; }

    public MethodBody Method { get; }

    public StepSchedule Schedule { get; }

    /// <summary>What is computed for all steps at once.</summary>
    public RowsBody Rows { get; }

    public LoopForm Form => _context.Plan.Loop;

    public ContainerSpec Spec => _context.Spec;

    public LocalNames Locals => Method.Locals;

    public string Steps => Locals.Own("call") + ".Steps";

    /// <summary>Whether the call tells where a step stands in the sequences.</summary>
    public bool ReadsByPosition => Spec.Backward || Spec.Bidirectional is not null;

    private StepGraph Body => Method.Body;

    private bool Carries => Spec.States.Count > 0 || Schedule.Kept.Count > 0;

    /// <summary>Writes what is computed once a call; where the loop may not run, only what is read beside it.</summary>
    public void WriteOnce(SourceWriter writer) => WriteOnce(writer, Schedule.Once.Where(op => !Rows.IsOfLoop(op)));

    /// <summary>Writes operations of once a call.</summary>
    public void WriteOnce(SourceWriter writer, IEnumerable<Op> ops)
    {
        foreach (var op in ops)
        {
            Method.Operations.Write(writer, op);
        }
    }

    /// <summary>Writes what else the loop needs.</summary>
    public void WriteForLoop(SourceWriter writer)
    {
        WriteOnce(writer, Schedule.Once.Where(Rows.IsOfLoop));
        foreach (var weight in Schedule.OneDnn.Weights)
        {
            writer.Line($"var {Weight(weight)} = {Locals.Own("ops")}.Weight({Locals.Value(weight)});");
        }

        Rows.WriteForLoop(writer);
    }

    /// <summary>Writes the locals that carry and collect what the steps make.</summary>
    public void OpenAccumulators(SourceWriter writer) => OpenAccumulators(writer, Carries ? Method.InitialStates(writer) : []);

    /// <summary>The same, from initial states that are there.</summary>
    public void OpenAccumulators(SourceWriter writer, IReadOnlyList<string> initial)
    {
        var call = Locals.Own("call");
        if (Carries)
        {
            writer.Line($"var {Locals.Own("carried")} = new {Runtime.CarriedStates}({string.Join(", ", initial.Prepend(call))});");
        }

        foreach (var output in Emitted)
        {
            writer.Line($"var {Buffer(output)} = new {Runtime.SequenceBuffer}({call}, \"{Identifier.Unescape(output)}\");");
        }

        Rows.OpenCollected(writer);
        if (_text.NeedsOperations)
        {
            writer.Line($"var {Locals.Own("ops")} = new {Runtime.StepOperations}({call});");
        }
    }

    /// <summary>Writes one step, in its own dispose scope.</summary>
    public void WriteStep(SourceWriter writer, StepPosition position)
    {
        writer.Line($"using var {Locals.Own("step")} = {Locals.Own("call")}.{(Schedule.HasNoTemporaries ? "NewStepWithoutTemporaries" : "NewStep")}();");
        Rows.WriteParts(writer, position.Time);
        WriteStates(writer, position);
        foreach (var op in Schedule.Loop)
        {
            _operations.Write(writer, op);
        }

        foreach (var output in Emitted)
        {
            writer.Line($"{Buffer(output)}.{(Method.IsShapeKnown(ValueOf(output)) ? "Add" : "AddChecked")}({Locals.Value(ValueOf(output))});");
        }

        Rows.WriteCollect(writer);

        WriteCarry(writer);
        if (Body.Done is { } done)
        {
            using (writer.Block($"if ({Locals.Own("call")}.Rows.AllDone({Locals.Value(done)}))"))
            {
                writer.Line("break;");
            }
        }
    }

    /// <summary>The C# of a value after the loop.</summary>
    public string ValueAfter(int value) => Schedule.Kept.TakeWhile(kept => kept != value).Count() is var position && position < Schedule.Kept.Count
        ? FormattableString.Invariant($"{Locals.Own("carried")}.Last({position})")
        : Locals.Value(value);

    /// <summary>The C# of a member of <c>Output</c>.</summary>
    public string Result(OutputMember member) => member.Role switch
    {
        OutputRole.Sequence => Method.Return(Stacked(Spec.SequenceOutputs[member.Index])),
        OutputRole.Last => ReturnLast(Spec.LastOutputs[member.Index]),
        OutputRole.State => $"new {ContainerNames.State}({string.Join(", ", Spec.States.Select((_, i) => Method.Return(Carried(i))))})",
        _ => Method.Return($"{Locals.Own("call")}.Rows.Lengths()"),
    };

    /// <summary>The C# of the results of one direction, by position.</summary>
    public IEnumerable<string> Results =>
    [
        $"sequence: [{string.Join(", ", Spec.SequenceOutputs.Select(output => Method.Return(Stacked(output))))}]",
        $"last: [{string.Join(", ", Spec.LastOutputs.Select(output => ReturnLast(output)))}]",
        $"states: [{string.Join(", ", Spec.States.Select((_, i) => Method.Return(Carried(i))))}]",
    ];

    /// <summary>Writes run-time checks of the last outputs whose shape the compiler could not tell.</summary>
    public void CheckLast(SourceWriter writer)
    {
        foreach (var output in Body.Last)
        {
            Method.CheckOutput(writer, output, ValueAfter(output.Value));
        }
    }

    /// <summary>Writes the stacking of the sequence outputs.</summary>
    public void Stack(SourceWriter writer)
    {
        foreach (var output in Spec.SequenceOutputs)
        {
            writer.Line(Rows.IsBehind(ValueOf(output))
                ? $"var {Stacked(output)} = {Runtime.AllSteps}.Emit({Locals.Own("call")}, \"{Identifier.Unescape(output)}\", {Locals.Rows(ValueOf(output))});"
                : $"var {Stacked(output)} = {Buffer(output)}.Stack();");
        }
    }

    /// <summary>Writes the locals of the states that the step reads: what is carried, or what a teacher puts in its place.</summary>
    private void WriteStates(SourceWriter writer, StepPosition position)
    {
        for (var i = 0; i < Spec.States.Count; i++)
        {
            if (!_states.Contains(Spec.States[i].Name))
            {
                continue;
            }

            var value = Spec.States[i].TeacherForced && !position.IsFirst
                ? FormattableString.Invariant($"{Locals.Own("call")}.Feed({i}, {Carried(i)}, {position.Step})")
                : Carried(i);
            writer.Line($"var {Locals.Slot(Spec.States[i].Name)} = {value};");
        }
    }

    /// <summary>The C# of a state as it is carried.</summary>
    public string Carried(string state) => Carried(Spec.States.TakeWhile(slot => slot.Name != state).Count());

    /// <summary>Writes that the outputs of all steps are there, made elsewhere: each output of the loop, and each collected value, by its position.</summary>
    public void WriteTake(SourceWriter writer, Func<int, string> emitted, Func<int, string> collected)
    {
        foreach (var (output, i) in Emitted.Select((output, i) => (output, i)))
        {
            writer.Line($"{Buffer(output)}.Take({emitted(i)});");
        }

        Rows.WriteTake(writer, collected);
    }

    /// <summary>The C# of what all steps have made, stacked: the outputs of the loop.</summary>
    public IEnumerable<string> StackedOutputs => Emitted.Select(output => $"{Buffer(output)}.Stack()");

    /// <summary>The C# of the states as they are carried.</summary>
    public IEnumerable<string> CarriedStates => Spec.States.Select((_, i) => Carried(i));

    /// <summary>The C# of the values of the last step.</summary>
    public IEnumerable<string> LastValues => Schedule.Kept.Select(ValueAfter);

    /// <summary>The local of a weight as the run time's products take it.</summary>
    public string Weight(int value) => _text.Weight(value);

    /// <summary>Writes what goes on to the next step, and what the last step leaves behind.</summary>
    private void WriteCarry(SourceWriter writer)
    {
        if (Carries)
        {
            Method.CheckNext(writer, Locals.Value);
            WriteAdvance(writer, Locals.Value);
        }
    }

    /// <summary>Writes the carrying on of states and last values, each written by <paramref name="value"/>.</summary>
    public void WriteAdvance(SourceWriter writer, Func<int, string> value) =>
        WriteAdvance(writer, Spec.States.Select(state => value(Body.Next.First(binding => binding.Name == state.Name).Value)), Schedule.Kept.Select(value));

    /// <summary>Writes the carrying on of states and last values.</summary>
    public void WriteAdvance(SourceWriter writer, IEnumerable<string> next, IEnumerable<string> last)
    {
        if (Carries)
        {
            writer.Line($"{Locals.Own("carried")}.Advance([{string.Join(", ", next)}]{(Schedule.Kept.Count == 0 ? string.Empty : $", last: [{string.Join(", ", last)}]")});");
        }
    }

    private string ReturnLast(string output) => $"{Locals.Own("call")}.ReturnLast({ValueAfter(Body.Last.First(binding => binding.Name == output).Value)})";

    private string Carried(int state) => FormattableString.Invariant($"{Locals.Own("carried")}[{state}]");

    /// <summary>The sequence outputs that are made at each step.</summary>
    private IEnumerable<string> Emitted => Spec.SequenceOutputs.Where(output => !Rows.IsBehind(ValueOf(output)));

    private IEnumerable<int> Weights(StepSchedule schedule) => IsOfBothDirections
        ? schedule.Joined!.Read.Where(value => value.Form == JoinedForm.Weight).Select(value => value.Value)
        : schedule.OneDnn.Weights;

    private int ValueOf(string output) => Body.Sequence.First(binding => binding.Name == output).Value;

    private string Buffer(string output) => Locals.Own(output + "Sequence");

    private string Stacked(string output) => Locals.Own(output + "Stacked");
}
