using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// One call of a container, its arguments checked: what generated code reads. It owns the dispose scope of the call; what leaves the call goes through
/// <see cref="Return"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class RecurrenceCall : IDisposable
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
    RecurrenceCall(RecurrenceCall both, bool backward, JoinedSteps? joined)
        : this(both.Container, both.Definition, both.arguments with { States = both.StatesOf(backward) }, both.check, backward)
    {
        JoinedSteps = joined;
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

    // Both directions of a call as one, the rows of one after those of the other.
    RecurrenceCall(RecurrenceCall both)
        : this(both.Container, both.Definition, both.arguments, both.check, backward: false)
    {
        Batch = 2 * both.Batch;
        sequences = both.sequences;
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

    /// <summary>In a direction whose steps ran together with those of the other: what they made. Null when they are still to be run.</summary>
    public JoinedSteps? JoinedSteps { get; }

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
    internal RecurrenceCall Direction(bool backward, JoinedSteps? joined = null) => new(this, backward, joined);

    /// <summary>Both directions of a call as one of twice the rows, inside this one.</summary>
    internal RecurrenceCall Joined() => new(this);

    /// <summary>Ends the call: disposes of everything that was not returned.</summary>
    public void Dispose()
    {
        ofAllSteps?.Dispose();
        scope.Dispose();
        Dsl.Training = outerTraining;
        current = outer;
    }

    /// <summary>Flags of rows, (B), as (B, 1, …): they broadcast over a tensor of that many axes.</summary>
    internal static Tensor RowsOf(Tensor flags, long axes) => flags.view([flags.shape[0], .. Enumerable.Repeat(1L, (int)axes - 1)]);

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
}
