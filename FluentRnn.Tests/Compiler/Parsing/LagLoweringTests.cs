using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>A state with a lag is carried as its last values: the step reads the oldest, and adds the youngest.</summary>
[Trait("Row", "R10")]
public class LagLoweringTests
{
    [Fact]
    public void A_constant_lag() => Lowers(
        "Vector(size), 3",
        """
        x: sequence x (B, size)
        h: state h (B, 3, size)
        h_1 = select(h, dim: 1, index: 0) (B, size)
        y = add(x, h_1) (B, size)
        unsqueeze = unsqueeze(y, dim: 1) (B, 1, size)
        narrow = narrow(h, dim: 1, start: 1, length: 2) (B, 2, size)
        cat = cat(tensors: [narrow, unsqueeze], dim: 1) (B, 3, size)
        next h = cat
        sequence y = y
        """);

    [Fact]
    public void A_parameter_is_a_size() => Lowers(
        "slot: Vector(size), k: lag",
        """
        x: sequence x (B, size)
        h: state h (B, lag, size)
        h_1 = select(h, dim: 1, index: 0) (B, size)
        y = add(x, h_1) (B, size)
        unsqueeze = unsqueeze(y, dim: 1) (B, 1, size)
        narrow = narrow(h, dim: 1, start: 1, length: lag - 1) (B, lag - 1, size)
        cat = cat(tensors: [narrow, unsqueeze], dim: 1) (B, lag, size)
        next h = cat
        sequence y = y
        """);

    [Fact]
    public void A_lag_of_one_carries_one_value() => Lowers(
        "Vector(size), 1",
        """
        x: sequence x (B, size)
        h: state h (B, 1, size)
        h_1 = select(h, dim: 1, index: 0) (B, size)
        y = add(x, h_1) (B, size)
        unsqueeze = unsqueeze(y, dim: 1) (B, 1, size)
        next h = unsqueeze
        sequence y = y
        """);

    private static void Lowers(string lag, string graph)
    {
        var spec = TestCompilation.Parse(TestCompilation.WithUsings($$"""
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size, int lag) => rnn
                    .Sequences(new { x = Vector(size) })
                    .States(new { h = Lag({{lag}}) })
                    .Step((seq, state) =>
                    {
                        var y = seq.x + state.h;
                        return Yield(sequence: new { y }, next: new { h = y });
                    });
            }
            """))!;

        Assert.Equal(graph.ReplaceLineEndings("\n"), GraphText.Of(spec));
    }
}
