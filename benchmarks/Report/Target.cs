using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>How many times as fast as a peer the generated containers are meant to be, as a median over cells and shapes with two threads.</summary>
/// <param name="Title">The comparison.</param>
/// <param name="Peer">Compared with this peer.</param>
/// <param name="Cells">On these cells.</param>
/// <param name="Goal">What the median is to reach.</param>
/// <param name="OfEveryCell">What the median of every single cell is to reach, if anything.</param>
sealed record Target(string Title, string Peer, Func<Cell, bool> Cells, Mode Mode, double Goal, double? OfEveryCell = null)
{
    const int Threads = 2;

    public static IReadOnlyList<Target> All { get; } =
    [
        new("equation-style loop, custom cells", PeerNames.Equation, IsCustom, Mode.Inference, 3),
        new("equation-style loop, custom cells", PeerNames.Equation, IsCustom, Mode.Training, 2.5),
        new("expert's hand-hoisted loop, custom cells", PeerNames.Hoisted, IsCustom, Mode.Inference, 1, 0.95),
        new("expert's hand-hoisted loop, custom cells", PeerNames.Hoisted, IsCustom, Mode.Training, 1),
        new("TorchScript premultiplied, custom cells", PeerNames.PremultipliedScript, IsCustom, Mode.Inference, 1.2),
        new("TorchScript premultiplied, custom cells", PeerNames.PremultipliedScript, IsCustom, Mode.Training, 1.2),
        new("torch's layer, LSTM, GRU, RNN", PeerNames.Layer, cell => cell.IsLayer, Mode.Inference, 0.95),
        new("torch's layer, LSTM, GRU, RNN", PeerNames.Layer, cell => cell.IsLayer, Mode.Training, 0.95),
        new("tidy loop, readout of 2,000 words", PeerNames.Tidy, cell => cell.HasReadout, Mode.Inference, 2),
        new("tidy loop, readout of 2,000 words", PeerNames.Tidy, cell => cell.HasReadout, Mode.Training, 2),
    ];

    /// <summary>Milliseconds a container that the generator may take when nothing was generated before.</summary>
    public const double GeneratorGoal = 25;

    /// <summary>What was reached by the containers of one kind; null if nothing was measured.</summary>
    public Reached? Evaluate(IReadOnlyList<Group> groups, string ours)
    {
        var cells = Cell.All.Where(Cells).Select(cell => cell.Name).ToHashSet();
        var ratios = groups
            .Where(group => group.Mode == Mode && group.Threads == Threads && cells.Contains(group.Cell) && Shape.OfTargets.Contains(group.Shape))
            .Select(group => (group.Cell, Ratio: group.Ratio(Peer, ours)?.Median))
            .Where(pair => pair.Ratio is not null)
            .ToList();
        if (ratios.Count == 0) return null;

        var (slowest, least) = ratios.GroupBy(pair => pair.Cell).Select(cell => (cell.Key, Median(cell))).MinBy(pair => pair.Item2);
        var median = Median(ratios);
        return new(median, slowest, least, median >= Goal && least >= (OfEveryCell ?? 0));

        static double Median(IEnumerable<(string, double? Ratio)> pairs) => Spread.Of(pairs.Select(pair => pair.Ratio!.Value)).Median;
    }

    static bool IsCustom(Cell cell) => !cell.IsLayer && !cell.HasReadout;

    /// <param name="Median">Over all cells and shapes.</param>
    /// <param name="SlowestCell">The cell with the least median over its shapes.</param>
    /// <param name="OfSlowestCell">That median.</param>
    /// <param name="Yes">Whether all of the target was reached.</param>
    public sealed record Reached(double Median, string SlowestCell, double OfSlowestCell, bool Yes);
}
