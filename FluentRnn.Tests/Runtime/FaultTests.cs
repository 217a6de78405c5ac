using System.Globalization;
using FluentRnn.Execution;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Runtime;

/// <summary>Every fault is one sentence with the name of the slot, before anything runs where that can be; never a C++ backtrace.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
[Trait("Row", "C4")]
public sealed class FaultTests : IDisposable
{
    const ScalarType F32 = ScalarType.Float32;
    const int B = 2, T = 4;

    readonly DisposeScope scope = NewDisposeScope();
    int stepsRun;

    public static TheoryData<string, string> Arguments => new()
    {
        { "sequence rank", "Network: sequence 'x' must be (B, T, 3) float32 on cpu, but is (2, 3) float32 on cpu; its axes are (B, T, 3), the batch first." },
        { "sequence size", "Network: sequence 'x' must be (B, T, 3) float32 on cpu, but is (2, 4, 5) float32 on cpu; its size was declared to be (3) a sample." },
        { "sequence dtype", "Network: sequence 'x' must be (B, T, 3) float32 on cpu, but is (2, 4, 3) float64 on cpu; convert it with .to(ScalarType.Float32)." },
        { "sequence device", "Network: sequence 'x' must be (B, T, 3) float32 on cpu, but is (2, 4, 3) float32 on meta; move it with .to(\"cpu\")." },
        { "sequence null", "Network: sequence 'x' is null; give a tensor (B, T, 3)." },
        { "index dtype", "Network: sequence 'token' must be (B, T) int64 on cpu, but is (2, 4) float32 on cpu; convert it with .to(ScalarType.Int64)." },
        { "length", "Network: sequence 'token' has number of steps 5, but sequence 'x' has 4; all inputs of a call must agree." },
        { "batch", "Network: sequence 'token' has batch size 3, but sequence 'x' has 2; all inputs of a call must agree." },
        { "constant batch", "Network: constant 'k' has batch size 1, but sequence 'x' has 2; all inputs of a call must agree." },
        { "constant null", "Network: constant 'k' is null; give a tensor (B, 2, *)." },
        { "constant rank", "Network: constant 'k' must be (B, 2, *) float32 on cpu, but is (2, 2) float32 on cpu; its axes are (B, 2, *), the batch first." },
        { "constant size", "Network: constant 'k' must be (B, 2, *) float32 on cpu, but is (2, 3, 9) float32 on cpu; its size was declared to be (2, *) a sample." },
        { "state size", "Network: state 'h' must be (B, 4) float32 on cpu, but is (2, 3) float32 on cpu; its size was declared to be (4) a sample." },
        { "state batch", "Network: state 'h' has batch size 3, but sequence 'x' has 2; all inputs of a call must agree." },
        { "state device", "Network: state 'h' must be (B, 4) float32 on cpu, but is (2, 4) float32 on meta; move it with .to(\"cpu\")." },
        { "target rank", "Network: target 'hTarget' must be (B, T, 4) float32 on cpu, but is (2, 4) float32 on cpu; its axes are (B, T, 4), the batch first." },
        { "target length", "Network: target 'hTarget' has number of steps 3, but sequence 'x' has 4; all inputs of a call must agree." },
        { "steps", "Network: the sequences give the number of steps; leave steps out." },
        { "probability", "Network: teacherForcing is a probability, from 0 to 1." },
        { "probability NaN", "Network: teacherForcing is a probability, from 0 to 1." },
        { "batch argument", "Network: batch is 7, but sequence 'x' has batch size 2; leave batch out." },
    };

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_wrong_argument_is_named_before_the_first_step(string fault, string message)
    {
        var network = Network();

        var exception = Assert.ThrowsAny<ArgumentException>(() => network.forward(Wrong(fault)));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.ParamName!, message, StringComparison.Ordinal);
        Assert.Equal(0, stepsRun);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Messages_are_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (var row in Arguments) A_wrong_argument_is_named_before_the_first_step((string)row[0], (string)row[1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Without_sequences_the_length_must_be_given()
    {
        var network = Free();

        Assert.StartsWith("Free: without sequences nothing shows how long to run; give the argument steps.",
            Assert.Throws<ArgumentException>(() => network.forward(new() { Batch = 1 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Free: nothing that was given shows the batch size; give the argument batch.",
            Assert.Throws<ArgumentException>(() => network.forward(new() { Steps = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.forward(new() { Steps = -1, Batch = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.forward(new() { Steps = 1, Batch = -1 }));
        Assert.StartsWith("Free: target 'hTarget' has 4 steps, but 3 were asked for",
            Assert.Throws<ArgumentException>(() => network.forward(new() { Steps = 3, Targets = [rand(B, 4, 2)] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_length_cannot_be_changed()
    {
        var network = new DeclaredContainer(rnn => rnn.States(new { h = Vector(2) }).Steps(3).Step(s => Yield(next: s)), Executor.Generated, F32);

        Assert.StartsWith("Network: steps is 4, but the declaration fixes 3; leave steps out.",
            Assert.Throws<ArgumentException>(() => network.forward(new() { Batch = 1, Steps = 4 })).Message, StringComparison.Ordinal);
        network.forward(new() { Batch = 1, Steps = 3 });
        network.forward(new() { Batch = 1 });
    }

    [Fact]
    public void What_was_disposed_of_cannot_be_used()
    {
        var network = Network();
        var x = rand(B, T, 3);
        x.Dispose();
        Assert.Contains("sequence 'x'", Assert.Throws<ObjectDisposedException>(() => network.forward(Right(x))).Message, StringComparison.Ordinal);

        network.Dispose();
        network.Dispose();

        Assert.Throws<ObjectDisposedException>(() => network.forward(Right()));
        Assert.Throws<ObjectDisposedException>(() => network.step(Right()));
    }

    [Fact]
    public void Results_may_be_disposed_of_twice()
    {
        var decoder = new HandWrittenDecoder(2, 2, 2);
        var output = decoder.forward(rand(1, 2), steps: 2);

        output.Dispose();
        output.Dispose();
        default(HandWrittenDecoder.Output).Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.forward(rand(1, 2), output.State, steps: 2));
    }

    [Fact]
    public void A_size_that_is_not_known_has_no_zeros()
    {
        var network = new DeclaredContainer(rnn => rnn.States(new { h = Vector(Any) }).Step(s => Yield(next: s)), Executor.Generated, F32);

        Assert.Equal("Network: state 'h' has a size known only at run time, so it has no zeros; give its initial value, or declare Initial.",
            Assert.Throws<InvalidOperationException>(() => network.forward(new() { Batch = 1, Steps = 1 })).Message);
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void Initial_must_fit(Executor executor)
    {
        var network = new DeclaredContainer(rnn => rnn
            .Constants(new { k = Vector(3) }).States(new { h = Vector(2) }).Initial(con => new { h = con.k }).Step((con, s) => Yield(next: s)), executor, F32);

        Assert.Equal("Network: Initial must give state 'h' as (B, 2) float32, but gave (2, 3) float32.",
            Assert.Throws<InvalidOperationException>(() => network.forward(new() { Constants = [rand(B, 3)], Steps = 1 })).Message);
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void A_wrong_next_value_is_named(Executor executor)
    {
        Yields(executor, s => s.t(), "at step 0, the next value of state 'h' must be (2, 3) float32, but is (3, 2) float32.");
        Yields(executor, s => s.to(ScalarType.Float64), "at step 0, the next value of state 'h' must be (2, 3) float32, but is (2, 3) float64.");
        Yields(executor, _ => null!, "at step 0, the next value of state 'h' must be (2, 3) float32, but is null.");
        Yields(executor, s => s.sum([0]), "at step 0, the next value of state 'h' must be (2, 3) float32, but is (3) float32.");
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void A_wrong_output_is_named(Executor executor)
    {
        var k = 0;
        Emits(executor, x => x.sum(), "at step 0, output 'y' must be a tensor with batch size 2 first, but is ().");
        Emits(executor, _ => ones(5, 3), "at step 0, output 'y' must be a tensor with batch size 2 first, but is (5, 3).");
        Emits(executor, _ => null!, "at step 0, output 'y' must be a tensor (B, …), but is null.");
        Emits(executor, _ => ones(2, k++ < 2 ? 1 : 3), "at step 2, output 'y' must be (2, 1) as at the steps before, but is (2, 3).");
        // Not matmul: TorchSharp does not catch what it throws, and the process ends.
        Emits(executor, x => x.mm(ones(5, 5)), "at step 0, an operation failed: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x5).");
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void Flags_of_the_wrong_kind_are_named(Executor executor)
    {
        var network = new DeclaredContainer(rnn => rnn.States(new { h = Vector(3) }).Step(s => Yield(next: s, done: s.h)), executor, F32);

        Assert.Equal("Network: at step 0, done must be (2) bool, but is (2, 3) float32.",
            Assert.Throws<InvalidOperationException>(() => network.forward(new() { Batch = B, Steps = 1 })).Message);
    }

    [Theory]
    [InlineData(Executor.Generated)]
    [InlineData(Executor.Reference)]
    public void The_same_tensor_may_be_everything_at_once(Executor executor)
    {
        var network = new DeclaredContainer(rnn => rnn
            .Sequences(new { x = Vector(2) }).Constants(new { c = Vector(2) }).States(new { a = Vector(2), b = Vector(2), c0 = Vector(2), w = Vector(2) })
            .Modules(() => new { weight = new Parameter(ones(B, 2)) })
            .Step((s, k, state, net) => Yield(
                sequence: new { s.x, again = s.x, state.a, k.c, net.weight }, last: new { y = s.x, z = s.x, held = state.a, k = k.c },
                next: new { a = state.b, b = state.a, c0 = k.c, w = (Tensor)net.weight })),
            executor, F32);
        var (x, c, a) = (rand(B, T, 2), rand(B, 2), rand(B, 2));

        foreach (var gradients in new[] { true, false })
        {
            using var mode = set_grad_enabled(gradients);
            var output = network.forward(new() { Sequences = [x], Constants = [c], States = [a, null, null, null] });
            foreach (var sequence in output.Sequence) Assert.Equal([B, T, 2], sequence.shape);
            Same.Values(x, output.Sequence[0]);
            Same.Values(a, output.States[0]);
            var all = output.Sequence.Concat(output.Last).Concat(output.States).ToList();
            Assert.Equal(all.Count, all.Distinct(ReferenceEqualityComparer.Instance).Count());
            foreach (var tensor in all) tensor.Dispose();
        }

        Assert.DoesNotContain(network.parameters().Concat([x, c, a]), tensor => tensor.IsInvalid);
    }

    [Fact]
    [Trait("Row", "D8")]
    [Trait("Row", "D10")]
    public void A_declaration_that_cannot_run_says_why()
    {
        Invalid("it has no inputs", rnn => rnn.Modules(() => new { w = Linear(1, 1) }).Step(net => Yield(sequence: new { y = net.w.weight! })));
        Invalid("it has no results", rnn => rnn.Sequences(new { x = Vector(1) }).Step(s => new StepResult<None, None, None>(null!, null!, null!, null)));
        Invalid("leave Steps out", rnn => rnn.Sequences(new { x = Vector(1) }).Steps(3).Step(s => Yield(sequence: s)));
        Invalid("say Steps(n)", rnn => rnn.States(new { x = Vector(1) }).Unroll().Step(s => Yield(next: s)));
        Invalid("Inputs have the name 'x' twice", rnn => rnn.Sequences(new { x = Vector(1) }).States(new { x = Vector(1) }).Step((q, s) => Yield(next: s)));
        Invalid("Outputs have the name 'y' twice", rnn => rnn.Sequences(new { x = Vector(1) }).Step(s => Yield(sequence: new { y = s.x }, last: new { y = s.x })));
        Invalid("Initial computes 'g', which is not a state", rnn => rnn.Constants(new { k = Vector(1) }).States(new { h = Vector(1) }).Initial(c => new { g = c.k }).Step((c, s) => Yield(next: s)));
        Invalid("Learned and computed by Initial", rnn => rnn.Constants(new { k = Vector(1) }).States(new { h = Learned(Vector(1)) }).Initial(c => new { h = c.k }).Step((c, s) => Yield(next: s)));
        Invalid("Sequences was declared twice", rnn => rnn.Sequences(new { x = Vector(1) }).Sequences(new { y = Vector(1) }).Step(s => Yield(sequence: s)));
        Invalid("'w' in Modules must be a module", rnn => rnn.Sequences(new { x = Vector(1) }).Modules(() => new { w = 3 }).Step((s, net) => Yield(sequence: s)));
    }

    [Fact]
    public void A_slot_that_is_none_says_so()
    {
        InvalidSlot("'x' in Sequences is not a slot", rnn => rnn.Sequences(new { x = zeros(3) }).Step(s => Yield(sequence: s)));
        InvalidSlot("'x' in States is not a slot", rnn => rnn.States(new { x = 3 }).Step(s => Yield(next: s)));
        InvalidSlot("'x' in Sequences cannot be Learned", rnn => rnn.Sequences(new { x = Learned(Vector(3)) }).Step(s => Yield(sequence: s)));
        InvalidSlot("is int64 and cannot be Learned", rnn => rnn.States(new { x = Learned(Index()) }).Step(s => Yield(next: s)));
        InvalidSlot("cannot be Learned: a size", rnn => rnn.States(new { x = Learned(Vector(Any)) }).Step(s => Yield(next: s)));
        InvalidSlot("Sequences takes an anonymous object", rnn => rnn.Sequences(Vector(3)).Step(s => Yield(sequence: new { y = s })));
        InvalidSlot("Sequences takes an anonymous object", rnn => rnn.Sequences(new { }).Step(s => Yield(sequence: new { y = zeros(1) })));
        InvalidSlot("Only a slot", rnn => rnn.States(new { x = Learned(zeros(3)) }).Step(s => Yield(next: s)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vector(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceBuilder().Steps(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceBuilder().Unroll(-1));
    }

    DeclaredContainer Network() => new(rnn => rnn
        .Sequences(new { x = Vector(3), token = Index() }).Constants(new { k = Matrix(2, Any) })
        .States(new { h = TeacherForced(Vector(4)) }).Modules(() => new { cell = GRUCell(3, 4) })
        .Step((s, k, state, net) => { stepsRun++; return Yield(next: new { h = net.cell.call(s.x, state.h) }); }), Executor.Generated, F32);

    static DeclaredContainer Free() => new(rnn => rnn
        .States(new { h = TeacherForced(Vector(2)) }).Step(s => Yield(next: s)), Executor.Generated, F32, "Free");

    static DeclaredContainer.Input Right(Tensor? x = null) =>
        new() { Sequences = [x ?? rand(B, T, 3), randint(5, [B, T])], Constants = [rand(B, 2, 7)] };

    static DeclaredContainer.Input Wrong(string fault)
    {
        var (x, token, k) = (rand(B, T, 3), randint(5, [B, T]), rand(B, 2, 7));
        return fault switch
        {
            "sequence rank" => new() { Sequences = [rand(B, 3), token], Constants = [k] },
            "sequence size" => new() { Sequences = [rand(B, T, 5), token], Constants = [k] },
            "sequence dtype" => new() { Sequences = [x.to(ScalarType.Float64), token], Constants = [k] },
            "sequence device" => new() { Sequences = [empty(B, T, 3, device: META), token], Constants = [k] },
            "sequence null" => new() { Sequences = [null, token], Constants = [k] },
            "index dtype" => new() { Sequences = [x, token.to(F32)], Constants = [k] },
            "length" => new() { Sequences = [x, randint(5, [B, T + 1])], Constants = [k] },
            "batch" => new() { Sequences = [x, randint(5, [B + 1, T])], Constants = [k] },
            "constant batch" => new() { Sequences = [x, token], Constants = [rand(1, 2, 7)] },
            "constant null" => new() { Sequences = [x, token], Constants = [null] },
            "constant rank" => new() { Sequences = [x, token], Constants = [rand(B, 2)] },
            "constant size" => new() { Sequences = [x, token], Constants = [rand(B, 3, 9)] },
            "state size" => new() { Sequences = [x, token], Constants = [k], States = [rand(B, 3)] },
            "state batch" => new() { Sequences = [x, token], Constants = [k], States = [rand(B + 1, 4)] },
            "state device" => new() { Sequences = [x, token], Constants = [k], States = [empty(B, 4, device: META)] },
            "target rank" => new() { Sequences = [x, token], Constants = [k], Targets = [rand(B, 4)] },
            "target length" => new() { Sequences = [x, token], Constants = [k], Targets = [rand(B, T - 1, 4)] },
            "steps" => new() { Sequences = [x, token], Constants = [k], Steps = T },
            "probability" => new() { Sequences = [x, token], Constants = [k], TeacherForcing = 1.5 },
            "probability NaN" => new() { Sequences = [x, token], Constants = [k], TeacherForcing = double.NaN },
            "batch argument" => new() { Sequences = [x, token], Constants = [k], Batch = 7 },
            _ => throw new ArgumentException(fault, nameof(fault)),
        };
    }

    static void Yields(Executor executor, Func<Tensor, Tensor> next, string message)
    {
        var network = new DeclaredContainer(rnn => rnn.States(new { h = Vector(3) }).Step(s => Yield(next: new { h = next(s.h) })), executor, F32);
        Fails(message, () => network.forward(new() { Batch = B, Steps = T }));
    }

    static void Emits(Executor executor, Func<Tensor, Tensor> output, string message)
    {
        var network = new DeclaredContainer(rnn => rnn.Sequences(new { x = Vector(3) }).Step(s => Yield(sequence: new { y = output(s.x) })), executor, F32);
        Fails(message, () => network.forward(new() { Sequences = [rand(B, T, 3)] }));
    }

    static void Fails(string message, Action call) => Assert.Equal($"Network: {message}", Assert.Throws<InvalidOperationException>(call).Message);

    static void Invalid(string message, Func<RecurrenceBuilder, Recurrence> define) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => { new DeclaredContainer(define, Executor.Reference).Dispose(); }).Message, StringComparison.Ordinal);

    static void InvalidSlot(string message, Func<RecurrenceBuilder, Recurrence> define) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { define(new RecurrenceBuilder()); }).Message, StringComparison.Ordinal);
}
