using System.Diagnostics;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>Times contenders in turn, so that whatever else the machine does meets all of them.</summary>
/// <param name="Wanted">The rounds when time allows.</param>
/// <param name="Budget">The time after which no new round begins, if there were a few.</param>
sealed record Rounds(int Wanted, TimeSpan Budget)
{
    const int LeastRounds = 5, LeastWarmUps = 5, MostWarmUps = 40, MostCalls = 50;
    const double Stable = 0.1, LongEnough = 30;
    static readonly TimeSpan PauseBetween = TimeSpan.FromMilliseconds(5), WarmUpBudget = TimeSpan.FromSeconds(1);

    /// <summary>Milliseconds a call, one number a round, of each contender.</summary>
    public IReadOnlyList<Samples> Time(IReadOnlyList<Contender> contenders)
    {
        var calls = contenders.Select(contender => Calls(WarmUp(contender))).ToList();
        var times = contenders.Select(_ => new List<double>()).ToList();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Wanted && (round < LeastRounds || watch.Elapsed < Budget); round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                // Each round another contender is first.
                var i = (round + turn) % contenders.Count;
                Settle();
                times[i].Add(Average(contenders[i], calls[i]));
            }
        }

        return [.. contenders.Select((contender, i) => new Samples(times[i], ManagedMemory.OfCall(contender), NativePeak.OfCall(contender)))];
    }

    /// <summary>Calls until times no longer fall: the JIT compiler, TorchScript's profiler and caches have done their work. Gives the last time, in milliseconds.</summary>
    static double WarmUp(Contender contender)
    {
        var watch = Stopwatch.StartNew();
        var times = new List<double>();
        while (times.Count < LeastWarmUps || (!IsStable(times) && times.Count < MostWarmUps && watch.Elapsed < WarmUpBudget))
            times.Add(Average(contender, 1));
        return times[^1];
    }

    static bool IsStable(List<double> times)
    {
        var last = times.TakeLast(LeastWarmUps).Order().ToList();
        return last[^1] < last[0] * (1 + Stable);
    }

    /// <summary>As many calls a round as the clock and the first call after a pause need not to matter.</summary>
    static int Calls(double milliseconds) => (int)Math.Clamp(Math.Ceiling(LongEnough / milliseconds), 1, MostCalls);

    static double Average(Contender contender, int calls)
    {
        var ticks = 0L;
        for (var i = 0; i < calls; i++)
        {
            contender.Prepare();
            var start = Stopwatch.GetTimestamp();
            contender.Call();
            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks * 1000.0 / Stopwatch.Frequency / calls;
    }

    /// <summary>Collects what the last contender left, and waits until its threads no longer spin.</summary>
    static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Thread.Sleep(PauseBetween);
    }
}
