using FluentRnn.Execution;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Runtime;

/// <summary>The same behaviour of the reference executor and of a loop made of the pieces that generated code uses.</summary>
public sealed class ReferenceRecurrenceTests() : RecurrenceTests(Executor.Reference);

/// <inheritdoc cref="ReferenceRecurrenceTests"/>
public sealed class GeneratedRecurrenceTests() : RecurrenceTests(Executor.Generated);

/// <summary>Every behaviour of a recurrence, compared with a plain loop: values and gradients.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public abstract class RecurrenceTests : IDisposable
{
    const ScalarType F64 = ScalarType.Float64;
    const int B = 3, T = 5;

    readonly Executor executor;
    readonly DisposeScope scope = NewDisposeScope();

    protected RecurrenceTests(Executor executor)
    {
        this.executor = executor;
        manual_seed(11);
    }

    public void Dispose()
    {
        scope.Dispose();
        GC.SuppressFinalize(this);
    }

    // 1. Declaring

    [Fact]
    public void Identity_gives_every_sequence_back()
    {
        var network = New(rnn => rnn
            .Sequences(new { a = Vector(2), b = Matrix(2, 3), c = Index(), d = Scalar(), e = Flag() })
            .Step(s => Yield(sequence: new { s.a, s.b, s.c, s.d, s.e })));
        Tensor[] inputs = [Random(B, T, 2), Random(B, T, 2, 3), randint(9, [B, T]), Random(B, T), randint(2, [B, T]).to(ScalarType.Bool)];

        var output = network.forward(new() { Sequences = inputs });

        foreach (var (input, result) in inputs.Zip(output.Sequence)) Same.Values(input, result, 0);
        Same.Gradients([inputs[0], inputs[1], inputs[3]], [output.Sequence[0], output.Sequence[1], output.Sequence[3]], [inputs[0], inputs[1], inputs[3]]);
    }

    [Fact]
    public void A_constant_is_the_same_at_every_step()
    {
        var network = New(rnn => rnn.Constants(new { c = Vector(2) }).Step(k => Yield(sequence: new { y = k.c })));
        var c = Random(B, 2);

        var y = network.forward(new() { Constants = [c], Steps = T }).Sequence[0];

        Same.Values(c.unsqueeze(1).expand(B, T, 2), y, 0);
        Same.Values(full_like(c, T), autograd.grad([y.sum()], [c])[0], 0);
    }

    [Fact]
    public void States_add_up()
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).States(new { s = Vector(2) })
            .Step((seq, state) => { var s = state.s + seq.x; return Yield(sequence: new { y = s }, last: new { end = s }, next: new { s }); }));
        var (x, s0) = (Random(B, T, 2), Random(B, 2));

        var output = network.forward(new() { Sequences = [x], States = [s0] });

        Tensor[] expected = [s0.unsqueeze(1) + x.cumsum(1), s0 + x.sum([1]), s0 + x.sum([1])];
        Tensor[] actual = [output.Sequence[0], output.Last[0], output.States[0]];
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        Same.Gradients(expected, actual, [x, s0]);
    }

    [Fact]
    public void Last_is_the_same_with_and_without_a_sequence_beside_it()
    {
        var x = Random(B, T, 2);
        var alone = New(rnn => rnn.Sequences(new { x = Vector(2) }).Step(s => Yield(last: new { y = s.x.tanh() })));
        var beside = New(rnn => rnn.Sequences(new { x = Vector(2) }).Step(s => { var y = s.x.tanh(); return Yield(sequence: new { y }, last: new { z = y }); }));

        var expected = x.select(1, T - 1).tanh();
        var (first, second) = (alone.forward(new() { Sequences = [x] }), beside.forward(new() { Sequences = [x] }));

        Same.Values(expected, first.Last[0]);
        Same.Values(expected, second.Last[0]);
        Same.Gradients([expected], [first.Last[0]], [x]);
    }

    [Fact]
    public void An_output_feeds_back_through_layers()
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(3) }).States(new { y = Vector(3) }).Modules(() => new { w = Linear(3, 3) })
            .Step((seq, state, net) => { var y = net.w.call(state.y) + seq.x; return Yield(sequence: new { y }, next: new { y }); }));
        var x = Random(B, T, 3);
        var w = (Linear)network.children().Single();

        var result = network.forward(new() { Sequences = [x] }).Sequence[0];

        var y = zeros(B, 3, F64);
        var ys = new List<Tensor>();
        for (var t = 0; t < T; t++) ys.Add(y = w.call(y) + x.select(1, t));
        var expected = stack(ys, 1);
        Same.Values(expected, result);
        Same.Gradients([expected], [result], network.parameters().Append(x));
    }

    [Fact]
    public void States_alone_are_enough()
    {
        var network = New(rnn => rnn.States(new { s = Vector(2), n = Index() }).Step(state => Yield(next: new { s = state.s * 2, n = state.n + 1 })));
        var s = Random(B, 2);

        var output = network.forward(new() { States = [s], Steps = T });

        Same.Values(s * 32, output.States[0]);
        Same.Values(full([B], T, ScalarType.Int64), output.States[1]);
        Same.Values(zeros(4, 2, F64), network.forward(new() { Batch = 4, Steps = T }).States[0]);
    }

    [Fact]
    public void States_have_any_rank()
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).States(new { m = Matrix(2, 2), i = Slot(1, 2, 3), n = Scalar() })
            .Step((seq, s) => Yield(next: new { m = s.m + (seq.x.unsqueeze(2) * seq.x.unsqueeze(1)), i = s.i + 1, n = s.n + seq.x.sum([1]) })));
        var x = Random(B, T, 2);

        var output = network.forward(new() { Sequences = [x] });

        Same.Values(x.transpose(1, 2).matmul(x), output.States[0]);
        Same.Values(full([B, 1, 2, 3], T, F64), output.States[1]);
        Same.Values(x.sum([1, 2]), output.States[2]);
        Same.Gradients([x.transpose(1, 2).matmul(x)], [output.States[0]], [x]);
    }

    [Fact]
    public void Tokens_go_beside_features()
    {
        var network = New(rnn => rnn
            .Sequences(new { token = Index(), x = Vector(2) }).Modules(() => new { embedding = Embedding(7, 2) })
            .Step((seq, net) => Yield(sequence: new { y = net.embedding.call(seq.token) * seq.x })));
        var (token, x) = (randint(7, [B, T]), Random(B, T, 2));

        var y = network.forward(new() { Sequences = [token, x] }).Sequence[0];

        var expected = ((Embedding)network.children().Single()).call(token) * x;
        Same.Values(expected, y);
        Same.Gradients([expected], [y], network.parameters().Append(x));
    }

    [Fact]
    public void A_size_may_be_known_only_at_run_time()
    {
        var network = New(rnn => rnn.Sequences(new { x = Matrix(Any, 2) }).Constants(new { memory = Vector(Any) }).Step((s, c) => Yield(last: new { s.x, c.memory })));

        foreach (var n in new[] { 1, 4 })
            Assert.Equal([B, n, 2], network.forward(new() { Sequences = [Random(B, T, n, 2)], Constants = [Random(B, n + 1)] }).Last[0].shape);
    }

    // 2. Calling

    [Fact]
    public void States_that_are_null_take_their_default()
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).States(new { a = Vector(2), b = Vector(2) })
            .Step((seq, s) => Yield(next: new { a = s.a + seq.x, b = s.b - seq.x })));
        var (x, b) = (Random(B, T, 2), Random(B, 2));
        var before = b.detach().clone();

        var output = network.forward(new() { Sequences = [x], States = [null, b] });

        Same.Values(x.sum([1]), output.States[0]);
        Same.Values(b - x.sum([1]), output.States[1]);
        Same.Values(before, b.detach(), 0);
        Same.Gradients([b - x.sum([1])], [output.States[1]], [x, b]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(2, 7)]
    [InlineData(0, 3)]
    public void Any_batch_and_any_length(int batch, int steps)
    {
        var network = Cell();
        var x = Random(batch, steps, 2);

        var output = network.forward(new() { Sequences = [x] });

        var (ys, h) = PlainCell(network, x);
        Same.Values(ys, output.Sequence[0]);
        Same.Values(h, output.States[0]);
        Same.Gradients([ys, h], [output.Sequence[0], output.States[0]], network.parameters().Append(x));
    }

    [Fact]
    public void No_steps_at_all()
    {
        var network = Cell();
        var (x, h) = (Random(B, 0, 2), Random(B, 4));

        var output = network.forward(new() { Sequences = [x], States = [h] });

        Assert.Equal([B, 0, 4], output.Sequence[0].shape);
        Same.Values(zeros(B, 4, F64), output.Last[0].detach(), 0);
        Same.Values(h, output.States[0], 0);
        var gradients = autograd.grad([output.Sequence[0].sum() + output.Last[0].sum()], [.. network.parameters(), x, h]);
        Assert.All(gradients, gradient => Assert.Equal(0, gradient.abs().sum().ToDouble()));
        Same.Values(ones(B, 4, F64), autograd.grad([output.States[0].sum()], [h])[0]);
    }

    [Fact]
    public void No_steps_leave_no_trace()
    {
        var runs = 0;
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).Modules(() => new { norm = BatchNorm1d(2), drop = Dropout(0.5) })
            .Step((s, net) => { runs++; return Yield(sequence: new { y = net.drop.call(net.norm.call(s.x)) }); }));
        network.children().Last().eval();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        manual_seed(1);
        var expected = rand(3);

        manual_seed(1);
        network.forward(new() { Sequences = [Random(B, 0, 2)] });

        Same.Values(expected, rand(3), 0);
        Assert.All(before, pair => Same.Values(pair.Value, network.state_dict()[pair.Key], 0));
        Assert.Equal([true, true, false], new[] { network }.Concat<nn.Module>(network.children()).Select(module => module.training));
        Assert.Equal(1, runs);
    }

    [Fact]
    public void The_step_runs_exactly_T_times()
    {
        var runs = 0;
        var network = New(rnn => rnn.Sequences(new { x = Vector(2) }).Step(s => { runs++; return Yield(sequence: new { y = s.x + rand_like(s.x) }); }));
        manual_seed(5);
        var expected = stack(Enumerable.Range(0, T).Select(_ => rand(B, 2, F64)), 1);

        manual_seed(5);
        var y = network.forward(new() { Sequences = [zeros(B, T, 2, F64)] }).Sequence[0];

        Assert.Equal(T, runs);
        Same.Values(expected, y);
    }

    [Fact]
    public void Inputs_need_not_be_contiguous()
    {
        var network = Cell();
        var x = Random(T, 2, B).permute(2, 0, 1);
        var h = Random(1, 4).expand(B, 4);
        Assert.False(x.is_contiguous());

        var output = network.forward(new() { Sequences = [x], States = [h] });
        var expected = network.forward(new() { Sequences = [x.contiguous()], States = [h.contiguous()] });

        Same.Values(expected.Sequence[0], output.Sequence[0]);
        Same.Gradients([expected.Sequence[0]], [output.Sequence[0]], network.parameters());
    }

    [Fact]
    public void A_module_used_twice_has_its_weights_once()
    {
        var shared = Linear(2, 2, dtype: F64);
        var first = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).Modules(() => new { a = shared, b = shared })
            .Step((s, net) => Yield(sequence: new { y = net.b.call(net.a.call(s.x)) })));
        var x = Random(B, T, 2);

        var y = first.forward(new() { Sequences = [x] }).Sequence[0];

        Assert.Equal(2, first.parameters().Count());
        Same.Values(shared.call(shared.call(x)), y);
        Same.Gradients([shared.call(shared.call(x))], [y], shared.parameters());
    }

    // 3. The loop

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Backward_runs_from_the_last_step_to_the_first(bool keepOrder)
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).States(new { s = Vector(2) }).Backward(keepOrder)
            .Step((seq, state) => { var s = state.s.mul(0.5) + seq.x; return Yield(sequence: new { s }, last: new { end = s }, next: new { s }); }));
        var x = Random(B, T, 2);

        var output = network.forward(new() { Sequences = [x] });

        var s = zeros(B, 2, F64);
        var ss = new List<Tensor>();
        for (var t = T - 1; t >= 0; t--) ss.Add(s = s.mul(0.5) + x.select(1, t));
        if (keepOrder) ss.Reverse();
        Tensor[] expected = [stack(ss, 1), s, s];
        Tensor[] actual = [output.Sequence[0], output.Last[0], output.States[0]];
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        Same.Gradients(expected, actual, [x]);
        using var noGradients = no_grad();
        Same.Values(expected[0], network.forward(new() { Sequences = [x] }).Sequence[0]);
    }

    [Fact]
    public void Two_chunks_are_one_pass()
    {
        var network = Cell();
        var x = Random(B, T, 2);

        var whole = network.forward(new() { Sequences = [x] });
        var first = network.forward(new() { Sequences = [x.narrow(1, 0, 2)] });
        var second = network.forward(new() { Sequences = [x.narrow(1, 2, T - 2)], States = first.States });

        var joined = cat([first.Sequence[0], second.Sequence[0]], 1);
        Same.Values(whole.Sequence[0], joined);
        Same.Gradients([whole.Sequence[0]], [joined], network.parameters().Append(x));
    }

    [Fact]
    public void Steps_one_by_one_are_one_pass()
    {
        var network = Cell();
        var x = Random(B, T, 2);
        var whole = network.forward(new() { Sequences = [x] });

        Tensor[] states = [];
        var ys = new List<Tensor>();
        for (var t = 0; t < T; t++)
        {
            var output = network.step(new() { Sequences = [x.select(1, t)], States = states });
            ys.Add(output.Sequence[0]);
            states = output.States;
        }

        Same.Values(whole.Sequence[0], stack(ys, 1));
        Same.Gradients([whole.Sequence[0]], [stack(ys, 1)], network.parameters().Append(x));
    }

    [Fact]
    public void Initial_states_are_computed_once_for_those_not_given()
    {
        var runs = 0;
        var network = New(rnn => rnn
            .Constants(new { context = Vector(3) }).States(new { a = Vector(2), b = Vector(2), c = Vector(2), d = Vector(2) })
            .Modules(() => new { bridge = Linear(3, 2), start = new Parameter(randn(2, F64)), row = new Parameter(randn(1, 2, F64)) })
            .Initial((con, net) => { runs++; return new { a = net.bridge.call(con.context), b = net.start, c = net.row }; })
            .Step((con, s, net) => Yield(next: s)));
        var (context, a) = (Random(B, 3), Random(B, 2));
        var bridge = (Linear)network.children().Single();

        var output = network.forward(new() { Constants = [context], Steps = T });
        Tensor[] expected = [bridge.call(context), network.get_parameter("start")!.expand(B, 2), network.get_parameter("row")!.expand(B, 2), zeros(B, 2, F64)];
        foreach (var (e, s) in expected.Zip(output.States)) Same.Values(e, s);
        Same.Gradients(expected, output.States, network.parameters().Append(context));
        Assert.Equal(1, runs);

        Same.Values(a, network.forward(new() { Constants = [context], States = [a, null, null, null], Steps = T }).States[0]);
        network.forward(new() { Constants = [context], States = [a, a, a, null], Steps = T });
        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_learned_state_is_a_parameter_for_every_row()
    {
        var network = New(rnn => rnn.States(new { s = Learned(Matrix(2, 3)), t = Vector(2) }).Step(s => Yield(next: new { s = s.s * 2, s.t })));
        var initial = network.get_parameter("initial_s")!;
        using (no_grad()) initial.copy_(randn(1, 2, 3));

        var output = network.forward(new() { Batch = B, Steps = 2 });

        Assert.Equal(["initial_s"], network.named_parameters().Select(parameter => parameter.name));
        Same.Values(initial.expand(B, 2, 3) * 4, output.States[0]);
        Same.Values(full_like(initial, 4 * B), autograd.grad([output.States[0].sum()], [initial])[0]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Rows_that_are_done_hold_their_states_and_emit_zeros(bool withSequence, bool backward)
    {
        Tensor ends = new long[] { 2, 0, 3 };
        var network = New(rnn =>
        {
            var declared = rnn.Constants(new { end = Index() }).States(new { s = Vector(2), k = Index() });
            if (backward) declared = declared.Backward();
            return withSequence
                ? declared.Sequences(new { x = Scalar() }).Step((seq, con, state) =>
                {
                    var s = (state.s * 1.5) + seq.x.unsqueeze(1);
                    return Yield(sequence: new { y = s }, last: new { z = s * 3 }, next: new { s, k = state.k + 1 }, done: state.k.ge(con.end));
                })
                : declared.Step((con, state) =>
                {
                    var s = (state.s * 1.5) + 1;
                    return Yield(sequence: new { y = s }, last: new { z = s * 3 }, next: new { s, k = state.k + 1 }, done: state.k.ge(con.end));
                });
        });
        var (x, s0) = (Random(B, T), Random(B, 2));

        var output = withSequence
            ? network.forward(new() { Sequences = [x], Constants = [ends], States = [s0, null] })
            : network.forward(new() { Constants = [ends], States = [s0, null], Steps = T });

        var (ys, z, s) = DonePlainly(x, s0, ends, withSequence, backward);
        Same.Values(tensor(new long[] { 3, 1, 4 }), output.Lengths!);
        Tensor[] expected = [ys, z, s];
        Tensor[] actual = [output.Sequence[0], output.Last[0], output.States[0]];
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        Same.Gradients(expected, actual, withSequence ? [x, s0] : [s0]);
        using (no_grad())
        {
            var again = withSequence
                ? network.forward(new() { Sequences = [x], Constants = [ends], States = [s0, null] })
                : network.forward(new() { Constants = [ends], States = [s0, null], Steps = T });
            Same.Values(ys, again.Sequence[0]);
        }
    }

    [Fact]
    public void When_all_rows_are_done_the_loop_ends()
    {
        var runs = 0;
        var network = New(rnn => rnn.States(new { n = Index() }).Step(s =>
        {
            runs++;
            return Yield(sequence: new { y = s.n }, next: new { n = s.n + 1 }, done: s.n.ge(1));
        }));

        var output = network.forward(new() { Batch = B, Steps = 1000 });

        Assert.Equal(2, runs);
        Assert.Equal([B, 2], output.Sequence[0].shape);
        Same.Values(full([B], 2, ScalarType.Int64), output.Lengths!);
    }

    [Fact]
    public void Rows_that_are_never_done_are_as_long_as_the_call()
    {
        var network = New(rnn => rnn.Sequences(new { x = Flag() }).Step(s => Yield(last: new { y = s.x }, done: s.x)));

        var output = network.forward(new() { Sequences = [zeros(B, T, ScalarType.Bool)] });

        Same.Values(full([B], T, ScalarType.Int64), output.Lengths!);
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1.0, true)]
    [InlineData(0.0, false)]
    [InlineData(0.3, false)]
    [InlineData(0.3, true)]
    public void A_teacher_shows_the_target_of_the_step_before(double teacherForcing, bool backward)
    {
        var network = New(rnn =>
        {
            var declared = rnn.Sequences(new { x = Vector(2) }).States(new { y = TeacherForced(Vector(2)), other = Vector(1) });
            if (backward) declared = declared.Backward();
            return declared.Step((seq, state) => { var y = state.y.tanh() + seq.x; return Yield(sequence: new { z = y }, next: new { y, state.other }); });
        });
        var (x, target, y0) = (Random(B, T, 2), Random(B, T, 2), Random(B, 2));

        manual_seed(2);
        var output = network.forward(new() { Sequences = [x], States = [y0, null], Targets = [target, null], TeacherForcing = teacherForcing });

        manual_seed(2);
        var y = y0;
        var ys = new List<Tensor>();
        for (var k = 0; k < T; k++)
        {
            var (t, before) = backward ? (T - 1 - k, T - k) : (k, k - 1);
            var seen = y;
            if (k > 0 && teacherForcing == 1) seen = target.select(1, before);
            else if (k > 0 && teacherForcing > 0) seen = where(rand(B).lt(teacherForcing).unsqueeze(1), target.select(1, before), y);
            ys.Add(y = seen.tanh() + x.select(1, t));
        }

        if (backward) ys.Reverse();
        Same.Values(stack(ys, 1), output.Sequence[0]);
        Same.Values(y, output.States[0]);
        Same.Gradients([stack(ys, 1), y], [output.Sequence[0], output.States[0]], [x, target, y0]);
    }

    [Fact]
    public void The_targets_may_say_how_long_to_run()
    {
        var network = New(rnn => rnn.States(new { y = TeacherForced(Vector(2)) }).Step(s => Yield(sequence: new { s.y }, next: new { y = s.y + 1 })));
        var target = Random(B, T, 2);

        var y = network.forward(new() { Targets = [target] }).Sequence[0];

        Same.Values(cat([zeros(B, 1, 2, F64), target.narrow(1, 0, T - 1)], 1), y);
    }

    [Fact]
    public void Dropout_draws_at_every_step_and_follows_the_module()
    {
        var network = New(rnn => rnn.Sequences(new { x = Vector(50) }).Modules(() => new { drop = Dropout(0.5) }).Step((s, net) => Yield(sequence: new { y = net.drop.call(s.x) })));
        var x = ones(B, 2, 50, F64);

        var y = network.forward(new() { Sequences = [x] }).Sequence[0];
        Assert.NotEqual(0, (y.select(1, 0) - y.select(1, 1)).abs().sum().ToDouble());

        network.eval();
        Same.Values(x, network.forward(new() { Sequences = [x] }).Sequence[0], 0);
    }

    [Fact]
    public void Training_is_that_of_the_container()
    {
        var seen = new List<bool>();
        var inner = New(rnn => rnn.Sequences(new { x = Vector(2) }).Step(s => { seen.Add(Training); return Yield(sequence: new { y = s.x }); }));
        var outer = New(rnn => rnn.Sequences(new { x = Vector(2) }).Step(s =>
        {
            inner.forward(new() { Sequences = [s.x.unsqueeze(1)] });
            seen.Add(Training);
            return Yield(sequence: new { y = s.x });
        }));
        inner.eval();

        outer.forward(new() { Sequences = [Random(B, 1, 2)] });

        Assert.Equal([false, true], seen);
        Assert.False(Training);
    }

    [Fact]
    public void NaN_stays_in_its_row()
    {
        var network = Cell();
        var x = Random(B, T, 2).detach();
        var clean = network.forward(new() { Sequences = [x] }).Sequence[0];
        x[1, 2, 0] = double.NaN;

        var y = network.forward(new() { Sequences = [x] }).Sequence[0];

        Same.Values(clean[TensorIndex.Slice(), ..2], y[TensorIndex.Slice(), ..2]);
        Same.Values(clean[0], y[0]);
        Same.Values(clean[2], y[2]);
        Assert.True(y[1, 2..].isnan().all().ToBoolean());
    }

    [Fact]
    public void Two_hundred_thousand_steps()
    {
        var network = New(rnn => rnn.Sequences(new { x = Scalar() }).States(new { s = Scalar() }).Step((seq, state) => Yield(next: new { s = state.s + seq.x })));
        using var noGradients = no_grad();

        var output = network.forward(new() { Sequences = [ones(1, 200_000, F64)] });

        Assert.Equal(200_000, output.States[0].ToDouble());
    }

    [Fact]
    public void Parameters_and_buffers_of_the_group_follow_the_container()
    {
        var network = New(rnn => rnn
            .Sequences(new { x = Vector(2) }).Modules(() => new { gain = new Parameter(ones(2)), mean = zeros(2) })
            .Step((s, net) => Yield(sequence: new { y = (s.x - net.mean) * net.gain })));

        var y = network.forward(new() { Sequences = [Random(B, T, 2)] }).Sequence[0];
        Assert.Equal(F64, y.dtype);
        network.to(ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, network.forward(new() { Sequences = [rand(B, T, 2)] }).Sequence[0].dtype);
        Assert.Equal(["gain", "mean"], network.state_dict().Keys);
        network.forward(new() { Sequences = [rand(B, T, 2)] }).Sequence[0].sum().backward();
        Assert.NotNull(network.get_parameter("gain")!.grad);
    }

    [Fact]
    public void Several_threads_may_call_one_container()
    {
        var network = Cell();
        var x = Random(B, T, 2).detach();
        var expected = network.forward(new() { Sequences = [x] }).Sequence[0];
        var results = new Tensor[16];

        Parallel.For(0, results.Length, i => results[i] = network.forward(new() { Sequences = [x] }).Sequence[0]);

        Assert.All(results, result => Same.Values(expected, result, 1e-14));
        foreach (var result in results) result.Dispose();
    }

    static (Tensor Ys, Tensor Z, Tensor S) DonePlainly(Tensor x, Tensor s0, Tensor ends, bool withSequence, bool backward)
    {
        var (rows, lasts, states) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        var longest = withSequence ? T : (int)ends.max().ToInt64() + 1;
        for (var b = 0; b < B; b++)
        {
            var s = s0[b];
            var ys = new List<Tensor>();
            var z = s;
            for (var k = 0; k <= ends[b].ToInt64(); k++)
            {
                s = (s * 1.5) + (withSequence ? x[b, backward ? T - 1 - k : k] : 1);
                ys.Add(s);
                z = s * 3;
            }

            while (ys.Count < longest) ys.Add(zeros_like(s));
            if (backward) ys.Reverse();
            rows.Add(stack(ys, 0));
            lasts.Add(z);
            states.Add(s);
        }

        return (stack(rows, 0), stack(lasts, 0), stack(states, 0));
    }

    DeclaredContainer Cell() => New(rnn => rnn
        .Sequences(new { x = Vector(2) }).States(new { h = Vector(4) }).Modules(() => new { cell = GRUCell(2, 4) })
        .Step((seq, state, net) => { var h = net.cell.call(seq.x, state.h); return Yield(sequence: new { y = h }, last: new { z = h }, next: new { h }); }));

    static (Tensor Ys, Tensor H) PlainCell(DeclaredContainer network, Tensor x)
    {
        var cell = (GRUCell)network.children().Single();
        var h = zeros(x.shape[0], 4, F64);
        var ys = new List<Tensor>();
        for (var t = 0; t < x.shape[1]; t++) ys.Add(h = cell.call(x.select(1, t), h));
        return (stack(ys, 1), h);
    }

    DeclaredContainer New(Func<RecurrenceBuilder, Recurrence> define) => new(define, executor);

    static Tensor Random(params long[] shape) => randn(shape, F64).requires_grad_();
}
