using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// One call of a container, its arguments checked: what generated code reads. It owns the dispose scope of the call; what leaves the call goes through
/// <see cref="Return"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecurrenceCall : IDisposable
{
    // Of this thread, since forward may run in several at once.
    [ThreadStatic]
    static RecurrenceCall? current;

    readonly CallArguments arguments;
    readonly CallCheck check;
    readonly RecurrenceCall? whole;
    readonly Segment? segment;
    readonly CancellationToken cancellation;
    readonly RecurrenceCall? outer;
    readonly bool outerTraining;
    readonly SequenceMasks masks;
    readonly DisposeScope scope;
    readonly StepFlags? masked;
    readonly StepFlags? resets;
    readonly Tensor?[] declared;
    Tensor?[] sequences;
    Tensor?[] targets;
    Teacher? teacher;
    CarriedStates? carried;
    DisposeScope? step;
    DisposeScope? ofAllSteps;
    long begun;

    internal RecurrenceCall(nn.Module container, Place place, Recurrence definition, CallArguments arguments)
        : this(container, definition, arguments, new CallCheck(container, place, definition, arguments), definition.IsBackward)
    {
        try
        {
            masked = Masking.Masked(arguments.Mask, arguments.Lengths, Steps);
            resets = arguments.Resets is { } flags ? StepFlags.Of(flags) : null;
            sequences = [.. arguments.Sequences.Select(x => x is null ? null : Masking.Without(x, masked))];
            targets = [.. arguments.Targets.Select(target => target is null ? null : Masking.Without(target, masked))];
            Prepare();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // One direction of a call in both.
    RecurrenceCall(RecurrenceCall both, bool backward)
        : this(both.Container, both.Definition, both.arguments with { States = both.StatesOf(backward) }, both.check, backward)
    {
        (masked, resets, sequences, targets) = (both.masked, both.resets, both.sequences, both.targets);
        try
        {
            Prepare();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    RecurrenceCall(nn.Module container, Recurrence definition, CallArguments arguments, CallCheck check, bool backward)
    {
        this.check = check;
        this.arguments = arguments;
        cancellation = arguments.Cancellation;
        masks = new SequenceMasks();
        Container = container;
        Definition = definition;
        IsBackward = backward;
        Batch = check.Batch;
        Steps = check.Steps;
        FloatingType = check.FloatingType;
        Device = check.Device;
        Gradients = is_grad_enabled();
        Shared = new SharedValues(this);
        Rows = new Rows(this);
        declared = new Tensor?[definition.States.Count];
        (sequences, targets) = (arguments.Sequences, arguments.Targets);
        (outerTraining, Dsl.Training) = (Dsl.Training, container.training);
        (outer, current) = (current, this);
        scope = NewDisposeScope();
    }

    /// <summary>A segment of a call, which reads nothing of it that is a tensor.</summary>
    internal RecurrenceCall(RecurrenceCall whole, Segment segment, CancellationToken cancellation)
    {
        (this.whole, this.segment, this.cancellation, check) = (whole, segment, cancellation, whole.check);
        arguments = whole.arguments with { Sequences = segment.Sequences, Constants = segment.Constants, States = segment.States };
        (Container, Definition, IsBackward) = (whole.Container, whole.Definition, whole.IsBackward);
        (Batch, Steps, FloatingType, Device) = (whole.Batch, segment.Steps, whole.FloatingType, whole.Device);
        Gradients = is_grad_enabled();
        (outerTraining, Dsl.Training) = (Dsl.Training, Container.training);
        (outer, current) = (current, this);
        scope = NewDisposeScope();
        masks = new SequenceMasks(segment.Masks);
        (sequences, declared, targets) = (segment.Sequences, segment.Declared, []);
        masked = segment.Masked is { } steps ? StepFlags.Of(steps) : null;
        resets = segment.Resets is { } rows ? StepFlags.Of(rows) : null;
        Shared = new SharedValues(this);
        Rows = new Rows(this);
    }

    /// <summary>The batch size, B.</summary>
    public long Batch { get; }

    /// <summary>The number of steps, T.</summary>
    public long Steps { get; }

    /// <summary>The sequences, each (B, T, …), with zeros where they are masked; in a call of one step, (B, …).</summary>
    public Tensor[] Sequences => sequences!;

    /// <summary>The constants, each (B, …).</summary>
    public Tensor[] Constants => arguments.Constants!;

    /// <summary>The dtype of the slots that have none of their own.</summary>
    public ScalarType FloatingType { get; }

    /// <summary>The device of every input and result.</summary>
    public Device Device { get; }

    /// <summary>Whether gradients are recorded.</summary>
    public bool Gradients { get; }

    /// <summary>Whether it runs from the last step to the first: as declared, or as the backward one of two directions.</summary>
    public bool IsBackward { get; }

    /// <summary>The rows that the current step of a generated loop leaves alone.</summary>
    public Rows Rows { get; }

    /// <summary>The values of the steps of a generated loop that are read later.</summary>
    internal SharedValues Shared { get; }

    /// <summary>The call whose step is running on this thread; null when none is.</summary>
    internal static RecurrenceCall? Current => current;

    internal nn.Module Container { get; }

    internal Recurrence Definition { get; }

    internal bool IsStep => arguments.IsStep;

    /// <summary>Whether the call is a part of another, which goes on after it.</summary>
    internal bool IsSegment => segment is not null;

    internal CancellationToken Cancellation => cancellation;

    /// <summary>The steps that are masked, (B, T) bool; null for none.</summary>
    internal Tensor? Masked => masked?.All;

    /// <summary>The steps before which rows are reset, (B, T) bool; null for none.</summary>
    internal Tensor? Resets => resets?.All;

    /// <summary>The rows that were done before the first step, (B) bool; null for none.</summary>
    internal Tensor? FinishedBefore => segment?.Finished;

    /// <summary>Whether every row goes through all steps with the states it makes itself: none is masked, reset, taught, or done before.</summary>
    internal bool IsPlain => masked is null && resets is null && FinishedBefore is null && !(HasTargets && arguments.TeacherForcing > 0) && segment?.Taught.All(taught => taught is null) != false;

    internal bool HasTargets => arguments.Targets.Any(target => target is not null);

    internal IEnumerable<Tensor> Given =>
        arguments.Sequences.Concat(arguments.Constants).Concat(arguments.States).Concat(arguments.Targets).OfType<Tensor>();

    /// <summary>How far the call has come, for messages: the step on the time axis of the inputs.</summary>
    internal string Where => whole is not null ? whole.Where : begun == 0 ? "before the first step" : $"at step {Text.Of(Position(begun - 1))}";

    /// <summary>Where the <paramref name="k"/>-th step to be processed stands on the time axis of the inputs.</summary>
    public long Position(long k) => IsBackward ? Steps - 1 - k : k;

    /// <summary>One direction of a call in both: a call of its own, inside this one, to which its results belong.</summary>
    internal RecurrenceCall Direction(bool backward) => new(this, backward);

    /// <summary>Begins a step of a generated loop: its temporaries die with the scope returned, but for those that are kept.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public DisposeScope NewStep()
    {
        var opened = OpenStep();
        try
        {
            var position = Position(begun - 1);
            Rows.Begin(MaskedAt(position));
            if (ResetAt(position) is { } rows) carried?.Reset(Rows.Finished is { } finished ? rows.logical_and(finished.logical_not()) : rows);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins a step that makes nothing but what outlives it. Then one scope serves all steps, which costs less than one for each, unless some row is masked, reset or taught.
    /// </summary>
    /// <returns>What <see cref="NewStep"/> returns; null where nothing ends with the step.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public DisposeScope? NewStepWithoutTemporaries()
    {
        if (ofAllSteps is null && !IsPlain) return NewStep();
        Begin();
        step = ofAllSteps ??= NewDisposeScope();
        return null;
    }

    /// <summary>Begins a step: opens the scope of its temporaries.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    internal DisposeScope OpenStep()
    {
        Begin();
        return step = NewDisposeScope();
    }

    void Begin()
    {
        cancellation.ThrowIfCancellationRequested();
        begun++;
        if (whole is not null) whole.begun = segment!.First + begun;
        masks.Rewind();
    }

    /// <summary>Begins a segment of this call: opens the scope of its temporaries.</summary>
    internal DisposeScope NewSegment() => step = NewDisposeScope();

    /// <summary>The rows that are masked at a step on the time axis of the inputs, (B) bool; null for none.</summary>
    internal Tensor? MaskedAt(long position) => masked?.At(position);

    /// <summary>The rows that are reset before a step on the time axis of the inputs, (B) bool; null for none.</summary>
    internal Tensor? ResetAt(long position) => resets?.At(position);

    /// <summary>Lets the states of a generated loop take part in resets.</summary>
    internal void Carry(CarriedStates states) => carried = states;

    /// <summary>Lets a tensor of the current step live as long as the call. Inputs and weights stay whose they are.</summary>
    public Tensor Keep(Tensor tensor)
    {
        Take(tensor);
        return tensor;
    }

    /// <summary>Takes a tensor from the current step, so that it lives as long as the call.</summary>
    /// <returns>Whether the step made it.</returns>
    internal bool Take(Tensor tensor)
    {
        var isOfStep = step is not null && step.Contains(tensor);
        if (isOfStep) step!.MoveToOther(scope, tensor);
        return isOfStep;
    }

    /// <summary>
    /// Hands a tensor to the caller: a handle of its own, outside the scope of the call, also where the tensor is an input, a weight, or was handed out before.
    /// </summary>
    public Tensor Return(Tensor tensor)
    {
        var own = Keep(tensor);
        return scope.MoveToOuter(scope.Contains(own) ? own : Keep(own.alias()));
    }

    /// <summary>Hands a last output to the caller: with zeros for the rows that have no valid step.</summary>
    public Tensor ReturnLast(Tensor value) => Return(masked is null ? value : value.masked_fill(RowsOf(masked.All.all(1), value.dim()), 0));

    /// <summary>Whether <c>Initial</c> may have to compute this state: no value was given, or rows are reset.</summary>
    public bool Needs(int state) => whole is null && (!IsGiven(state) || resets is not null);

    /// <summary>The initial value of a state, (B, …): the one given, else the one computed, learned or drawn, else zeros.</summary>
    /// <param name="state">Its position.</param>
    /// <param name="computed">What <c>Initial</c> computed: (B, …), (1, …) or the slot's own shape; null when it does not.</param>
    /// <exception cref="InvalidOperationException">What was computed is of another shape or dtype, or the size of zeros is not known; or rows are reset to another shape than that given.</exception>
    public Tensor Initial(int state, Tensor? computed = null)
    {
        var given = IsGiven(state) ? arguments.States[state] : null;
        if (given is not null && !Needs(state)) return InOrder(given);
        var value = declared[state] = Declare(Definition.States[state], computed, given);
        if (given is null) return value;
        return value.shape.AsSpan().SequenceEqual(given.shape) ? InOrder(given) : throw new InvalidOperationException(
            $"{Container.GetName()}: the state '{Definition.States[state].Name}' given is {Text.Shape(given.shape)}, but rows that are reset go back to {Text.Shape(value.shape)}, its declared initial value; give one of that shape.");
    }

    /// <summary>The declared initial value of a state, (B, …), to which rows are reset, whatever was given.</summary>
    internal Tensor Declared(int state) => declared[state]!;

    /// <summary>
    /// What the <paramref name="k"/>-th step to be processed (from 1 on) sees of a state: the target of the valid step processed before, for each row with
    /// the probability of teacher forcing, else the value fed back. Nothing is drawn when the probability is 0 or 1.
    /// </summary>
    public Tensor Feed(int state, Tensor previous, long k)
    {
        if (Target(state, k) is not var (target, rows)) return previous;
        if (arguments.TeacherForcing < 1)
        {
            using var draws = rand([Batch], ScalarType.Float32, Device);
            var drawn = draws.lt(arguments.TeacherForcing);
            rows = rows is null ? drawn : rows.logical_and(drawn);
        }

        return rows is null ? target : where(RowsOf(rows, target.dim()), target, previous);
    }

    /// <summary>
    /// What a teacher puts in the place of a state at every step, (B, T, …) in the order of processing, and the rows in which it does, (B, T) bool; null rows are all,
    /// null targets none.
    /// </summary>
    internal (Tensor Targets, Tensor? Rows)? Taught(int state) => IsTaught(state) ? teacher!.Aligned(targets[state]!) : null;

    /// <summary>What the step before the first emitted of a sequence output, (B, …), for masked steps to hold; null when there is none.</summary>
    internal Tensor? EmittedBefore(string output) => segment?.Emitted[Definition.SequenceOutputs.TakeWhile(name => name != output).Count()];

    /// <summary>Hands the masks that the steps have drawn to the caller.</summary>
    internal Tensor[] ReturnMasks() => [.. masks.OfSteps.Select(Return)];

    /// <summary>The results with the rows that are done, which a generated loop does not return.</summary>
    internal RecurrenceResult WithDone(RecurrenceResult result) =>
        new(result.Sequence, result.Last, result.States, result.Lengths, Rows.Finished is { } finished ? Return(finished) : null);

    /// <summary>Checks the next value of a state: (B, …) and the dtype of its slot. For values whose shape the compiler does not know.</summary>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="InvalidOperationException">The step yielded null, or another shape or dtype.</exception>
    public Tensor CheckNext(int state, Tensor? value)
    {
        RequireNext(state, value, Definition.States[state].CarriedShape);
        return value!;
    }

    /// <summary>Checks what a step yielded for a state: (B, …) of the slot's own shape, also where a lag carries several.</summary>
    internal Tensor CheckYielded(int state, Tensor? value)
    {
        RequireNext(state, value, Definition.States[state].Shape);
        return value!;
    }

    /// <summary>Checks the flags of the rows that are done: (B), bool.</summary>
    /// <returns><paramref name="done"/>.</returns>
    /// <exception cref="InvalidOperationException">They are of another shape or dtype.</exception>
    public Tensor CheckDone(Tensor? done)
    {
        Require(done, "done", ScalarType.Bool, []);
        return done!;
    }

    /// <summary>Checks an output: not null, and with the batch axis first.</summary>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="InvalidOperationException">The step yielded null, or a tensor of another batch size.</exception>
    public Tensor CheckOutput(string name, Tensor? value)
    {
        if (value is null) throw Wrong($"output '{name}'", "a tensor (B, …)", "null");
        if (value.dim() == 0 || value.shape[0] != Batch)
            throw Wrong($"output '{name}'", $"a tensor with batch size {Text.Of(Batch)} first", Text.Shape(value.shape));
        return value;
    }

    /// <summary>Checks that an output has the shape it had at the steps before.</summary>
    internal void CheckShape(string name, Tensor value, long[] before)
    {
        var shape = value.shape;
        if (!shape.AsSpan().SequenceEqual(before)) throw Wrong($"output '{name}'", $"{Text.Shape(before)} as at the steps before", Text.Shape(shape));
    }

    /// <summary>Ends the call: disposes of everything that was not returned.</summary>
    public void Dispose()
    {
        ofAllSteps?.Dispose();
        scope.Dispose();
        Dsl.Training = outerTraining;
        current = outer;
    }

    internal static Tensor Zeros(nn.Module container, SlotSpec slot, long batch, ScalarType floatingType, Device device) =>
        slot.Shape.Contains(Dsl.Any)
            ? throw new InvalidOperationException(
                $"{container.GetName()}: state '{slot.Name}' has a size known only at run time, so it has no zeros; give its initial value, or declare Initial.")
            : zeros([batch, .. slot.CarriedShape], slot.DType ?? floatingType, device);

    internal static string LearnedName(SlotSpec slot) => $"initial_{slot.Name}";

    /// <summary>Flags of rows, (B), as (B, 1, …): they broadcast over a tensor of that many axes.</summary>
    internal static Tensor RowsOf(Tensor flags, long axes) => flags.view([flags.shape[0], .. Enumerable.Repeat(1L, (int)axes - 1)]);

    /// <summary>The mask of <see cref="Dsl.SequenceDropout"/> for the next of its uses in a step: zeros, and 1 / (1 - p).</summary>
    /// <exception cref="InvalidOperationException">At the steps before, the shape was another.</exception>
    internal Tensor SequenceMask(Tensor x, double p)
    {
        var shape = x.shape;
        var mask = masks.Next(() => Keep(nn.functional.dropout(ones(shape, x.dtype, x.device), p, training: true)));
        return mask.shape.AsSpan().SequenceEqual(shape) ? mask : throw Wrong("what SequenceDropout is given", $"{Text.Shape(mask.shape)} as at the steps before", Text.Shape(shape));
    }

    internal InvalidOperationException Wrong(string what, string expected, string actual) =>
        new($"{Container.GetName()}: {Where}, {what} must be {expected}, but is {actual}.");

    /// <summary>The states that were given for one direction.</summary>
    Tensor?[] StatesOf(bool backward) =>
        arguments.States.Length == 0 ? [] : backward ? arguments.States[Definition.States.Count..] : arguments.States[..Definition.States.Count];

    /// <summary>Makes what depends on the direction: the numbers of the steps, and whose targets they see.</summary>
    void Prepare()
    {
        sequences = [.. Definition.Sequences.Zip(sequences, (slot, x) => slot.Numbering is { } numbering ? Numbers(numbering) : x)];
        if (HasTargets) teacher = new Teacher(this, masked, resets);
    }

    /// <summary>The numbers of the steps, (B, T) int64; of one step, (B).</summary>
    Tensor Numbers(StepNumbering numbering)
    {
        var first = arguments.FirstStep;
        if (IsStep) return full([Batch], first, ScalarType.Int64, Device);
        var places = arange(first, first + Steps, ScalarType.Int64, Device);
        if (numbering == StepNumbering.Position) return places.expand(Batch, Steps);
        if (masked is null) return InOrderOfInputs(places.expand(Batch, Steps));

        // A masked step is not counted: a row of a padded batch counts as it does alone.
        var valid = InOrderOfInputs(masked.All.logical_not());
        return InOrderOfInputs(valid.cumsum(1) - valid.to(ScalarType.Int64) + first);

        Tensor InOrderOfInputs(Tensor processed) => IsBackward ? processed.flip(1) : processed;
    }

    void RequireNext(int state, Tensor? value, IReadOnlyList<long> shape)
    {
        var slot = Definition.States[state];
        Require(value, $"the next value of state '{slot.Name}'", slot.DType ?? FloatingType, shape);
    }

    void Require(Tensor? value, string what, ScalarType dtype, IReadOnlyList<long> shape)
    {
        var expected = $"{Text.Shape([Text.Of(Batch)], shape)} {Text.Of(dtype)}";
        if (value is null) throw Wrong(what, expected, "null");
        if (value.dtype != dtype || !Fits(value.shape, [Batch, .. shape])) throw Wrong(what, expected, $"{Text.Shape(value.shape)} {Text.Of(value.dtype)}");
    }

    // An operation that draws writes its numbers in the order of memory, which it takes from its operands: with it as usual both executors draw the same.
    static Tensor InOrder(Tensor value) => value.is_contiguous() ? value : value.contiguous();

    bool IsTaught(int state) => arguments.TeacherForcing > 0 && state < targets.Length && targets[state] is not null;

    (Tensor Target, Tensor? Rows)? Target(int state, long k)
    {
        if (segment is null) return k > 0 && IsTaught(state) ? teacher!.Before(targets[state]!, k) : null;
        return segment.First + k > 0 && segment.Taught[state] is { } taught ? (taught.select(1, k), segment.TaughtRows?.select(1, k)) : null;
    }

    bool IsGiven(int state) => state < arguments.States.Length && arguments.States[state] is not null;

    Tensor Declare(SlotSpec slot, Tensor? computed, Tensor? given)
    {
        var value = computed is not null ? ForEveryRow(slot, computed)
            : slot.Learned ? ForEveryRow(slot, Container.get_parameter(IsBackward && Definition.HasBackwardWeights ? Recurrence.Backward(LearnedName(slot)) : LearnedName(slot))!)
            : slot.RandomNormal is { } std ? randn([Batch, .. slot.Shape], slot.DType ?? FloatingType, Device) * std
            : null;

        // The zeros of a state whose sizes only the given value tells are of its shape.
        if (value is null) return given is null ? Zeros(Container, slot, Batch, FloatingType, Device) : zeros_like(given);
        return slot.Lag is { } steps ? value.unsqueeze(1).expand([Batch, steps, .. value.shape[1..]]) : value;
    }

    Tensor ForEveryRow(SlotSpec slot, Tensor value)
    {
        var dtype = slot.DType ?? FloatingType;
        var actual = value.shape;
        if (value.dtype == dtype)
        {
            if (Fits(actual, [Batch, .. slot.Shape])) return value;
            if (Fits(actual, [1, .. slot.Shape])) return value.expand([Batch, .. actual[1..]]);
            if (Fits(actual, slot.Shape)) return value.expand([Batch, .. actual]);
        }

        throw new InvalidOperationException(
            $"{Container.GetName()}: Initial must give state '{slot.Name}' as {Text.Shape(["B"], slot.Shape)} {Text.Of(dtype)}, but gave {Text.Shape(actual)} {Text.Of(value.dtype)}.");
    }

    static bool Fits(long[] actual, IReadOnlyList<long> shape) =>
        actual.Length == shape.Count && actual.Zip(shape).All(size => size.Second == Dsl.Any || size.First == size.Second);
}
