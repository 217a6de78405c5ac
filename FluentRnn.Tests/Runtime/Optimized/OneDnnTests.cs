using FluentRnn.Execution;
using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>Products that oneDNN computes: they are torch's, however the tensors lie.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class OneDnnTests
{
    const double Tolerance = 1e-5;

    [Theory]
    [InlineData("as it is")]
    [InlineData("transposed")]
    [InlineData("columns")]
    [InlineData("rows")]
    public void A_product_of_the_steps(string lies)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (x, matrix) = (randn(48, 96), Lying(lies, 96, 80));
        foreach (var rows in new[] { x, randn(96, 48).t(), randn(48, 200).narrow(1, 50, 96), x.narrow(0, 0, 5) })
        {
            var (sum, wide, bias) = (randn(rows.shape[0], 80), randn(rows.shape[0], 100).narrow(1, 3, 80), randn(80));
            var packed = OneDnn.Reorder(matrix, 48);
            Same.Values(rows.mm(matrix), OneDnn.Add(rows, packed, null), Tolerance, lies);
            foreach (var added in new[] { sum, wide, bias, randn(1, 80) })
            {
                Same.Values(added + rows.mm(matrix), OneDnn.Add(rows, packed, added), Tolerance, lies);
                Same.Values(added + rows.mm(matrix), OneDnn.AtOnce(rows, matrix, added), Tolerance, lies);
            }

            Same.Values(rows.mm(matrix), OneDnn.AtOnce(rows, matrix, null), Tolerance, lies);
        }
    }

    [Fact]
    public void What_is_added_stays()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (sum, wide, x, matrix) = (randn(8, 16), randn(8, 20).narrow(1, 2, 16), randn(8, 16), randn(16, 16));
        var before = (sum.clone(), wide.clone());

        OneDnn.AtOnce(x, matrix, sum);
        OneDnn.AtOnce(x, matrix, wide);

        Same.Values([before.Item1, before.Item2], [sum, wide], 0);
    }

    [Fact]
    public void A_container_with_large_products()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        random.manual_seed(5);
        var (batch, steps, features, hidden) = (64, 12, 32, 128);
        using var net = new PeepholeLstm(features, hidden);
        var input = new PeepholeLstm.Input(randn(batch, steps, features), Lengths: randint(0, steps + 1, batch));

        var actual = net.forward(input);
        net.Executor = Executor.Reference;
        var expected = net.forward(input);

        Same.Values([expected.Y, expected.State.H!, expected.State.C!], [actual.Y, actual.State.H!, actual.State.C!], Tolerance);
    }

    static Tensor Lying(string lies, long rows, long columns) => lies switch
    {
        "transposed" => randn(columns, rows).t(),
        "columns" => randn(rows, columns + 7).narrow(1, 4, columns),
        "rows" => randn(columns, rows + 7).narrow(1, 4, rows).t(),
        _ => randn(rows, columns),
    };
}
