using static TorchSharp.torch;

namespace FluentRnn.Execution;

static class Ranking
{
    /// <summary>The positions of the largest values of each row, (R, count), the largest first; of equal ones, the first first. (torch.topk takes any of them.)</summary>
    /// <param name="values">The values, (R, V), without NaN.</param>
    /// <param name="count">How many, at most V.</param>
    public static Tensor Largest(Tensor values, long count)
    {
        var least = values.topk((int)count, 1).values.narrow(1, count - 1, 1);
        var above = values.gt(least);
        var equal = values.eq(least);
        var room = count - above.sum([1], keepdim: true);
        var chosen = above.logical_or(equal.logical_and(equal.cumsum(1).le(room)));
        var positions = chosen.nonzero().select(1, 1).view(values.shape[0], count);
        var order = values.gather(1, positions).sort(1, descending: true, stable: true).Indices;
        return positions.gather(1, order);
    }
}
