using CsCheck;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

public class DimTests
{
    private static readonly Dim N = Dim.Symbol("n");
    private static readonly Dim M = Dim.Symbol("m");

    /// <summary>Sums of up to four terms in B, n and m with small coefficients.</summary>
    private static readonly Gen<Dim> Polynomials = Gen.Select(Gen.Int[-4, 4], Gen.Int[0, 5], Gen.Int[0, 5])
        .Select((coefficient, first, second) => Dim.Constant(coefficient) * Factor(first) * Factor(second))
        .Array[0, 4].Select(terms => terms.Aggregate(Dim.Constant(0), (sum, term) => sum + term));

    [Fact]
    public void Addition_is_commutative_and_associative() => Gen.Select(Polynomials, Polynomials, Polynomials)
        .Sample((a, b, c) => a + b == b + a && a + b + c == a + (b + c));

    [Fact]
    public void Multiplication_is_commutative_and_distributes() => Gen.Select(Polynomials, Polynomials, Polynomials)
        .Sample((a, b, c) => a * b == b * a && a * (b + c) == (a * b) + (a * c));

    [Fact]
    public void Zero_and_one_are_neutral() => Polynomials.Sample(a => a + Dim.Constant(0) == a && a * Dim.One == a && a - a == Dim.Constant(0));

    [Fact]
    public void Equal_sizes_have_equal_hash_codes() => Gen.Select(Polynomials, Polynomials)
        .Sample((a, b) => (a + b).GetHashCode() == (b + a).GetHashCode() && (a * b).GetHashCode() == (b * a).GetHashCode());

    [Fact]
    public void A_product_divided_by_one_factor_is_the_other() => Gen.Select(Polynomials, Gen.Int[1, 4], Gen.Int[0, 5])
        .Sample((a, coefficient, factor) => (Dim.Constant(coefficient) * Factor(factor)) is var b && (a * b).DivideExactly(b) == a);

    [Fact]
    public void A_quotient_times_the_divisor_is_the_dividend() => Gen.Select(Polynomials, Polynomials)
        .Sample((a, b) => a.DivideExactly(b) is not { } quotient || quotient * b == a);

    [Fact]
    public void What_is_printed_is_read_back() => Polynomials.Sample(a =>
        IrReader.ReadType($"floating[{a.ToText(symbol => symbol)}]").Shape!.Value[0] == a);

    [Theory]
    [InlineData(4, 2, 2)]
    [InlineData(6, 4, null)]
    [InlineData(0, 3, 0)]
    [InlineData(3, 0, null)]
    [InlineData(0, 0, null)]
    public void Numbers_divide_exactly(long dividend, long divisor, int? quotient) =>
        Assert.Equal(quotient, (int?)Dim.Constant(dividend).DivideExactly(Dim.Constant(divisor))?.Value);

    [Fact]
    public void Symbols_divide_exactly()
    {
        Assert.Equal(M, (N * M).DivideExactly(N));
        Assert.Equal(N + (Dim.Constant(2) * M), ((Dim.Constant(2) * N) + (Dim.Constant(4) * M)).DivideExactly(Dim.Constant(2)));
        Assert.Equal(Dim.Constant(2), ((Dim.Constant(2) * N) + (Dim.Constant(2) * M)).DivideExactly(N + M));
        Assert.Equal(N, ((N * N) + (N * M)).DivideExactly(N + M));
        Assert.Null(N.DivideExactly(M));
        Assert.Null(N.DivideExactly(Dim.Constant(2)));
        Assert.Null((N + M).DivideExactly(N));
        Assert.Null(((N * N) + M).DivideExactly(N + M));
    }

    [Fact]
    public void Prints_as_code_is_written()
    {
        Assert.Equal("0", Dim.Constant(0).ToString());
        Assert.Equal("-3", Dim.Constant(-3).ToString());
        Assert.Equal("n", N.ToString());
        Assert.Equal("-n", (Dim.Constant(0) - N).ToString());
        Assert.Equal("m + 4 * n - 1", ((Dim.Constant(4) * N) + M - Dim.One).ToString());
        Assert.Equal("B * n", (Dim.Batch * N).ToString());
        Assert.Equal("n * n", (N * N).ToString());
        Assert.Equal("_n * _n + 2", ((N * N) + Dim.Constant(2)).ToText(symbol => "_" + symbol));
    }

    [Fact]
    public void Prints_a_size_known_only_at_run_time_by_its_expression()
    {
        Assert.Equal("x.shape[1] + 1", (Dim.RunTime("{x}.shape[1]") + Dim.One).ToString());
        Assert.Equal("half of n", Dim.Inferred("half of n").ToString());
    }

    [Fact]
    public void Tells_its_value_when_it_is_a_number()
    {
        Assert.Equal(7, (Dim.Constant(3) + Dim.Constant(4)).Value);
        Assert.Equal(0, (N - N).Value);
        Assert.Null(N.Value);
        Assert.Null((N + Dim.One).Value);
        Assert.Null(Dim.Batch.Value);
    }

    [Fact]
    public void Agrees_where_the_text_is_equal_and_not_where_it_differs()
    {
        Assert.Equal(Agreement.Equal, (N + M).Agrees(M + N));
        Assert.Equal(Agreement.Different, N.Agrees(M));
        Assert.Equal(Agreement.Different, Dim.Batch.Agrees(N));
        Assert.Equal(Agreement.Different, Dim.Constant(3).Agrees(Dim.Constant(4)));
        Assert.Equal(Agreement.Unknown, Dim.RunTime("k").Agrees(N));
        Assert.Equal(Agreement.Unknown, N.Agrees(Dim.Inferred("k")));
        Assert.Equal(Agreement.Equal, Dim.RunTime("k").Agrees(Dim.RunTime("k")));
    }

    [Fact]
    public void A_parameter_named_as_the_batch_size_is_another_size()
    {
        Assert.NotEqual(Dim.Batch, Dim.Symbol("B"));
        Assert.NotEqual(Dim.Time, Dim.Symbol("T"));
        Assert.Equal("@B", Dim.Symbol("B").ToString());
    }

    [Fact]
    public void A_run_time_size_is_no_symbol_of_that_name()
    {
        Assert.NotEqual(N, Dim.RunTime("n"));
        Assert.NotEqual(Dim.RunTime("n"), Dim.Inferred("n"));
        Assert.Equal("n", Dim.RunTimeExpression(Dim.RunTime("n").Symbols.Single()));
        Assert.Null(Dim.RunTimeExpression(Dim.Inferred("n").Symbols.Single()));
        Assert.Null(Dim.RunTimeExpression("n"));
        Assert.Equal("n", Dim.InferredDescription(Dim.Inferred("n").Symbols.Single()));
        Assert.Null(Dim.InferredDescription(Dim.RunTime("n").Symbols.Single()));
    }

    [Fact]
    public void Knows_what_code_can_write()
    {
        Assert.True((N + Dim.RunTime("k")).IsWritable);
        Assert.False((N + Dim.Inferred("k")).IsWritable);
        Assert.True((N + Dim.RunTime("k")).IsRunTime);
        Assert.True(Dim.Inferred("k").IsRunTime);
        Assert.False(N.IsRunTime);
    }

    [Fact]
    public void Knows_its_sign_when_all_terms_have_it()
    {
        Assert.True((N + Dim.One).IsNatural);
        Assert.True(Dim.Constant(0).IsNatural);
        Assert.False((N - Dim.One).IsNatural);
        Assert.True((Dim.Constant(0) - N).IsNegative);
        Assert.False((Dim.One - N).IsNegative);
        Assert.False(Dim.Constant(0).IsNegative);
    }

    [Fact]
    public void Numbers_beyond_64_bits_are_refused() =>
        Assert.Throws<OverflowException>(() => Dim.Constant(long.MaxValue) * Dim.Constant(2));

    private static Dim Factor(int which) => which switch
    {
        0 => N,
        1 => M,
        2 => Dim.Batch,
        _ => Dim.One,
    };

    [Fact]
    public void The_terms_of_most_factors_come_first_where_growth_matters()
    {
        var flops = (Dim.Batch * Dim.Symbol("a")) + (Dim.Constant(2) * Dim.Batch * Dim.Symbol("b") * Dim.Symbol("b")) + Dim.Constant(3);

        Assert.Equal("2 * B * b * b + B * a + 3", flops.ByDegree());
        Assert.Equal("0", Dim.Constant(0).ByDegree());
    }

    [Fact]
    public void A_size_is_a_number_once_its_symbols_are() =>
        Assert.Equal((2 * 5 * 7 * 7) - 5 + 1, ((Dim.Constant(2) * Dim.Batch * Dim.Symbol("n") * Dim.Symbol("n")) - Dim.Batch + Dim.One).Evaluate(symbol => symbol == "B" ? 5 : 7));
}
