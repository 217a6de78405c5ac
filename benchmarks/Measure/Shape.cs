namespace FluentRnn.Benchmarks.Measure;

/// <summary>The sizes of one measurement.</summary>
sealed record Shape(string Name, int Batch, int Steps, int Inputs, int Hidden)
{
    /// <summary>From the latency of one row to products that fill the machine, and one that is long and tiny.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("S1", 1, 100, 64, 256),
        new("S2", 8, 64, 64, 128),
        new("S3", 32, 50, 20, 128),
        new("S4", 64, 32, 32, 128),
        new("S5", 64, 100, 256, 512),
        new("S6", 1, 1000, 16, 64),
    ];

    /// <summary>The shapes that targets are medians over.</summary>
    public static IReadOnlyList<string> OfTargets { get; } = ["S1", "S2", "S3", "S4"];

    public override string ToString() => $"{Name} {Batch}/{Steps}/{Inputs}/{Hidden}";
}
