namespace FluentRnn.Examples.Dates;

/// <summary>
/// Cuts a stream of examples into batches whose texts all have the same length, so nothing is padded.
/// Examples are drawn in pools of many batches; those that do not fill a batch wait for the next pool.
/// </summary>
static class DateBatches
{
    const int BatchesInPool = 64;

    /// <summary>Batches without end, in random order.</summary>
    public static IEnumerable<IReadOnlyList<DateExample>> Stream(Func<Random, DateExample> draw, Random random, int batchSize)
    {
        var waiting = new SortedDictionary<int, List<DateExample>>();
        while (true)
        {
            for (var i = 0; i < BatchesInPool * batchSize; i++)
            {
                var example = draw(random);
                if (!waiting.TryGetValue(example.Text.Length, out var group))
                    waiting.Add(example.Text.Length, group = []);
                group.Add(example);
            }

            var ready = new List<DateExample[]>();
            foreach (var group in waiting.Values)
            {
                var full = group.Count / batchSize * batchSize;
                ready.AddRange(group.Take(full).Chunk(batchSize));
                group.RemoveRange(0, full);
            }

            var batches = ready.ToArray();
            random.Shuffle(batches);
            foreach (var batch in batches)
                yield return batch;
        }
    }

    /// <summary>A fixed number of examples in batches of one length each, shorter texts first.</summary>
    public static IEnumerable<IReadOnlyList<DateExample>> Sorted(IEnumerable<DateExample> examples, int batchSize) =>
        examples.GroupBy(example => example.Text.Length).OrderBy(group => group.Key).SelectMany(group => group.Chunk(batchSize));
}
