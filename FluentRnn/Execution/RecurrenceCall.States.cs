using static TorchSharp.torch;

namespace FluentRnn.Execution;

// What the states are before a step: the initial values, and those of a teacher.
public sealed partial class RecurrenceCall
{
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

    internal static Tensor Zeros(nn.Module container, SlotSpec slot, long batch, ScalarType floatingType, Device device) =>
        slot.Shape.Contains(Dsl.Any)
            ? throw new InvalidOperationException(
                $"{container.GetName()}: state '{slot.Name}' has a size known only at run time, so it has no zeros; give its initial value, or declare Initial.")
            : zeros([batch, .. slot.CarriedShape], slot.DType ?? floatingType, device);

    internal static string LearnedName(SlotSpec slot) => $"initial_{slot.Name}";

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
}
