using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Several threads may call one container at once.</summary>
public abstract class ConcurrencyTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    [Fact]
    public void Forward_on_many_threads()
    {
        using var net = new SingleRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var inputs = Enumerable.Range(1, 24).Select(steps => Random(2, steps, 3)).ToArray();
        var expected = inputs.Select(x => net.forward(x).Y).ToArray();

        var actual = OnThreads(inputs, x => net.forward(x));

        for (var i = 0; i < inputs.Length; i++)
        {
            Same.Values(expected[i], actual[i].Y);
            actual[i].Dispose();
        }
    }

    [Fact]
    public void Forward_and_backward_on_many_threads()
    {
        using var net = new ElmanRnn(3, 4, dtype: ScalarType.Float64) { Executor = Executor };
        var inputs = Enumerable.Range(1, 12).Select(_ => Leaf(2, 6, 3)).ToArray();
        var expected = inputs.Select(x => autograd.grad([net.forward(x).Y.sum()], [x])[0]).ToArray();

        var actual = OnThreads(inputs, x =>
        {
            using var scope = NewDisposeScope();
            return autograd.grad([net.forward(x).Y.sum()], [x])[0].MoveToOuterDisposeScope();
        });

        for (var i = 0; i < inputs.Length; i++)
        {
            Same.Values(expected[i], actual[i]);
            actual[i].Dispose();
        }
    }

    [Fact]
    public void Training_is_of_each_thread()
    {
        using var training = new ResidualDropout(4, 4) { Executor = Executor };
        using var evaluating = new ResidualDropout(4, 4) { Executor = Executor };
        evaluating.eval();
        var x = rand(2, 20, 4);
        var expected = evaluating.forward(x).Y;

        var actual = OnThreads(Enumerable.Range(0, 16), i => (i % 2 == 0 ? training : evaluating).forward(x));

        for (var i = 0; i < actual.Length; i++)
        {
            if (i % 2 == 1) Same.Values(expected, actual[i].Y, 0);
            else Assert.NotEqual(0, (expected - actual[i].Y).abs().sum().ToDouble());
            actual[i].Dispose();
        }
    }

    static TResult[] OnThreads<T, TResult>(IEnumerable<T> inputs, Func<T, TResult> work)
    {
        var results = inputs.Select(input => new TaskCompletionSource<TResult>()).ToArray();
        var threads = inputs.Select((input, i) => new Thread(() =>
        {
            try
            {
                results[i].SetResult(work(input));
            }
            catch (Exception exception)
            {
                results[i].SetException(exception);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return [.. results.Select(result => result.Task.Result)];
    }

    public sealed class Reference : ConcurrencyTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : ConcurrencyTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
