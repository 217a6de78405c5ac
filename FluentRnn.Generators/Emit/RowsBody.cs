using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// What is computed for all steps at once, the steps of a row being rows of their own: before the loop, (T · B, …), which takes the results apart; and behind it, (B · T, …), on what it has collected.
/// </summary>
internal sealed class RowsBody
{
    private readonly EmitContext _context;
    private readonly MethodBody _method;
    private readonly StepSchedule _schedule;
    private readonly OperationEmitter _operations;
    private readonly HashSet<int> _ahead;
    private readonly HashSet<int> _behind;
    private readonly HashSet<Op> _ofLoop;
    private readonly RowOrder _stepByStep;
    private readonly RowOrder _rowByRow;

    public RowsBody(EmitContext context, MethodBody method, StepSchedule schedule)
    {
        (_context, _method, _schedule) = (context, method, schedule);
        _ahead = [.. schedule.Ahead.SelectMany(op => op.Results).Select(result => result.Id)];
        _behind = [.. schedule.Behind.SelectMany(op => op.Results).Select(result => result.Id)];
        _stepByStep = new("StepByStep", Locals.Rows, _ahead);
        _rowByRow = new("RowByRow", value => Locals.Own(Locals.Value(value) + (_stepByStep.Taken.Contains(value) || _ahead.Contains(value) ? "RowByRow" : "Rows")), [.. _behind, .. schedule.Collected]);
        _ofLoop = new(
            schedule.Layer is { } layer ? OfLoop([layer.Input, .. layer.InputWeight.Values, .. layer.RecurrentWeight.Values, .. layer.Bias?.Values ?? default]) : schedule.Joined is not null ? OfLoop([]) : [],
            ReferenceComparer.Instance);
        var text = new OperationText(context.Names, () => Locals.Own("rows"), () => Call + ".Steps", name => context.Names.IsModule(name) ? Locals.Weight(name) : Locals.Slot(name));
        _operations = new OperationEmitter(text, Locals.Rows, Locals.WholeRows, method.Body, Product);
    }

    private LocalNames Locals => _method.Locals;

    private ContainerSpec Spec => _context.Spec;

    private string Call => Locals.Own("call");

    /// <summary>Whether an operation before the loop is for the loop alone, which may not run.</summary>
    public bool IsOfLoop(Op op) => _ofLoop.Contains(op);

    /// <summary>Whether a value is computed behind the loop.</summary>
    public bool IsBehind(int value) => _behind.Contains(value);

    /// <summary>Writes what is computed before the loop; where the loop may not run, only what is read beside it.</summary>
    public void WriteAhead(SourceWriter writer) => WriteAhead(writer, [.. _schedule.Ahead.Where(op => !_ofLoop.Contains(op))]);

    /// <summary>Writes operations for all steps at once, before the loop.</summary>
    public void WriteAhead(SourceWriter writer, IReadOnlyCollection<Op> ops)
    {
        if (ops.Count > 0)
        {
            writer.Part("For all steps at once");
        }

        WriteCount(writer, _schedule.Ahead.Concat(_schedule.Behind));
        WriteOperations(writer, ops, _stepByStep);
    }

    /// <summary>Writes what else the loop needs, and takes apart what it reads step by step.</summary>
    public void WriteForLoop(SourceWriter writer)
    {
        WriteOperations(writer, _schedule.Ahead.Where(_ofLoop.Contains), _stepByStep);
        WriteSequences(writer);
        foreach (var value in _schedule.Parted)
        {
            writer.Line($"var {Locals.Steps(value)} = {Runtime.AllSteps}.Part({Call}, {Locals.Rows(value)});");
        }
    }

    /// <summary>The C# of a value for all steps, (B, T, …): a sequence, what was made ahead, or a constant.</summary>
    public string Sequence(int value) => _ahead.Contains(value) ? $"{Runtime.AllSteps}.Sequence({Call}, {Locals.Rows(value)})"
        : _method.Body.Inputs.FirstOrDefault(input => input.Value.Id == value) is { Kind: InputKind.Sequence } input
        ? FormattableString.Invariant($"{Call}.Sequences[{Spec.Sequences.TakeWhile(slot => slot.Name != input.Name).Count()}]")
        : $"{Runtime.AllSteps}.Repeat({Call}, {Locals.Value(value)})";

    /// <summary>Writes that what would be collected from the steps is there, made elsewhere: each value by its position.</summary>
    public void WriteTake(SourceWriter writer, Func<int, string> collected)
    {
        foreach (var (value, i) in _schedule.Collected.Select((value, i) => (value, i)))
        {
            writer.Line($"{Collector(value)}.Take({collected(i)});");
        }
    }

    /// <summary>The C# of what was collected from all steps.</summary>
    public IEnumerable<string> StackedCollections => _schedule.Collected.Select(value => $"{Collector(value)}.Stack()");

    /// <summary>The sequences that the loop reads, by position, each with the local of its steps.</summary>
    public IEnumerable<(int Slot, string Steps)> SequencesAtSteps => Spec.Sequences.Select((slot, i) => (i, slot)).Where(pair => ReadAtSteps.Contains(pair.slot.Name)).Select(pair => (pair.i, Each(pair.slot)));

    /// <summary>Writes the locals that collect values of the steps.</summary>
    public void OpenCollected(SourceWriter writer)
    {
        foreach (var value in _schedule.Collected)
        {
            writer.Line($"var {Collector(value)} = new {Runtime.CollectedSteps}({Call});");
        }
    }

    /// <summary>Writes the locals of this step's part of sequences, and of what was computed for all steps.</summary>
    public void WriteParts(SourceWriter writer, string time)
    {
        foreach (var slot in Spec.Sequences.Where(slot => ReadAtSteps.Contains(slot.Name)))
        {
            writer.Line($"var {Locals.Slot(slot.Name)} = {Each(slot)}[{time}];");
        }

        foreach (var value in _schedule.Parted)
        {
            writer.Line($"var {Locals.Value(value)} = {Locals.Steps(value)}[{time}];");
        }
    }

    /// <summary>Writes the collecting of this step's values.</summary>
    public void WriteCollect(SourceWriter writer)
    {
        foreach (var value in _schedule.Collected)
        {
            writer.Line($"{Collector(value)}.Add({Locals.Value(value)});");
        }
    }

    /// <summary>Writes what is computed behind the loop.</summary>
    public void WriteBehind(SourceWriter writer)
    {
        if (_schedule.Behind.Count == 0)
        {
            return;
        }

        writer.Part("For all steps at once");
        foreach (var value in _schedule.Collected)
        {
            writer.Line($"var {Locals.Rows(value)} = {Collector(value)}.Rows();");
        }

        WriteOperations(writer, _schedule.Behind, _rowByRow);
    }

    private IReadOnlyCollection<string> ReadAtSteps => field ??= Needs.SlotsOf(
        _schedule.Loop,
        _method.Body.Inputs.Where(input => input.Kind == InputKind.Sequence),
        [.. Returned, .. _schedule.Kept, .. _schedule.Collected]);

    /// <summary>The values that leave the loop at each step.</summary>
    private IEnumerable<int> Returned => _method.Body.Next.Concat(_method.Body.Sequence).Select(binding => binding.Value).Where(value => !IsBehind(value))
        .Concat(_method.Body.Done is { } done ? [done] : Array.Empty<int>());

    /// <summary>Writes the sequences step by step, where they are read so.</summary>
    private void WriteSequences(SourceWriter writer)
    {
        foreach (var (slot, steps) in SequencesAtSteps)
        {
            writer.Line(FormattableString.Invariant($"var {steps} = {Call}.Sequences[{slot}].unbind(1);"));
        }
    }

    private void WriteCount(SourceWriter writer, IEnumerable<Op> ops)
    {
        if (Needs.Batch(ops))
        {
            writer.Line($"var {Locals.Own("rows")} = {Call}.Batch * {Call}.Steps;");
        }
    }

    private void WriteOperations(SourceWriter writer, IEnumerable<Op> ops, RowOrder order)
    {
        foreach (var op in ops)
        {
            foreach (var operand in op.Operands.Where(operand => !order.Made.Contains(operand) && IsOfSteps(operand)))
            {
                if (order.Taken.Add(operand))
                {
                    writer.Line($"var {order.Local(operand)} = {Runtime.AllSteps}.{order.Method}({Sequence(operand)});");
                }
            }

            _operations.Write(writer, op, operand => order.Made.Contains(operand) ? Locals.Rows(operand) : order.Taken.Contains(operand) ? order.Local(operand) : Locals.Value(operand));
        }
    }

    /// <summary>The C# of a product that oneDNN may compute.</summary>
    private string? Product(Op op, Func<int, string> value) => op.Results.Count == 1 && _schedule.OneDnn.AtOnce.Contains(op.Results[0].Id)
        ? $"{Runtime.AllSteps}.{op.Operation.Name}({string.Join(", ", op.Operands.Select(value).Prepend(Call))})"
        : null;

    /// <summary>Whether a value has a row for every row of the batch.</summary>
    private bool IsOfSteps(int value) => _ahead.Contains(value)
        || (_method.Body.Inputs.FirstOrDefault(input => input.Value.Id == value) is { Kind: InputKind.Sequence })
        || StepsAsRows.BeginsWithBatch(Values[value].Type);

    private IReadOnlyDictionary<int, Value> Values => field ??= _method.Body.Values();

    /// <summary>What is computed before the loop for the loop alone, and not for what may run in its place, which reads <paramref name="other"/>.</summary>
    private IEnumerable<Op> OfLoop(IEnumerable<int> other)
    {
        var beside = new HashSet<Op>(_schedule.Before([.. other, .. _schedule.Behind.Concat(_schedule.After).SelectMany(op => op.Operands)]), ReferenceComparer.Instance);
        return _schedule.Once.Concat(_schedule.Ahead).Where(op => !beside.Contains(op));
    }

    private string Each(Slot slot) => Locals.Own(slot.Name + "Steps");

    private string Collector(int value) => Locals.Own(Locals.Value(value) + "Collected");

    /// <summary>In which order rows lie on one side of the loop.</summary>
    /// <param name="Method">What brings a sequence into it.</param>
    /// <param name="Local">The local of a value in it that is made elsewhere.</param>
    /// <param name="Made">The values that are made in it.</param>
    private sealed record RowOrder(string Method, Func<int, string> Local, HashSet<int> Made)
    {
        /// <summary>The values made elsewhere that were brought into it.</summary>
        public HashSet<int> Taken { get; } = [];
    }
}
