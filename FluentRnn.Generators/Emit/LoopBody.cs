using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// One step of the loop as text, and the locals that live across steps: the carried states, the buffers of the sequence outputs, and the
/// values of the last step.
/// </summary>
internal sealed class LoopBody
{
    private readonly EmitContext _context;
    private readonly HashSet<string> _sequences;

    public LoopBody(EmitContext context, VariantPlan variant)
    {
        _context = context;
        Schedule = variant.Schedule;
        Method = new MethodBody(context, variant.Body);
        _sequences = Needs.Slots(variant.Body, InputKind.Sequence, context.Spec.Sequences);
    }

    public MethodBody Method { get; }

    public StepSchedule Schedule { get; }

    public LoopForm Form => _context.Plan.Loop;

    public ContainerSpec Spec => _context.Spec;

    public LocalNames Locals => Method.Locals;

    public string Steps => Locals.Own("call") + ".Steps";

    public string Tensor => _context.Names.Tensor;

    private StepGraph Body => Method.Body;

    /// <summary>Values of the last step that no carried state holds.</summary>
    private IEnumerable<int> Kept => Schedule.Kept.Where(value => CarriedBy(value) is null);

    /// <summary>Writes the locals of the sequences and of the number of steps.</summary>
    public void OpenSequences(SourceWriter writer)
    {
        var call = Locals.Own("call");
        for (var i = 0; i < Spec.Sequences.Count; i++)
        {
            if (_sequences.Contains(Spec.Sequences[i].Name))
            {
                writer.Line(FormattableString.Invariant($"var {Whole(Spec.Sequences[i].Name)} = {call}.Sequences[{i}];"));
            }
        }
    }

    /// <summary>Writes the locals that collect what the steps make.</summary>
    public void OpenAccumulators(SourceWriter writer)
    {
        var call = Locals.Own("call");
        if (Spec.States.Count > 0 || Kept.Any())
        {
            writer.Line($"var {Locals.Own("carried")} = new {Runtime.CarriedStates}({call});");
        }

        if (Spec.HasDone)
        {
            writer.Line($"var {Locals.Own("active")} = new {Runtime.ActiveRows}({call});");
        }

        foreach (var output in Spec.SequenceOutputs)
        {
            writer.Line($"var {Buffer(output)} = new {Runtime.SequenceBuffer}({call}, \"{Identifier.Unescape(output)}\");");
        }

        foreach (var value in Kept)
        {
            writer.Line($"{Tensor}? {Last(value)} = null;");
        }
    }

    /// <summary>Writes one step, in its own dispose scope.</summary>
    public void WriteStep(SourceWriter writer, StepPosition position)
    {
        writer.Line($"using var {Locals.Own("step")} = {Locals.Own("call")}.NewStep();");
        foreach (var slot in Spec.Sequences.Where(slot => _sequences.Contains(slot.Name)))
        {
            writer.Line($"var {Locals.Slot(slot.Name)} = {Whole(slot.Name)}.select(1, {position.Time});");
        }

        WriteFeeds(writer, position);
        foreach (var op in Schedule.Loop)
        {
            Method.Operations.Write(writer, op, value => Read(value, position));
        }

        foreach (var (binding, output) in Spec.SequenceOutputs.Select(name => (Body.Sequence.First(binding => binding.Name == name), name)))
        {
            var value = Read(binding.Value, position);
            writer.Line($"{Buffer(output)}.Add({(Spec.HasDone ? $"{Locals.Own("active")}.Emit({value})" : value)});");
        }

        WriteCarry(writer, position);
        if (Body.Done is { } done)
        {
            using (writer.Block($"if (!{Locals.Own("active")}.Advance({Read(done, position)}))"))
            {
                writer.Line("break;");
            }
        }
    }

    /// <summary>The C# of a value after the loop.</summary>
    public string ValueAfter(int value) => CarriedBy(value) is { } state ? Locals.Slot(state) : Schedule.Kept.Contains(value) ? Last(value) : Locals.Value(value);

    /// <summary>The C# of a member of <c>Output</c>.</summary>
    public string Result(OutputMember member) => member.Role switch
    {
        OutputRole.Sequence => Method.Return(Stacked(Spec.SequenceOutputs[member.Index])),
        OutputRole.Last => Method.Return(ValueAfter(Body.Last.First(binding => binding.Name == Spec.LastOutputs[member.Index]).Value)),
        OutputRole.State => $"new {ContainerNames.State}({string.Join(", ", Spec.States.Select(state => Method.Return(Locals.Slot(state.Name))))})",
        _ => Method.Return($"{Locals.Own("active")}.Lengths()"),
    };

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
            writer.Line($"var {Stacked(output)} = {Buffer(output)}.Stack();");
        }
    }

    /// <summary>What a teacher replaces gets a local of its own: a row that is done holds what was carried, not what was fed.</summary>
    private void WriteFeeds(SourceWriter writer, StepPosition position)
    {
        if (position.IsFirst)
        {
            return;
        }

        foreach (var (state, index) in ReadAndForced())
        {
            var carried = Locals.Slot(state);
            writer.Line(FormattableString.Invariant($"var {Fed(state)} = {Locals.Own("call")}.Feed({index}, {carried}, {position.Step});"));
        }
    }

    private IEnumerable<(string State, int Index)> ReadAndForced() => Spec.States
        .Select((state, index) => (state, index))
        .Where(pair => pair.state.TeacherForced && Body.Inputs.Any(input => input.Kind == InputKind.State && input.Name == pair.state.Name))
        .Select(pair => (pair.state.Name, pair.index));

    /// <summary>The C# of a value inside the loop.</summary>
    private string Read(int value, StepPosition position) =>
        !position.IsFirst && Body.Inputs.FirstOrDefault(input => input.Value.Id == value) is { Kind: InputKind.State } state
            && ReadAndForced().Any(pair => pair.State == state.Name)
            ? Fed(state.Name)
            : Locals.Value(value);

    /// <summary>Writes what goes on to the next step, and what the last step leaves behind.</summary>
    private void WriteCarry(SourceWriter writer, StepPosition position)
    {
        Method.CheckNext(writer, value => Read(value, position));
        List<(string Target, string Value)> assignments = [];
        foreach (var state in Spec.States)
        {
            var binding = Body.Next.First(binding => binding.Name == state.Name);
            assignments.Add((Locals.Slot(state.Name), Next(binding.Value, Locals.Slot(state.Name), "next" + Naming.Property(state.Name))));
        }

        foreach (var value in position.IsLast == false ? [] : Kept)
        {
            assignments.Add((Last(value), Next(value, Last(value), "this" + Naming.Property(LastName(value)))));
        }

        if (assignments.Count > 0)
        {
            writer.Line($"{Locals.Own("carried")}.Advance({string.Join(", ", assignments.Select(pair => pair.Value).Distinct())});");
            WriteAssignments(writer, [.. assignments.Where(pair => pair.Target != pair.Value)]);
        }

        // A row that is done holds what was carried, not what a teacher put in its place.
        string Next(int value, string previous, string local)
        {
            var text = Read(value, position);
            if (!Spec.HasDone)
            {
                return text;
            }

            writer.Line($"var {Locals.Own(local)} = {Locals.Own("active")}.Hold({text}, {previous});");
            return Locals.Own(local);
        }
    }

    /// <summary>Writes the assignments as one where they are few or exchange values, else one a line.</summary>
    private static void WriteAssignments(SourceWriter writer, IReadOnlyList<(string Target, string Value)> assignments)
    {
        const int few = 4;
        if (assignments.Count > 1 && (assignments.Count <= few || assignments.Any(pair => assignments.Any(other => other.Target == pair.Value))))
        {
            writer.Line($"({string.Join(", ", assignments.Select(pair => pair.Target))}) = ({string.Join(", ", assignments.Select(pair => pair.Value))});");
            return;
        }

        foreach (var (target, value) in assignments)
        {
            writer.Line($"{target} = {value};");
        }
    }

    /// <summary>The state whose carried local holds a value after the loop, or null.</summary>
    private string? CarriedBy(int value) => Schedule.Kept.Contains(value)
        ? Body.Next.Where(binding => binding.Value == value).Select(binding => binding.Name).FirstOrDefault()
        : null;

    private string Whole(string sequence) => Locals.Own(sequence + "Sequence");

    // An output's buffer must not take the name of an input's whole sequence.
    private string Buffer(string output) => Locals.Own(output + (Spec.Sequences.Any(slot => slot.Name == output) ? "OutputSequence" : "Sequence"));

    private string Stacked(string output) => Locals.Own(output + "Stacked");

    private string Fed(string state) => Locals.Own("fed" + Naming.Property(state));

    private string Last(int value) => Locals.Own("last" + Naming.Property(LastName(value)));

    private string LastName(int value) =>
        Body.Last.Where(binding => binding.Value == value).Select(binding => binding.Name).FirstOrDefault() ?? Locals.Value(value);
}
