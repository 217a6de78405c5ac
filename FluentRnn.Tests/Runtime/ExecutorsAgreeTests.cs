using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Every container of this project gives the same on both executors: outputs, states and gradients, over sequences and single steps.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class ExecutorsAgreeTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string, int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int, bool>();
            foreach (var type in ReflectedContainer.OfThisProject)
            {
                foreach (var (batch, steps, training) in new[] { (3, 5, true), (3, 5, false), (1, 1, false), (2, 0, false) }) cases.Add(type.FullName!, batch, steps, training);
            }

            return cases;
        }
    }

    /// <summary>Those that can run a single step: in both directions there is none.</summary>
    public static TheoryData<string, int, bool> StepCases
    {
        get
        {
            var cases = new TheoryData<string, int, bool>();
            foreach (var type in ReflectedContainer.OfThisProject.Where(type => type.GetMethod("step") is not null))
            {
                foreach (var (batch, training) in new[] { (3, true), (3, false), (1, false) }) cases.Add(type.FullName!, batch, training);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence(string name, int batch, int steps, bool training)
    {
        using var container = new ReflectedContainer(typeof(ExecutorsAgreeTests).Assembly.GetType(name)!, training);
        var input = container.Input(batch, steps, batch > 1 ? Rows.Masked : Rows.Complete);

        var expected = container.Forward(Executor.Reference, input);
        var actual = container.Forward(Executor.Generated, input);

        Agree(container, input, expected, actual);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence_without_gradients(string name, int batch, int steps, bool training)
    {
        using var container = new ReflectedContainer(typeof(ExecutorsAgreeTests).Assembly.GetType(name)!, training);
        var input = container.Input(batch, steps, batch > 1 ? Rows.Masked : Rows.Complete);
        using var none = no_grad();

        var expected = container.Forward(Executor.Reference, input);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var actual = container.Forward(Executor.Generated, input);
        var left = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;

        Assert.Equal(actual.Length, left);
        Assert.Equal(actual.Length, actual.Distinct<Tensor>(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
    }

    [Theory]
    [MemberData(nameof(StepCases))]
    public void A_step(string name, int batch, bool training)
    {
        using var container = new ReflectedContainer(typeof(ExecutorsAgreeTests).Assembly.GetType(name)!, training);
        var input = container.StepInput(batch);

        var expected = container.Step(Executor.Reference, input);
        var actual = container.Step(Executor.Generated, input);

        Agree(container, input.Where(value => value is not null).Cast<object>().ToArray(), expected, actual);
    }

    static void Agree(ReflectedContainer container, object input, Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        var by = container.Leaves(input);
        if (by.Length > 0 && expected.Any(tensor => tensor.requires_grad)) Same.Gradients([.. expected.Where(tensor => tensor.requires_grad)], [.. actual.Where(tensor => tensor.requires_grad)], by);
    }
}
