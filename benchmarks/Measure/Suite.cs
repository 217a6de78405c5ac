using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Peers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>What is to be measured, and how.</summary>
sealed record Selection(
    IReadOnlyList<Cell> Cells, IReadOnlyList<Shape> Shapes, IReadOnlyList<Mode> Modes, IReadOnlyList<int> Threads, IReadOnlyList<string> Peers, bool InputGradients);

/// <summary>Runs a selection: verifies every peer, then times them in turn.</summary>
sealed class Suite(Selection selection, Rounds rounds)
{
    const long Seed = 20250611;

    /// <summary>Verifies, and gives the largest relative error of each peer.</summary>
    public IEnumerable<(string Cell, string Shape, int Threads, string Peer, double Error)> Verify() =>
        from threads in selection.Threads
        from cell in selection.Cells
        from shape in selection.Shapes
        from verified in With(cell, shape, threads, field => field.Peers.Select(peer => (cell.Name, shape.Name, threads, peer.Peer.Name, peer.Error)).ToList())
        select verified;

    /// <summary>Verifies and measures, a group at a time.</summary>
    public IEnumerable<Group> Measure() =>
        from threads in selection.Threads
        from cell in selection.Cells
        from shape in selection.Shapes
        from measured in With(cell, shape, threads, field => selection.Modes.Select(mode => Measure(field, cell, shape, mode, threads)).ToList())
        select measured;

    IReadOnlyList<T> With<T>(Cell cell, Shape shape, int threads, Func<Field, IReadOnlyList<T>> use)
    {
        set_num_threads(threads);
        manual_seed(Seed);
        using var field = new Field(cell, shape, selection.Peers);
        return use(field);
    }

    Group Measure(Field field, Cell cell, Shape shape, Mode mode, int threads)
    {
        var peers = field.Peers.Where(peer => selection.Peers.Contains(peer.Peer.Name) && (mode == Mode.Inference || peer.Peer.Trains)).ToList();
        using var floor = new GemmFloor(cell.Products(shape), shape, mode, selection.InputGradients);
        using var x = field.Inputs.X.detach().requires_grad_(mode == Mode.Training && selection.InputGradients);
        var inputs = field.Inputs with { X = x };
        var samples = rounds.Time([floor.Contender, .. peers.Select(peer => Contender(peer.Peer))]);
        return new(
            cell.Name, shape.Name, mode, threads, samples[0].Times,
            [.. peers.Zip(samples.Skip(1), (peer, sample) => new Result(peer.Peer.Name, sample.Times, peer.Error, sample.ManagedBytes, sample.NativePeak, peer.FirstResult))]);

        Contender Contender(Peer peer) => mode == Mode.Inference
            ? new(peer.Name, () => Infer(peer, inputs), () => { })
            : new(peer.Name, () => Train(peer, inputs, field.LossWeights), () => Forget(peer, inputs.X));
    }

    static void Infer(Peer peer, Inputs inputs)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        peer.Forward(inputs);
    }

    static void Train(Peer peer, Inputs inputs, Tensor lossWeights)
    {
        using var scope = NewDisposeScope();
        (peer.Forward(inputs) * lossWeights).sum().backward();
    }

    static void Forget(Peer peer, Tensor x)
    {
        using var scope = NewDisposeScope();
        peer.ForgetGradients();
        x.grad = null;
    }
}
