using FluentRnn.Execution;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>
/// A container of any declaration, without names: the reference executor, or a loop made of the pieces that generated code uses, around the user's lambda.
/// </summary>
sealed class DeclaredContainer : RecurrentContainer<DeclaredContainer.Input, RecurrenceResult>
{
    public DeclaredContainer(Func<RecurrenceBuilder, Recurrence> define, Executor executor, ScalarType dtype = ScalarType.Float64, string name = "Network")
        : base(name, define(new RecurrenceBuilder()))
    {
        foreach (var (member, value) in Definition.MakeModules())
        {
            if (value is nn.Module module) register_module(member, module);
            else if (value is Parameter parameter) register_parameter(member, parameter);
            else register_buffer(member, (Tensor)value);
        }

        Complete(null, dtype);
        Executor = executor;
    }

    public Recurrence Declaration => Definition;

    public override RecurrenceResult forward(Input input)
    {
        using var call = Open(
            input.Sequences,
            input.Constants,
            input.States,
            input.Targets,
            input.TeacherForcing,
            input.Lengths,
            input.Mask,
            input.Resets,
            steps: input.Steps,
            batch: input.Batch,
            cancellation: input.Cancellation);
        return Run(call, Loop, result => result);
    }

    public RecurrenceResult step(Input input)
    {
        using var call = OpenStep(input.Sequences, input.Constants, input.States, batch: input.Batch);
        return Run(call, Once, result => result);
    }

    RecurrenceResult Loop(RecurrenceCall call)
    {
        var modules = Definition.ModulesOf(this);
        var carried = new CarriedStates(call, Initial(call, modules));
        var outputs = Definition.SequenceOutputs.Select(name => new SequenceBuffer(call, name)).ToArray();
        var hasDone = false;
        for (var k = 0L; k < call.Steps; k++)
        {
            using var step = call.NewStep();
            var t = call.Position(k);
            var fed = Definition.States.Select((_, i) => call.Feed(i, carried[i], k)).ToArray();
            var values = Definition.Step([.. call.Sequences.Select(x => x.select(1, t))], call.Constants, fed, modules);
            foreach (var (output, value) in outputs.Zip(values.Sequence)) output.AddChecked(value!);
            carried.Advance(
                [.. values.Next.Select((value, i) => call.CheckNext(i, value))],
                [.. values.Last.Select((value, i) => call.CheckOutput(Definition.LastOutputs[i], value))]);
            hasDone = values.Done is not null;
            if (values.Done is { } done && call.Rows.AllDone(done)) break;
        }

        Tensor[] stacked = [.. outputs.Select(output => output.Stack())];
        return new RecurrenceResult(
            [.. stacked.Select(call.Return)],
            [.. Definition.LastOutputs.Select((_, i) => call.ReturnLast(carried.Last(i)))],
            [.. Definition.States.Select((_, i) => call.Return(carried[i]))],
            hasDone ? call.Return(call.Rows.Lengths()) : null,
            null);
    }

    RecurrenceResult Once(RecurrenceCall call)
    {
        var modules = Definition.ModulesOf(this);
        using var step = call.NewStep();
        var values = Definition.Step(call.Sequences, call.Constants, Initial(call, modules), modules);
        return new RecurrenceResult(
            [.. values.Sequence.Select(value => call.Return(value!))],
            [.. values.Last.Select(value => call.Return(value!))],
            [.. values.Next.Select(value => call.Return(value!))],
            null,
            values.Done is null ? null : call.Return(values.Done));
    }

    Tensor[] Initial(RecurrenceCall call, object?[] modules)
    {
        var states = Definition.States;
        var needed = Enumerable.Range(0, states.Count).Any(i => call.Needs(i) && Definition.InitialStates.Contains(states[i].Name));
        var computed = needed ? Definition.ComputeInitial(call.Constants, modules) : new Tensor?[states.Count];
        return [.. computed.Select((value, i) => call.Initial(i, value))];
    }

    /// <summary>The arguments of a call, by position.</summary>
    public sealed class Input
    {
        public Tensor?[] Sequences { get; init; } = [];

        public Tensor?[] Constants { get; init; } = [];

        public Tensor?[] States { get; init; } = [];

        public Tensor?[] Targets { get; init; } = [];

        public double TeacherForcing { get; init; } = 1;

        public Tensor? Lengths { get; init; }

        public Tensor? Mask { get; init; }

        public Tensor? Resets { get; init; }

        public long? Steps { get; init; }

        public long? Batch { get; init; }

        public CancellationToken Cancellation { get; init; }
    }
}
