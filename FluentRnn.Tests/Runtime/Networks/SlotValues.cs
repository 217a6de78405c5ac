using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>The values of a network's slots, by name: what a call is given.</summary>
sealed class SlotValues(long batch, long steps, long firstStep = 0)
{
    readonly Dictionary<string, (Kind Kind, Tensor Tensor)> values = new(StringComparer.Ordinal);

    enum Kind
    {
        Sequence,
        Constant,
        State,
    }

    public long Batch => batch;

    public long Steps => steps;

    /// <summary>The number of steps before these.</summary>
    public long FirstStep => firstStep;

    /// <summary>Whether there is a sequence, which says how many steps there are.</summary>
    public bool HasSequence => values.Values.Any(value => value.Kind == Kind.Sequence);

    /// <summary>What a gradient can be asked for by.</summary>
    public Tensor[] Leaves => [.. values.Values.Select(value => value.Tensor).Where(tensor => tensor.requires_grad)];

    public Tensor this[string name] => values[name].Tensor;

    /// <summary>Random numbers for a sequence, (B, T, shape…).</summary>
    public void Sequence(string name, params long[] shape) => Sequence(name, Leaf([batch, steps, .. shape]));

    /// <summary>A sequence, (B, T, …).</summary>
    public void Sequence(string name, Tensor value) => values[name] = (Kind.Sequence, value);

    /// <summary>Random numbers for a constant, (B, shape…).</summary>
    public void Constant(string name, params long[] shape) => Constant(name, Leaf([batch, .. shape]));

    /// <summary>A constant, (B, …).</summary>
    public void Constant(string name, Tensor value) => values[name] = (Kind.Constant, value);

    /// <summary>Random numbers for an initial state, (B, shape…).</summary>
    public void State(string name, params long[] shape) => State(name, Leaf([batch, .. shape]));

    /// <summary>An initial state, (B, …).</summary>
    public void State(string name, Tensor value) => values[name] = (Kind.State, value);

    /// <summary>The value of a sequence, a constant or a state; null for other names.</summary>
    public Tensor? Find(string name) => values.TryGetValue(name, out var value) ? value.Tensor : null;

    /// <summary>What one step yielded after the other, (B, T, …).</summary>
    public static Tensor Stack(List<Tensor> yielded) => stack(yielded, 1);

    /// <summary>Some of the steps.</summary>
    public SlotValues Chunk(long start, long length) => With(batch, length, firstStep + start, (kind, value) => kind == Kind.Sequence ? value.narrow(1, start, length) : value);

    /// <summary>One step: sequences are (B, …).</summary>
    public SlotValues At(long step) => With(batch, 1, firstStep + step, (kind, value) => kind == Kind.Sequence ? value.select(1, step) : value);

    /// <summary>The first steps of one row.</summary>
    public SlotValues Row(long row, long length) =>
        With(1, length, firstStep, (kind, value) => kind == Kind.Sequence ? value.narrow(0, row, 1).narrow(1, 0, length) : value.narrow(0, row, 1));

    SlotValues With(long newBatch, long newSteps, long newFirst, Func<Kind, Tensor, Tensor> part)
    {
        var result = new SlotValues(newBatch, newSteps, newFirst);
        foreach (var (name, (kind, tensor)) in values) result.values[name] = (kind, part(kind, tensor));
        return result;
    }

    static Tensor Leaf(long[] shape) => randn(shape, ScalarType.Float64, requires_grad: true);
}
