using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Every container of FluentRnn.Tests.Containers: results and all gradients are those of a loop written by hand.</summary>
[Trait("Row", "C3")]
[Trait("Row", "D6")]
[Trait("Row", "D13")]
[Trait("Row", "U4")]
public abstract class CanonicalTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    public static TheoryData<string, int, int> Samples()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var name in PlainLoops.Names)
        {
            foreach (var steps in (int[])[0, 1, 2, 17])
            {
                data.Add(name, 1, steps);
                data.Add(name, 3, steps);
            }
        }

        return data;
    }

    public static TheoryData<string, Layout> Layouts()
    {
        var data = new TheoryData<string, Layout>();
        foreach (var name in PlainLoops.Names)
        {
            foreach (var layout in (Layout[])[Layout.Transposed, Layout.Strided, Layout.Expanded]) data.Add(name, layout);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    [Trait("Row", "C6")]
    public void The_container_is_the_plain_loop(string name, int batch, int steps)
    {
        using var sample = PlainLoops.Create(name, batch, steps);

        RequireLoop(sample);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    [Trait("Row", "C9")]
    public void Arguments_may_lie_in_memory_as_they_like(string name, Layout layout)
    {
        using var sample = PlainLoops.Create(name, 3, 5, layout);

        RequireLoop(sample);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Without_gradients_the_results_are_the_same(string name, int batch, int steps)
    {
        using var sample = PlainLoops.Create(name, batch, steps);
        using var noGradients = no_grad();

        Same.Values(sample.Loop(), sample.Forward(Executor));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_fixed_length_is_the_plain_loop(bool teach, bool given)
    {
        using var sample = PlainLoops.FixedLengthDecoder(new Arguments(3, 4), teach, given);

        RequireLoop(sample);
    }

    void RequireLoop(Sample sample)
    {
        var expected = sample.Loop();
        var actual = sample.Forward(Executor);

        Same.Values(expected, actual);
        Same.Gradients(expected, actual, sample.Leaves);
    }

    public sealed class Reference : CanonicalTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : CanonicalTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
