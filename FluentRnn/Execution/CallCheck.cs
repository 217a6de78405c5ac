using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// Checks the arguments of a call before anything is computed. Each fault is one <see cref="ArgumentException"/> of one sentence: the slot, what was
/// expected, what came, what to do.
/// </summary>
sealed class CallCheck
{
    static readonly string[] OfRows = ["B"];
    static readonly string[] OfSteps = ["B", "T"];

    readonly string container;
    readonly Recurrence definition;
    readonly CallArguments arguments;
    readonly List<Given> given;

    public CallCheck(nn.Module container, Place place, Recurrence definition, CallArguments arguments)
    {
        this.container = container.GetName();
        this.definition = definition;
        this.arguments = arguments;
        given = [.. Inputs()];
        RequireAlive();
        (FloatingType, Device) = place.Of(container, given.Where(input => input.Slot.DType is null).Select(input => input.Tensor), given.Select(input => input.Tensor));
        foreach (var input in given) RequireForm(input);
        Batch = BatchSize();
        Steps = NumberOfSteps();
        RequireProbability();
        RequireLengths();
        RequireFirstStep();
    }

    /// <summary>The dtype of slots that have none of their own: that of the first floating parameter, buffer or input.</summary>
    public ScalarType FloatingType { get; }

    /// <summary>The device of the first parameter, buffer or input.</summary>
    public Device Device { get; }

    public long Batch { get; }

    public long Steps { get; }

    // Loops, since this runs at every call, and a call may be one step.
    IEnumerable<Given> Inputs()
    {
        for (var i = 0; i < definition.Sequences.Count; i++)
        {
            if (definition.Sequences[i].Numbering is null) yield return Required("sequence", definition.Sequences[i], arguments.Sequences[i], arguments.IsStep ? OfRows : OfSteps);
        }

        for (var i = 0; i < definition.Constants.Count; i++) yield return Required("constant", definition.Constants[i], arguments.Constants[i], OfRows);
        var states = definition.StatesOfCall;
        for (var i = 0; i < arguments.States.Length; i++)
        {
            if (arguments.States[i] is { } value) yield return new Given("state", states[i].Name, Carried(states[i]), value, OfRows);
        }

        for (var i = 0; i < arguments.Targets.Length; i++)
        {
            if (arguments.Targets[i] is { } value) yield return new Given("target", definition.States[i].Name + "Target", definition.States[i], value, OfSteps);
        }

        if (arguments.Lengths is { } lengths) yield return Optional("lengths", ScalarType.Int64, lengths, OfRows);
        if (arguments.Mask is { } mask) yield return Optional("mask", ScalarType.Bool, mask, OfSteps);
        if (arguments.Resets is { } resets) yield return Optional("resets", ScalarType.Bool, resets, OfSteps);
    }

    static Given Optional(string name, ScalarType dtype, Tensor tensor, string[] axes) =>
        new("argument", name, new SlotSpec(name, dtype, [], Learned: false, TeacherForced: false), tensor, axes);

    /// <summary>A state as it is given and returned.</summary>
    static SlotSpec Carried(SlotSpec state) => state.Lag is null ? state : state with { Shape = state.CarriedShape };

    Given Required(string kind, SlotSpec slot, Tensor? tensor, string[] axes) => tensor is not null
        ? new Given(kind, slot.Name, slot, tensor, axes)
        : throw new ArgumentNullException(slot.Name, $"{container}: {kind} '{slot.Name}' is null; give a tensor {Text.Shape(axes, slot.Shape)}.");

    void RequireAlive()
    {
        foreach (var input in given)
        {
            if (input.Tensor.IsInvalid)
                throw new ObjectDisposedException(input.Name, $"{container}: {input} was disposed of before the call; keep it alive until the call returns.");
        }
    }

    void RequireForm(Given input)
    {
        var (tensor, slot) = (input.Tensor, input.Slot);
        var dtype = slot.DType ?? FloatingType;
        var shape = input.Shape;
        if (shape.Length != input.Axes.Length + slot.Shape.Count)
            throw Wrong(input, $"its axes are {Text.Shape(input.Axes, slot.Shape)}, the batch first");
        for (var axis = 0; axis < slot.Shape.Count; axis++)
        {
            if (slot.Shape[axis] != Dsl.Any && slot.Shape[axis] != shape[input.Axes.Length + axis])
                throw Wrong(input, $"its size was declared to be {Text.Shape(slot.Shape)} a sample");
        }

        if (tensor.dtype != dtype) throw Wrong(input, $"convert it with .to(ScalarType.{dtype})");
        if (tensor.device_type != Device.type || (tensor.device_index != Device.index && Device.type != DeviceType.CPU))
            throw Wrong(input, $"move it with .to(\"{Text.Of(Device.type, Device.index)}\")");
    }

    ArgumentException Wrong(Given input, string advice)
    {
        var expected = $"{Text.Shape(input.Axes, input.Slot.Shape)} {Text.Of(input.Slot.DType ?? FloatingType)} on {Text.Of(Device.type, Device.index)}";
        return new($"{container}: {input} must be {expected}, but is {Text.Of(input.Tensor)}; {advice}.", input.Name);
    }

    long BatchSize()
    {
        if (arguments.Batch < 0) throw new ArgumentOutOfRangeException("batch", arguments.Batch, $"{container}: the batch size cannot be negative.");
        if (given.Count == 0)
        {
            return arguments.Batch ?? throw new ArgumentException($"{container}: nothing that was given shows the batch size; give the argument batch.", "batch");
        }

        RequireEqual("batch size", given, axis: 0);
        var batch = given[0].Shape[0];
        return arguments.Batch is { } asked && asked != batch
            ? throw new ArgumentException($"{container}: batch is {Text.Of(asked)}, but {given[0]} has batch size {Text.Of(batch)}; leave batch out.", "batch")
            : batch;
    }

    long NumberOfSteps()
    {
        if (arguments.IsStep) return 1;
        if (arguments.Steps < 0) throw new ArgumentOutOfRangeException("steps", arguments.Steps, $"{container}: the number of steps cannot be negative.");
        if (definition.TakesSequences && arguments.Steps is not null)
            throw new ArgumentException($"{container}: the sequences give the number of steps; leave steps out.", "steps");
        var timed = given.Where(input => input.Axes.Length == 2).ToList();
        RequireEqual("number of steps", timed, axis: 1);
        long? shown = timed.Count > 0 ? timed[0].Shape[1] : null;
        var asked = arguments.Steps ?? definition.FixedSteps;
        if (asked is not null && definition.FixedSteps is { } steps && steps != asked)
            throw new ArgumentException($"{container}: steps is {Text.Of(asked.Value)}, but the declaration fixes {Text.Of(steps)}; leave steps out.", "steps");
        if (asked is not null && shown is not null && asked != shown)
            throw new ArgumentException($"{container}: {timed[0]} has {Text.Of(shown.Value)} steps, but {Text.Of(asked.Value)} were asked for; give it as many.", timed[0].Name);
        return asked ?? shown
            ?? throw new ArgumentException($"{container}: without sequences nothing shows how long to run; give the argument steps.", "steps");
    }

    void RequireEqual(string what, List<Given> inputs, int axis)
    {
        for (var i = 1; i < inputs.Count; i++)
        {
            var input = inputs[i];
            var (first, size) = (inputs[0].Shape[axis], input.Shape[axis]);
            if (size == first) continue;
            throw new ArgumentException(
                $"{container}: {input} has {what} {Text.Of(size)}, but {inputs[0]} has {Text.Of(first)}; all inputs of a call must agree.", input.Name);
        }
    }

    void RequireFirstStep()
    {
        if (arguments.FirstStep < 0)
            throw new ArgumentOutOfRangeException("firstStep", arguments.FirstStep, $"{container}: the number of the first step cannot be negative.");
    }

    void RequireProbability()
    {
        if (arguments.TeacherForcing is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException("teacherForcing", arguments.TeacherForcing, $"{container}: teacherForcing is a probability, from 0 to 1.");
    }

    void RequireLengths()
    {
        if (arguments.Lengths is not { } lengths || Batch == 0) return;
        using var scope = NewDisposeScope();
        var (least, most) = (lengths.min().ToInt64(), lengths.max().ToInt64());
        if (least >= 0 && most <= Steps) return;
        var wrong = least < 0 ? least : most;
        throw new ArgumentOutOfRangeException(
            "lengths", wrong, $"{container}: lengths must be from 0 to {Text.Of(Steps)}, the number of steps, but one is {Text.Of(wrong)}; give each row the number of its valid steps.");
    }

    /// <summary>A tensor that was given, and the axes it has before those of its slot.</summary>
    sealed record Given(string Kind, string Name, SlotSpec Slot, Tensor Tensor, string[] Axes)
    {
        /// <summary>The sizes, read once.</summary>
        public long[] Shape => field ??= Tensor.shape;

        public override string ToString() => $"{Kind} '{Name}'";
    }
}
