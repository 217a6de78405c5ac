using System.ComponentModel;
using System.Runtime.InteropServices;
using FluentRnn.Execution;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>The base of every generated container: a TorchSharp module that runs a declared step over sequences.</summary>
/// <typeparam name="TInput">The arguments of a call.</typeparam>
/// <typeparam name="TOutput">The results of a call.</typeparam>
public abstract class RecurrentContainer<TInput, TOutput> : nn.Module<TInput, TOutput>
{
    bool disposed;
    Place place = new(null, null);

    /// <summary>For generated code: a container of a declaration, whose modules are made and registered next.</summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="recurrence">The declaration, of this container alone.</param>
    protected RecurrentContainer(string name, Recurrence recurrence)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        Definition = recurrence;
    }

    /// <summary>What runs the steps: the generated loop, or the reference executor.</summary>
    public Executor Executor { get; set; }

    /// <summary>
    /// How many bytes the values that are made for all steps at once may take in a call without gradients, beside its outputs: 64 MiB. A call that would need more runs in segments of steps,
    /// one after the other, at least 32 steps each; its results are the same.
    /// </summary>
    public long BufferBudget { get; set; } = 64L << 20;

    /// <summary>
    /// Why the backward pass could last not run steps again that <c>Checkpoint</c> had not remembered; null when it always could. libtorch itself reports only
    /// that a gradient is not valid, as <see cref="ExternalException"/>.
    /// </summary>
    public Exception? ReplayFailure => Definition.ReplayFailure;

    /// <summary>The declaration.</summary>
    protected internal Recurrence Definition { get; }

    /// <summary>Where it computes: the device of its parameters and buffers, else the one it was moved to, else torch's default.</summary>
    internal Device Device => place.Of(this, [], []).Device;

    /// <summary>For generated code: ends the constructor. Registers the learned initial states, and moves and converts the container where asked.</summary>
    /// <param name="device">Where parameters and buffers live; null for where the modules put them.</param>
    /// <param name="dtype">The floating dtype; null for that of the modules.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Complete(Device? device, ScalarType? dtype)
    {
        foreach (var state in (Definition.SharesWeights ? Definition.States : Definition.StatesOfCall).Where(state => state.Learned))
            register_parameter(RecurrenceCall.LearnedName(state), new Parameter(zeros([1, .. state.Shape], state.DType)));

        // A container made inside a dispose scope outlives it.
        foreach (var tensor in parameters().Concat(buffers())) tensor.DetachFromDisposeScope();
        if (device is not null && dtype is { } both) this.to(device, both);
        else if (device is not null) this.to(device);
        else if (dtype is { } type) this.to(type);
    }

    /// <summary>For generated code: checks the arguments of a call and opens it.</summary>
    /// <exception cref="ArgumentException">An argument is missing or wrong; the message names the slot, what was expected and what came.</exception>
    /// <exception cref="ObjectDisposedException">The container, or a tensor given, was disposed of.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected RecurrenceCall Open(
        Tensor?[] sequences,
        Tensor?[] constants,
        Tensor?[] states,
        Tensor?[] targets,
        double teacherForcing = 1.0,
        Tensor? lengths = null,
        Tensor? mask = null,
        Tensor? resets = null,
        long firstStep = 0,
        long? steps = null,
        long? batch = null,
        CancellationToken cancellation = default) =>
        Open(new CallArguments(sequences, constants, states, targets)
        {
            TeacherForcing = teacherForcing,
            Lengths = lengths,
            Mask = mask,
            Resets = resets,
            FirstStep = firstStep,
            Steps = steps,
            Batch = batch,
            Cancellation = cancellation,
        });

    /// <summary>For generated code: checks the arguments of one step and opens it.</summary>
    /// <inheritdoc cref="Open(Tensor?[], Tensor?[], Tensor?[], Tensor?[], double, Tensor?, Tensor?, Tensor?, long, long?, long?, CancellationToken)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected RecurrenceCall OpenStep(Tensor?[] sequences, Tensor?[] constants, Tensor?[] states, long firstStep = 0, long? batch = null) =>
        Open(new CallArguments(sequences, constants, states, []) { FirstStep = firstStep, Batch = batch, IsStep = true });

    /// <summary>For generated code: runs an open call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="generated">The generated loop; null when the step could not be compiled.</param>
    /// <param name="named">Gives the results of the reference executor their names.</param>
    /// <param name="positions">The inverse of <paramref name="named"/>; null when the call never runs in segments.</param>
    /// <param name="numbersOfStep">How many numbers the generated loop makes for all steps at once, beside the outputs, for each step and row; null for none.</param>
    /// <returns>The results; they belong to the caller.</returns>
    /// <exception cref="InvalidOperationException">An operation of the step failed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TResult Run<TResult>(
        RecurrenceCall call,
        Func<RecurrenceCall, TResult>? generated,
        Func<RecurrenceResult, TResult> named,
        Func<TResult, RecurrenceResult>? positions = null,
        Func<long>? numbersOfStep = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(named);
        try
        {
            var compiled = Executor == Executor.Reference || call.Steps == 0 ? null : generated;
            if (Checkpoints.Serve(call)) return named(Checkpoints.Run(call, Loop(compiled, positions)));
            if (compiled is not null && numbersOfStep is not null && Tiles.StepsOf(call, numbersOfStep, BufferBudget) is { } steps)
                return named(Tiles.Run(call, steps, Loop(compiled, positions)));
            return compiled is null ? named(Reference.Run(call)) : compiled(call);
        }
        catch (ExternalException exception)
        {
            throw Failed(call, exception);
        }
    }

    /// <summary>For generated code: runs an open call in both directions, one after the other, or their steps together.</summary>
    /// <param name="call">The call.</param>
    /// <param name="generated">The generated loop, which runs in the direction of the call it is given; null when the step could not be compiled.</param>
    /// <param name="named">Gives the merged results their names.</param>
    /// <param name="numbersOfStep">How many numbers the generated loop makes for all steps at once, beside the outputs, for each step and row; null for none.</param>
    /// <param name="together">Runs the steps of both directions in one loop; null where they cannot.</param>
    /// <returns>The results; they belong to the caller.</returns>
    /// <inheritdoc cref="Run{TResult}(RecurrenceCall, Func{RecurrenceCall, TResult}, Func{RecurrenceResult, TResult}, Func{TResult, RecurrenceResult}, Func{long})" path="/exception"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TResult RunBoth<TResult>(
        RecurrenceCall call,
        Func<RecurrenceCall, RecurrenceResult>? generated,
        Func<RecurrenceResult, TResult> named,
        Func<long>? numbersOfStep = null,
        Action<JoinedDirections>? together = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(named);
        var joined = RunTogether();
        var forward = Direction(backward: false, joined?.Forward);
        return named(BothDirections.Merged(call, forward, Direction(backward: true, joined?.Backward)));

        RecurrenceResult Direction(bool backward, JoinedSteps? steps)
        {
            using var direction = call.Direction(backward, steps);
            return Run(direction, generated, result => result, result => result, numbersOfStep);
        }

        JoinedDirections? RunTogether()
        {
            if (together is null || Executor == Executor.Reference || !JoinedDirections.Serve(call)) return null;

            // What each direction makes for all steps, and once more with the rows of both.
            if (numbersOfStep is not null && Tiles.StepsOf(call, numbersOfStep, BufferBudget / 4) is not null) return null;
            try
            {
                return JoinedDirections.Run(call, together);
            }
            catch (ExternalException exception)
            {
                throw Failed(call, exception);
            }
        }
    }

    /// <summary>For generated code: zeros of a state, (B, …), which belong to the caller.</summary>
    /// <param name="state">Its position.</param>
    /// <param name="batch">The batch size.</param>
    /// <exception cref="InvalidOperationException">The state has a size known only at run time.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Tensor Zero(int state, long batch)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var (floatingType, device) = place.Of(this, [], []);
        return RecurrenceCall.Zeros(this, Definition.StatesOfCall[state], batch, floatingType, device);
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        place = new Place(dtype ?? place.FloatingType, device ?? place.Device);
    }

    /// <summary>
    /// Does nothing: the constructor registers the modules under the names of the declaration. TorchSharp calls this when the container becomes a part of another
    /// module, and would register the fields behind the properties once more.
    /// </summary>
    protected sealed override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        disposed = true;
        base.Dispose(disposing);
    }

    InvalidOperationException Failed(RecurrenceCall call, ExternalException exception)
    {
        // libtorch's own message goes on with pages of C++.
        var problem = exception.Message.Split('\n')[0].TrimEnd('.', '\r');
        return new InvalidOperationException($"{GetName()}: {call.Where}, an operation failed: {problem}.", exception);
    }

    static Func<RecurrenceCall, RecurrenceResult> Loop<TResult>(Func<RecurrenceCall, TResult>? compiled, Func<TResult, RecurrenceResult>? positions) =>
        compiled is null || positions is null ? Reference.Run : call => call.WithDone(positions(compiled(call)));

    /// <summary>Checks the arguments of a call and opens it.</summary>
    private protected RecurrenceCall Open(CallArguments arguments)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new RecurrenceCall(this, place, Definition, arguments);
    }
}
