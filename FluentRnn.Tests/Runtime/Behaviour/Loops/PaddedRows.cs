using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>
/// The arguments of a <see cref="Padded"/> container, and the loop by hand that runs every row alone and steps over what is masked.
/// </summary>
/// <param name="Valid">Which steps of each row are valid.</param>
/// <param name="Resets">Before which steps each row begins anew.</param>
sealed record PaddedRows(bool[,] Valid, bool[,] Resets, Tensor X, Tensor Token, Tensor Y0, Tensor? Target)
{
    public const int Features = 3;
    public const int Hidden = 4;

    public int Rows => Valid.GetLength(0);

    public int Steps => Valid.GetLength(1);

    public Tensor Mask => tensor(Valid);

    /// <summary>Random arguments; what is masked holds NaN, infinity, and a token that does not exist.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="valid">Which steps of each row are valid.</param>
    /// <param name="resets">The probability of a reset.</param>
    /// <param name="taught">Whether there are targets.</param>
    public static PaddedRows Create(Random random, bool[,] valid, double resets = 0, bool taught = false)
    {
        var (rows, steps) = (valid.GetLength(0), valid.GetLength(1));
        var flags = new bool[rows, steps];
        foreach (var (b, t) in Cells(rows, steps)) flags[b, t] = random.NextDouble() < resets;
        var masked = tensor(valid).logical_not();
        Tensor Numbers(double padding) => randn(rows, steps, Features, ScalarType.Float64).masked_fill(masked.unsqueeze(2), padding).requires_grad_();
        return new PaddedRows(
            valid,
            flags,
            Numbers(double.NaN),
            randint(0, 5, [rows, steps]).masked_fill(masked, 1_000_000),
            randn(rows, Features, ScalarType.Float64, requires_grad: true),
            taught ? Numbers(double.PositiveInfinity) : null);
    }

    /// <summary>Flags that are set with a probability.</summary>
    public static bool[,] Gaps(Random random, int rows, int steps, double probability)
    {
        var valid = new bool[rows, steps];
        foreach (var (b, t) in Cells(rows, steps)) valid[b, t] = random.NextDouble() >= probability;
        return valid;
    }

    /// <summary>The first steps of each row, as many as its length says.</summary>
    public static bool[,] Right(int steps, params int[] lengths) => Of(steps, lengths, (t, length) => t < length);

    /// <summary>The last steps of each row, as many as its length says.</summary>
    public static bool[,] Left(int steps, params int[] lengths) => Of(steps, lengths, (t, length) => t >= steps - length);

    /// <summary>The results in the order of the container's: y, seen, n, end, top, count, and the states h, y, n.</summary>
    public Tensor[] Loop(Embedding embed, RNNCell cell, Linear readout, Tensor learned, Masked outputs, bool backward = false, bool keepOrder = true)
    {
        var rows = Enumerable.Range(0, Rows).Select(row => Alone(row, embed, cell, readout, learned, outputs, backward, keepOrder)).ToList();
        return [.. Enumerable.Range(0, rows[0].Length).Select(i => stack(rows.Select(row => row[i]), 0))];
    }

    Tensor[] Alone(int row, Embedding embed, RNNCell cell, Linear readout, Tensor learned, Masked outputs, bool backward, bool keepOrder)
    {
        var nothing = zeros(Features, ScalarType.Float64);
        var (h, y, n) = (learned[0], Y0[row], tensor(0L));
        var (end, top, count) = (nothing, zeros(Hidden, ScalarType.Float64), tensor(0L));
        Tensor? taught = null;
        List<Tensor[]> emitted = [];
        for (var k = 0; k < Steps; k++)
        {
            var t = backward ? Steps - 1 - k : k;
            if (Resets[row, t]) (h, y, n, taught) = (learned[0], nothing, tensor(0L), null);
            var (valid, seen) = (Valid[row, t], taught ?? y);
            var (x, token) = valid ? (X[row, t], Token[row, t]) : (nothing, tensor(0L));
            var next = cell.call((x + embed.call(token) + seen).unsqueeze(0), h.unsqueeze(0))[0];
            var result = readout.call(next);
            if (valid)
            {
                emitted.Add([result, seen, n]);
                (h, y, n) = (next, result, n + 1);
                (end, top, count, taught) = (result, next, n, Target?[row, t]);
            }
            else
            {
                emitted.Add(outputs switch
                {
                    Masked.Computed => [result, seen, n],
                    Masked.Held when emitted.Count > 0 => emitted[^1],
                    _ => [nothing, nothing, tensor(0L)],
                });
            }
        }

        if (backward && keepOrder) emitted.Reverse();
        return [.. Enumerable.Range(0, 3).Select(i => stack(emitted.Select(values => values[i]), 0)), end, top, count, h, y, n];
    }

    static bool[,] Of(int steps, int[] lengths, Func<int, int, bool> isValid)
    {
        var valid = new bool[lengths.Length, steps];
        foreach (var (b, t) in Cells(lengths.Length, steps)) valid[b, t] = isValid(t, lengths[b]);
        return valid;
    }

    static IEnumerable<(int Row, int Step)> Cells(int rows, int steps) =>
        Enumerable.Range(0, rows).SelectMany(b => Enumerable.Range(0, steps).Select(t => (b, t)));
}
