using FluentRnn.Execution;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Runtime;

/// <summary>The declaration of a container whose other half is written by hand, as the generator would write it: it shows what generated code needs of the library.</summary>
public sealed partial class HandWrittenDecoder
{
    static Recurrence Define(RecurrenceBuilder rnn, int vocab, int memory, int hidden) => rnn
        .Constants(new { context = Vector(memory) })
        .States(new { h = Learned(Vector(hidden)), c = Vector(hidden), previous = TeacherForced(Vector(vocab)) })
        .Modules(() => new { cell = LSTMCell(vocab + memory, hidden), readout = Linear(hidden, vocab) })
        .Step((con, state, net) =>
        {
            var input = cat([state.previous, con.context], 1);
            var (h, c) = net.cell.call(input, (state.h, state.c));
            var logits = net.readout.call(h);
            return Yield(sequence: new { logits }, last: new { summary = h }, next: new { h, c, previous = softmax(logits, 1) });
        });
}

/// <remarks>The other half.</remarks>
partial class HandWrittenDecoder : RecurrentContainer<HandWrittenDecoder.Input, HandWrittenDecoder.Output>
{
    readonly int _vocab;
    readonly int _hidden;

    public HandWrittenDecoder(int vocab, int memory, int hidden, Device? device = null, ScalarType? dtype = null)
        : base("HandWrittenDecoder", Define(new RecurrenceBuilder(), vocab, memory, hidden))
    {
        _vocab = vocab;
        _hidden = hidden;
        var modules = Definition.CreateModules(new { cell = default(LSTMCell)!, readout = default(Linear)! });
        Cell = modules.cell;
        register_module("cell", Cell);
        Readout = modules.readout;
        register_module("readout", Readout);
        Complete(device, dtype);
    }

    public LSTMCell Cell { get; }

    public Linear Readout { get; }

    public Output forward(Tensor context, State? state = null, Tensor? previousTarget = null, double teacherForcing = 1.0, int? steps = null) =>
        forward(new Input(context, state, previousTarget, teacherForcing, steps));

    public Output call(Tensor context, State? state = null, Tensor? previousTarget = null, double teacherForcing = 1.0, int? steps = null) =>
        call(new Input(context, state, previousTarget, teacherForcing, steps));

    public override Output forward(Input input)
    {
        using var call = Open(
            sequences: [],
            constants: [input.Context],
            states: [input.State?.H, input.State?.C, input.State?.Previous],
            targets: [null, null, input.PreviousTarget],
            input.TeacherForcing,
            steps: input.Steps);
        return Run(call, Loop, Output.From);
    }

    public StepOutput step(Tensor context, State? state = null)
    {
        using var call = OpenStep(sequences: [], constants: [context], states: [state?.H, state?.C, state?.Previous], batch: null);
        return Run(call, Once, StepOutput.From);
    }

    Output Loop(RecurrenceCall call)
    {
        // Inputs
        var context = call.Constants[0];

        // Once per call
        var weight_previous = Cell.weight_ih!.narrow(1, 0, _vocab).t();
        var weight_context = Cell.weight_ih!.narrow(1, _vocab, Cell.weight_ih!.shape[1] - _vocab).t();
        var weight_h = Cell.weight_hh!.t();
        var bias = Cell.bias_ih! + Cell.bias_hh!;
        var fromContext = context.matmul(weight_context) + bias;
        var readout_weight = Readout.weight.t();

        // Each step
        var carried = new CarriedStates(call, call.Initial(0), call.Initial(1), call.Initial(2));
        var logitsSequence = new SequenceBuffer(call, "logits");
        for (var k = 0L; k < call.Steps; k++)
        {
            using var step = call.NewStep();
            var h = carried[0];
            var c = carried[1];
            var previous = call.Feed(2, carried[2], k);
            var gates = (fromContext + previous.matmul(weight_previous) + h.matmul(weight_h)).chunk(4, 1);
            var c_1 = (gates[1].sigmoid() * c) + (gates[0].sigmoid() * gates[2].tanh());
            var h_1 = gates[3].sigmoid() * c_1.tanh();
            var logits = h_1.matmul(readout_weight) + Readout.bias!;
            var softmax = logits.softmax(1);
            logitsSequence.Add(logits);
            carried.Advance([h_1, c_1, softmax], last: [h_1]);
        }

        // After the last step
        var logitsStacked = logitsSequence.Stack();
        return new Output(
            call.Return(logitsStacked),
            call.ReturnLast(carried.Last(0)),
            new State(call.Return(carried[0]), call.Return(carried[1]), call.Return(carried[2])));
    }

    StepOutput Once(RecurrenceCall call)
    {
        var h = call.Initial(0);
        var c = call.Initial(1);
        var previous = call.Initial(2);
        var gates = (cat([previous, call.Constants[0]], 1).matmul(Cell.weight_ih!.t()) + Cell.bias_ih! + h.matmul(Cell.weight_hh!.t()) + Cell.bias_hh!).chunk(4, 1);
        var c_1 = (gates[1].sigmoid() * c) + (gates[0].sigmoid() * gates[2].tanh());
        var h_1 = gates[3].sigmoid() * c_1.tanh();
        var logits = h_1.matmul(Readout.weight.t()) + Readout.bias!;
        var softmax = logits.softmax(1);
        return new StepOutput(call.Return(logits), call.Return(h_1), new State(call.Return(h_1), call.Return(c_1), call.Return(softmax)));
    }

    public readonly record struct Input(
        Tensor Context, State? State = null, Tensor? PreviousTarget = null, double TeacherForcing = 1.0, int? Steps = null);

    public readonly record struct State(Tensor? H = null, Tensor? C = null, Tensor? Previous = null) : IRecurrentState<State>
    {
        static IReadOnlyList<string> IRecurrentState<State>.Names => ["h", "c", "previous"];

        IReadOnlyList<Tensor?> IRecurrentState<State>.Values => [H, C, Previous];

        static State IRecurrentState<State>.From(IReadOnlyList<Tensor?> values) => new(values[0], values[1], values[2]);

        public State Detach() => StateOperations.Detach(this);

        public State To(Device device) => StateOperations.To(this, device);

        public State To(ScalarType dtype) => StateOperations.To(this, dtype);

        public State Select(Tensor indices) => StateOperations.Select(this, indices);

        public void Save(string path) => StateOperations.Save(this, path);

        public void Save(Stream stream) => StateOperations.Save(this, stream);

        public static State Load(string path) => StateOperations.Load<State>(path);

        public static State Load(Stream stream) => StateOperations.Load<State>(stream);

        public void Dispose() => StateOperations.Dispose(this);
    }

    public State ZeroState(long batch) => new(Zero(0, batch), Zero(1, batch), Zero(2, batch));

    public readonly record struct Output(Tensor Logits, Tensor Summary, State State) : IDisposable
    {
        internal static Output From(RecurrenceResult result) =>
            new(result.Sequence[0], result.Last[0], new State(result.States[0], result.States[1], result.States[2]));

        public void Dispose()
        {
            Logits?.Dispose();
            Summary?.Dispose();
            State.Dispose();
        }
    }

    public readonly record struct StepOutput(Tensor Logits, Tensor Summary, State State) : IDisposable
    {
        internal static StepOutput From(RecurrenceResult result) =>
            new(result.Sequence[0], result.Last[0], new State(result.States[0], result.States[1], result.States[2]));

        public void Dispose()
        {
            Logits?.Dispose();
            Summary?.Dispose();
            State.Dispose();
        }
    }
}
