using System.Runtime.CompilerServices;
using FluentRnn.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>
/// The words of a declaration, for <c>using static FluentRnn.Dsl;</c>: slots (<see cref="Vector"/>, <see cref="Index"/>, …), what can be said of a
/// slot (<see cref="Learned"/>, <see cref="TeacherForced"/>, …), functions for a step (<see cref="SequenceDropout"/>, …), and <c>Yield</c>, the end of every
/// step.
/// </summary>
public static partial class Dsl
{
    /// <summary>A size known only at run time.</summary>
    public const long Any = -1;

    // What a slot is, by the prototype that stands for it in the declaration.
    static readonly ConditionalWeakTable<Tensor, SlotSpec> Prototypes = [];

    /// <summary>A slot of one floating-point vector a sample.</summary>
    /// <param name="n">The length of the vector, or <see cref="Any"/>.</param>
    /// <returns>The prototype; in a step the slot is (B, n).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative and not <see cref="Any"/>.</exception>
    public static Tensor Vector(long n) => Slot(n);

    /// <summary>A slot of one floating-point matrix a sample.</summary>
    /// <param name="rows">The number of rows, or <see cref="Any"/>.</param>
    /// <param name="columns">The number of columns, or <see cref="Any"/>.</param>
    /// <returns>The prototype; in a step the slot is (B, rows, columns).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative and not <see cref="Any"/>.</exception>
    public static Tensor Matrix(long rows, long columns) => Slot(rows, columns);

    /// <summary>A slot of one floating-point number a sample.</summary>
    /// <returns>The prototype; in a step the slot is (B).</returns>
    public static Tensor Scalar() => Slot();

    /// <summary>A slot of one index (a token, a class) a sample.</summary>
    /// <returns>The prototype; in a step the slot is (B), int64.</returns>
    public static Tensor Index() => Slot(ScalarType.Int64);

    /// <summary>A slot of one flag a sample.</summary>
    /// <returns>The prototype; in a step the slot is (B), bool.</returns>
    public static Tensor Flag() => Slot(ScalarType.Bool);

    /// <summary>
    /// A sequence that the call makes itself: the number of steps processed before this one, 0, 1, 2, …, also in a backward recurrence; masked steps of a row do not count. It is no argument, and says
    /// neither batch size nor length. The argument <c>firstStep</c> of the call is added to it, so that a call can go on where another ended.
    /// </summary>
    /// <param name="position">Whether it is the position on the time axis of the inputs instead: backward T - 1, …, 0.</param>
    /// <returns>The prototype; in a step the slot is (B), int64.</returns>
    public static Tensor StepIndex(bool position = false) =>
        Modify(Index(), spec => spec with { Numbering = position ? StepNumbering.Position : StepNumbering.Processing });

    /// <summary>A floating-point slot of any rank.</summary>
    /// <param name="shape">The shape of one sample; <see cref="Any"/> for a size known only at run time.</param>
    /// <returns>The prototype; in a step the slot is (B, shape…), of the container's floating type.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative and not <see cref="Any"/>.</exception>
    public static Tensor Slot(params long[] shape) => Prototype(null, shape);

    /// <summary>A slot of any dtype and rank.</summary>
    /// <param name="dtype">The dtype, whatever that of the container's parameters is.</param>
    /// <param name="shape">The shape of one sample; <see cref="Any"/> for a size known only at run time.</param>
    /// <returns>The prototype; in a step the slot is (B, shape…).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative and not <see cref="Any"/>.</exception>
    public static Tensor Slot(ScalarType dtype, params long[] shape) => Prototype(dtype, shape);

    /// <summary>
    /// The initial value of this state is trained: a parameter <c>initial_{state}</c> of shape (1, …), zero at first, used for every row that is given no
    /// other. The state must be floating point, with all sizes known.
    /// </summary>
    /// <param name="slot">A slot of <c>States</c>.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The argument is not a slot.</exception>
    public static Tensor Learned(Tensor slot) => Modify(slot, spec => spec with { Learned = true });

    /// <summary>
    /// A teacher may replace this state: the call takes targets (B, T, …) for it, and at step t the step then sees the target of step t - 1 in
    /// place of the value it yielded there.
    /// </summary>
    /// <param name="slot">A slot of <c>States</c>.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The argument is not a slot.</exception>
    public static Tensor TeacherForced(Tensor slot) => Modify(slot, spec => spec with { TeacherForced = true });

    /// <summary>
    /// The initial value of this state is drawn anew for every row and call, from a normal distribution around zero, in training and in evaluation alike; a value
    /// that is given goes first. The state must be floating point, with all sizes known.
    /// </summary>
    /// <param name="slot">A slot of <c>States</c>.</param>
    /// <param name="std">The standard deviation, 0 or more.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The argument is not a slot.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="std"/> is negative or not finite.</exception>
    public static Tensor RandomNormal(Tensor slot, double std)
    {
        if (!(std >= 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must be a finite number, 0 or more.");
        return Modify(slot, spec => spec with { RandomNormal = std });
    }

    /// <summary>
    /// The step sees the value of this state that was yielded <paramref name="k"/> steps ago, and before that the initial value. What is carried, in
    /// <c>State</c> and when it is given, are the last <paramref name="k"/> values, (B, k, …), oldest first; an initial value that is computed, learned or drawn
    /// is of the slot's own shape, and stands for all of them.
    /// </summary>
    /// <param name="slot">A slot of <c>States</c> that is not <see cref="TeacherForced"/>.</param>
    /// <param name="k">The number of steps, 1 or more; 1 is the value of the step before, as without a lag.</param>
    /// <returns>The same slot.</returns>
    /// <exception cref="ArgumentException">The argument is not a slot, or has a lag already.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public static Tensor Lag(Tensor slot, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return Modify(slot, spec => spec.Lag is null ? spec with { Lag = k } : throw new ArgumentException("The slot has a lag already: say Lag once.", nameof(slot)));
    }

    /// <summary>What was said about a prototype, or null when no slot factory made it.</summary>
    internal static SlotSpec? SpecOf(Tensor prototype) => Prototypes.TryGetValue(prototype, out var spec) ? spec : null;

    static Tensor Prototype(ScalarType? dtype, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        foreach (var size in shape) ArgumentOutOfRangeException.ThrowIfLessThan(size, Any, nameof(shape));
        LibTorch.EnsureLoaded();
        var prototype = empty([0], dtype, META);
        Prototypes.Add(prototype, new SlotSpec(string.Empty, dtype, [.. shape], Learned: false, TeacherForced: false));
        return prototype;
    }

    static Tensor Modify(Tensor slot, Func<SlotSpec, SlotSpec> modify)
    {
        ArgumentNullException.ThrowIfNull(slot);
        var spec = SpecOf(slot) ?? throw new ArgumentException("Only a slot, such as Vector(16), can be modified.", nameof(slot));
        Prototypes.AddOrUpdate(slot, modify(spec));
        return slot;
    }
}
