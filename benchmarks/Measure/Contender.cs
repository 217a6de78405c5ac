namespace FluentRnn.Benchmarks.Measure;

/// <summary>What takes its turn in every round.</summary>
/// <param name="Name">The peer, or the floor.</param>
/// <param name="Call">What is timed.</param>
/// <param name="Prepare">What comes before each call and is not timed.</param>
sealed record Contender(string Name, Action Call, Action Prepare)
{
    public void Run()
    {
        Prepare();
        Call();
    }
}
