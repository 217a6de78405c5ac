using FluentRnn.Tests.Runtime.Behaviour;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>
/// Every network of the gallery: it is the loop written by hand, one step at a time is the whole sequence, chunks are one pass, a padded batch is each row
/// alone, training differs only where it is meant to, the step was compiled, and its oracles agree.
/// </summary>
public abstract class NetworkTests(ITestOutputHelper log) : BehaviourTests
{
    const long Seed = 5;
    const int Batch = 3, Steps = 7;

    protected abstract Executor Executor { get; }

    public static TheoryData<string> Names => Select(_ => true);

    // What draws in evaluation too draws other numbers for a row alone.
    public static TheoryData<string> Padded => Select(network =>
        !network.Stops && network.HoldsRows && (network.Draws == Draws.Never || network.TrainingMatters));

    public static TheoryData<string> Continuing => Select(network => !network.Stops);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_plain_loop(string name)
    {
        foreach (var (batch, steps) in ((int, int)[])[(1, 1), (Batch, Steps)])
        {
            foreach (var training in (bool[])[true, false])
            {
                var (network, container) = Create(name);
                container.train(training);
                var values = network.Values(batch, steps);

                manual_seed(Seed);
                var expected = network.Loop(container, values);
                manual_seed(Seed);
                RequireSame(container, values, expected, NamedCall.Forward(container, values).All);
            }
        }
    }

    [Theory]
    [Trait("Row", "R8")]
    [MemberData(nameof(Continuing))]
    public void One_step_at_a_time_is_the_whole_sequence(string name)
    {
        var (network, container) = Create(name);
        container.train(network.Draws != Draws.EachCall);
        var values = network.Values(Batch, Steps);

        manual_seed(Seed);
        var whole = NamedCall.Forward(container, values);
        manual_seed(Seed);
        var parts = new List<NamedResult>();
        for (var t = 0; t < Steps; t++) parts.Add(NamedCall.Step(container, values.At(t), parts.LastOrDefault()?.State));

        RequireSame(container, values, whole.All, Joined(whole, parts, values => stack(values, 1)));
    }

    [Theory]
    [Trait("Row", "R7")]
    [MemberData(nameof(Continuing))]
    public void Two_chunks_are_one_pass(string name)
    {
        var (network, container) = Create(name);
        container.train(network.Draws != Draws.EachCall);
        var values = network.Values(Batch, Steps);

        manual_seed(Seed);
        var whole = NamedCall.Forward(container, values);
        manual_seed(Seed);
        var first = NamedCall.Forward(container, values.Chunk(0, 3));
        var second = NamedCall.Forward(container, values.Chunk(3, Steps - 3), first.State);

        RequireSame(container, values, whole.All, Joined(whole, [first, second], values => cat(values, 1)));
    }

    [Theory]
    [Trait("Row", "R4")]
    [MemberData(nameof(Padded))]
    public void A_padded_batch_is_every_row_alone(string name)
    {
        long[] lengths = [Steps, 1, 4];
        var (network, container) = Create(name);
        container.train(network.Draws == Draws.Never);
        var values = network.Values(Batch, Steps);

        var together = NamedCall.Forward(container, values, lengths: tensor(lengths));
        var alone = lengths.Select((length, row) => NamedCall.Forward(container, values.Row(row, length))).ToList();

        Tensor[] expected =
        [
            .. together.Values.Select(value => cat([.. alone.Select(row => Lengthened(row[value.Name], value.Value.shape))])),
            .. Enumerable.Range(0, together.States.Length).Select(state => cat([.. alone.Select(row => row.States[state])])),
        ];
        RequireSame(container, values, expected, together.All);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_differs_where_it_is_meant_to(string name)
    {
        var (network, container) = Create(name);
        var values = network.Values(Batch, Steps);

        container.train();
        manual_seed(Seed);
        var trained = NamedCall.Forward(container, values).All;
        container.eval();
        manual_seed(Seed);
        var evaluated = NamedCall.Forward(container, values).All;

        var differs = trained.Zip(evaluated).Any(pair => !pair.First.equal(pair.Second).all().ToBoolean());
        Assert.Equal(network.TrainingMatters, differs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_step_is_compiled(string name)
    {
        var (_, container) = Create(name);

        Assert.DoesNotContain("plain loop", NamedCall.Plan(container), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_oracles_agree(string name)
    {
        var oracles = Network.Of(name).Oracles(Executor).ToList();
        Assert.NotEmpty(oracles);

        foreach (var oracle in oracles)
        {
            var largest = oracle.Largest();
            log.WriteLine($"{name}: {oracle.Says}: largest difference {largest:0.0e0}");
            Assert.True(largest <= oracle.Tolerance, $"{name}: {oracle.Says}: they differ by {largest}, by more than {oracle.Tolerance}");
        }
    }

    (Network Network, nn.Module Container) Create(string name)
    {
        var network = Network.Of(name);
        var container = network.Create();
        NamedCall.Choose(container, Executor);
        return (network, container);
    }

    /// <summary>The results of parts as those of one pass: what every step yielded is joined, the rest is that of the last part.</summary>
    static Tensor[] Joined(NamedResult whole, List<NamedResult> parts, Func<List<Tensor>, Tensor> join) =>
    [
        .. whole.Values.Select(value => EveryStep(value.Value, parts[^1][value.Name]) ? join([.. parts.Select(part => part[value.Name])]) : parts[^1][value.Name]),
        .. parts[^1].States,
    ];

    /// <summary>Of every step, and not of the last alone: a part has fewer of them.</summary>
    static bool EveryStep(Tensor whole, Tensor part) => !whole.shape.SequenceEqual(part.shape);

    /// <summary>What a row yielded, with zeros where others go on.</summary>
    static Tensor Lengthened(Tensor row, long[] shape) => row.dim() > 1 && row.shape[1] < shape[1]
        ? cat([row, zeros([1, shape[1] - row.shape[1], .. shape[2..]], row.dtype)], 1)
        : row;

    static void RequireSame(nn.Module container, SlotValues values, Tensor[] expected, Tensor[] actual)
    {
        Same.Values(expected, actual);
        Same.Gradients(expected, actual, [.. container.parameters(), .. values.Leaves]);
    }

    static TheoryData<string> Select(Func<Network, bool> which) => new(Network.All.Where(which).Select(network => network.Name));

    public sealed class Reference(ITestOutputHelper log) : NetworkTests(log)
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated(ITestOutputHelper log) : NetworkTests(log)
    {
        protected override Executor Executor => Executor.Generated;
    }
}
