using FluentRnn.Execution;
using TorchSharp;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Runtime;

/// <summary>After a call nothing is alive but what it returned, however it ended.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public class LeakTests
{
    const int B = 2, T = 5;

    public static TheoryData<Executor, bool> Modes => new()
    {
        { Executor.Generated, true }, { Executor.Generated, false }, { Executor.Reference, true }, { Executor.Reference, false },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_call_leaves_its_results_and_nothing_else(Executor executor, bool gradients)
    {
        using var network = Network(executor);
        using var x = rand(B, T, 3);
        using var mode = set_grad_enabled(gradients);

        // Two sequence outputs, one last output, two states, the lengths.
        Leaves(6, () => network.forward(new() { Sequences = [x] }));
        Leaves(6, () => { using var empty = rand(B, 0, 3); return network.forward(new() { Sequences = [empty] }); });
        Leaves(6, () => { using var row = rand(B, 3); return network.step(new() { Sequences = [row] }); });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_generated_container_leaves_its_results_and_nothing_else(bool gradients)
    {
        using var decoder = new HandWrittenDecoder(4, 3, 2);
        using var context = rand(B, 3);
        using var mode = set_grad_enabled(gradients);
        var before = Live();

        var output = decoder.forward(context, steps: T);
        Assert.Equal(before + 5, Live());
        output.Dispose();

        Assert.Equal(before, Live());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Results_belong_to_the_scope_around_the_call(Executor executor, bool gradients)
    {
        using var network = Network(executor);
        using var x = rand(B, T, 3);
        using var mode = set_grad_enabled(gradients);
        var before = Live();

        using (var scope = NewDisposeScope())
        {
            network.forward(new() { Sequences = [x] });
            Assert.Equal(6, scope.DisposablesCount);
        }

        Assert.Equal(before, Live());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_step_that_throws_leaks_nothing_and_changes_nothing(Executor executor, bool gradients)
    {
        var failAt = 0;
        var k = 0;
        using var network = new DeclaredContainer(rnn => rnn
            .Sequences(new { x = Vector(3) }).States(new { h = Vector(3) }).Modules(() => new { w = Linear(3, 3) })
            .Step((s, state, net) =>
            {
                var h = net.w.call(state.h) + s.x;
                if (k++ == failAt) throw new TimeoutException("mine");
                return Yield(sequence: new { h }, last: new { l = h * 2 }, next: new { h }, done: h.gt(1e9).any(1));
            }), executor);
        using var x = rand(B, T, 3, ScalarType.Float64);
        using var h = rand(B, 3, ScalarType.Float64);
        using var copy = h.clone();
        using var mode = set_grad_enabled(gradients);
        var weights = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());

        for (failAt = 0; failAt < T; failAt++)
        {
            k = 0;
            var (before, statistics) = (Live(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.Equal("mine", Assert.Throws<TimeoutException>(() => network.forward(new() { Sequences = [x], States = [h] })).Message);
            Assert.Equal(before, Live());
            Assert.Equal(statistics, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.False(Training);
            Assert.True(network.training);
        }

        Same.Values(copy, h, 0);
        Assert.All(weights, pair => Same.Values(pair.Value, network.state_dict()[pair.Key], 0));
        failAt = -1;
        foreach (var tensor in network.forward(new() { Sequences = [x], States = [h] }).Sequence) tensor.Dispose();
        foreach (var weight in weights.Values) weight.Dispose();
    }

    [Fact]
    public void A_refused_call_leaks_nothing()
    {
        using var network = Network(Executor.Generated);
        using var x = rand(B, T, 4);
        var before = Live();

        Assert.Throws<ArgumentException>(() => network.forward(new() { Sequences = [x] }));

        Assert.Equal(before, Live());
        Assert.False(Training);
    }

    [Theory]
    [InlineData(Executor.Generated, 0)]
    [InlineData(Executor.Reference, 1)]
    public void Without_gradients_the_number_of_tensors_does_not_grow(Executor executor, int growth)
    {
        // Values wait until there are some to be written together.
        const int Waiting = 258;
        var counts = new List<long>();
        using var network = new DeclaredContainer(rnn => rnn
            .Sequences(new { x = Vector(3) }).States(new { h = Vector(3), g = Vector(3) })
            .Step((s, state) =>
            {
                counts.Add(Tensor.TotalCount);
                var h = (state.h + s.x).tanh();
                return Yield(sequence: new { y = h }, last: new { z = h }, next: new { h, g = state.h }, done: h.gt(2).any(1));
            }), executor);
        using var x = rand(B, 1000, 3, ScalarType.Float64);
        Live();
        using var noGradients = no_grad();

        using var scope = NewDisposeScope();
        network.forward(new() { Sequences = [x] });

        Assert.InRange(counts[990] - counts[10], growth * 980, (growth * 980) + (executor == Executor.Generated ? Waiting : 0));
    }

    [Fact]
    public void A_container_and_its_declaration_leave_nothing()
    {
        var before = Live();

        Make();

        Assert.Equal(before, Live());

        // Without a new Parameter: TorchSharp counts the tensor it is made from for ever.
        static void Make() => new DeclaredContainer(rnn => rnn
            .Sequences(new { x = Vector(3) }).Constants(new { c = Vector(3) }).States(new { h = TeacherForced(Vector(4)), n = Index() })
            .Modules(() => new { cell = GRUCell(3, 4), buffer = ones(3) })
            .Step((s, c, state, net) => Yield(next: state)), Executor.Generated, ScalarType.Float32).Dispose();
    }

    [Fact]
    public void A_container_made_in_a_scope_outlives_it()
    {
        DeclaredContainer network;
        using (NewDisposeScope()) network = new DeclaredContainer(Declare, Executor.Generated, ScalarType.Float32);
        using var x = rand(B, T, 3);

        using var scope = NewDisposeScope();
        Assert.Equal([B, T, 4], network.forward(new() { Sequences = [x] }).Sequence[0].shape);
        network.Dispose();
    }

    [Fact]
    public void Resident_memory_does_not_grow_with_the_number_of_calls()
    {
        using var network = Network(Executor.Generated);
        using var x = rand(64, 50, 3);
        for (var i = 0; i < 20; i++) Call();
        var before = Environment.WorkingSet;

        for (var i = 0; i < 200; i++) Call();

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64 << 20);

        void Call()
        {
            using var scope = NewDisposeScope();
            network.forward(new() { Sequences = [x] }).Sequence[0].sum().backward();
        }
    }

    static void Leaves(int tensors, Func<RecurrenceResult> run)
    {
        var before = Live();

        var result = run();
        Assert.Equal(before + tensors, Live());
        foreach (var tensor in result.Sequence.Concat(result.Last).Concat(result.States)) tensor.Dispose();
        result.Lengths?.Dispose();
        result.Done?.Dispose();

        Assert.Equal(before, Live());
    }

    static long Live() => LivingTensors.Count();

    static DeclaredContainer Network(Executor executor) => new(Declare, executor, ScalarType.Float32);

    static Recurrence Declare(RecurrenceBuilder rnn) => rnn
        .Sequences(new { x = Vector(3) }).States(new { h = Learned(Vector(4)), n = Index() }).Modules(() => new { cell = GRUCell(3, 4), scale = new TorchSharp.Modules.Parameter(ones(4)) })
        .Step((s, state, net) =>
        {
            var h = net.cell.call(s.x, state.h);
            return Yield(sequence: new { y = h * net.scale, s.x }, last: new { z = h }, next: new { h, n = state.n + 1 }, done: state.n.ge(3));
        });
}
