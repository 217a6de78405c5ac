using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>The products of a cell and nothing else, as torch.mm computes them here and now. Whoever multiplies by other means may be below it.</summary>
sealed class GemmFloor : IDisposable
{
    readonly List<(Tensor Left, Tensor Right, int Times)> products = [];

    public GemmFloor(IEnumerable<Product> forward, Shape shape, Mode mode, bool inputGradients)
    {
        foreach (var product in forward)
        {
            var times = product.EachStep ? shape.Steps : 1;
            var allRows = product.Rows * times;
            Add(product.Rows, product.Inner, product.Columns, times);
            if (mode == Mode.Inference) continue;

            // Of the weight: one product over all steps. Of the left side: as often as forward.
            Add(product.Inner, allRows, product.Columns, 1);
            if (!product.OfInput || inputGradients)
                Add(product.Rows, product.Columns, product.Inner, times);
        }
    }

    public Contender Contender => new("gemm_floor", Run, () => { });

    public void Dispose()
    {
        foreach (var (left, right, _) in products)
        {
            left.Dispose();
            right.Dispose();
        }
    }

    void Add(long rows, long inner, long columns, int times) =>
        products.Add((rand(rows, inner), rand(inner, columns), times));

    void Run()
    {
        using var mode = inference_mode();
        foreach (var (left, right, times) in products)
        {
            for (var i = 0; i < times; i++)
                left.mm(right).Dispose();
        }
    }
}
