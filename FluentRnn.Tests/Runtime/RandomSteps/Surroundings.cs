using FluentRnn.Generators.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>What every random step finds: slots of several ranks and dtypes, and weights of the shapes that operations ask for.</summary>
static class Surroundings
{
    /// <summary>The length of vectors; different from the batch, so that axes cannot be mistaken for one another.</summary>
    public const int Size = 4;

    public const int Batch = 3, Steps = 3;

    /// <summary>The groups before <c>Step</c>, but for the states.</summary>
    public const string Inputs = """
        .Sequences(new { x = Vector(4), i = Index(), f = Flag(), j = Slot(ScalarType.Int64, 4) })
                .Constants(new { c = Vector(4), m = Matrix(3, 4) })
        """;

    public const string Modules = """
        .Modules(() => new
                {
                    W = Parameter(randn(4, 4) * 0.4f), v = Parameter(rand(4) + 0.5f), filter = Parameter(randn(5, 3, 2) * 0.4f), plane = Parameter(randn(2, 1, 2, 2) * 0.4f),
                    block = Parameter(randn(new long[] { 2, 1, 1, 2, 2 }) * 0.4f), pairing = Parameter(randn(3, 4, 4) * 0.4f), four = Parameter(rand(4)), layer = Linear(4, 4), norm = LayerNorm(4),
                    cell = GRUCell(4, 4), drop = Dropout(0.3), own = Sequential(Linear(4, 4), Tanh()),
                })
        """;

    /// <summary>A helper that the compiler reads as if it stood in the step.</summary>
    public const string Members = """
        static Tensor Mix(Tensor a, Tensor b)
            {
                var gate = sigmoid(a);
                return gate * b + (1 - gate) * a;
            }
        """;

    static readonly (string Text, ElementType Element, bool Batched, long[] Shape)[] Table =
    [
        ("seq.x", ElementType.Floating, true, [Size]),
        ("seq.i", ElementType.Int64, true, []),
        ("seq.f", ElementType.Bool, true, []),
        ("seq.j", ElementType.Int64, true, [Size]),
        ("con.c", ElementType.Floating, true, [Size]),
        ("con.m", ElementType.Floating, true, [3, Size]),
        ("state.h", ElementType.Floating, true, [Size]),
        ("state.s", ElementType.Floating, true, [3, Size]),
        ("net.W", ElementType.Floating, false, [Size, Size]),
        ("net.v", ElementType.Floating, false, [Size]),
        ("net.filter", ElementType.Floating, false, [5, 3, 2]),
        ("net.plane", ElementType.Floating, false, [2, 1, 2, 2]),
        ("net.block", ElementType.Floating, false, [2, 1, 1, 2, 2]),
        ("net.pairing", ElementType.Floating, false, [3, Size, Size]),
        ("net.four", ElementType.Floating, false, [Size]),
    ];

    /// <summary>The values before the first statement.</summary>
    public static IEnumerable<Live> Values() => Table.Select((row, id) => new Live(
        id,
        row.Text,
        TensorType.Of(row.Element, [.. row.Batched ? [Dim.Batch] : (Dim[])[], .. row.Shape.Select(Dim.Constant)]),
        Sample(row.Element, [.. row.Batched ? [Batch] : (long[])[], .. row.Shape])));

    /// <summary>Numbers for a slot.</summary>
    public static Tensor Sample(ElementType element, params long[] shape) => element switch
    {
        ElementType.Int64 => randint(0, Size, shape),
        ElementType.Bool => rand(shape) < 0.3,
        _ => randn(shape, ScalarType.Float64, requires_grad: true),
    };
}
