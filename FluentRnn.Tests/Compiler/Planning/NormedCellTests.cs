using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>What is left in the loop of cells with normalised gates: what an expert would write there.</summary>
public class NormedCellTests
{
    static readonly string Source = File.ReadAllText(Path.Combine(Repository.TestProject, "Containers", "Optimized", "Normed.cs"));

    [Theory]
    [InlineData("Lstm", "mm unflatten layer_norm flatten addcmul split_sizes tanh sigmoid chunk mul addcmul layer_norm tanh mul")]
    [InlineData("LiGru", "addmm chunk sigmoid relu lerp")]
    [InlineData("OfTwoKinds", "addmm chunk sigmoid tanh lerp")]
    [InlineData("Multiplicative", "mm addcmul chunk sigmoid tanh lerp")]
    public void The_loop_is_short(string container, string operations) => Assert.Equal(operations.Split(' ').Order(), Loop(container).Order());

    [Theory]
    [InlineData("Lstm", 2, 9)]
    [InlineData("LiGru", 1, 2)]
    [InlineData("OfTwoKinds", 2, 2)]
    [InlineData("OfTwoSizes", 2, 2)]
    [InlineData("Bare", 2, 4)]
    [InlineData("Shared", 2, 5)]
    public void Norms_are_one_where_they_can_be(string container, int joined, int written)
    {
        int Norms(Allowed allowed) => Plan(container, allowed).Variants[0].Body.Ops.Count(op => op.Operation == Normalization.LayerNorm);

        // The cell is normalised too, as it is written.
        Assert.Equal(joined + (container == "Lstm" ? 1 : 0), Norms(Allowed.All));
        Assert.Equal(written, Norms(Allowed.All & ~Allowed.JoinSiblings));
    }

    static IEnumerable<string> Loop(string container) => Plan(container, Allowed.All).Variants[0].Schedule.Loop.Select(op => op.Operation.Name);

    static ForwardPlan Plan(string container, Allowed allowed) =>
        ForwardPlanner.Plan(TestCompilation.Parse(TestCompilation.Of(TestCompilation.ImplicitUsings, Source), container)!, allowed);
}
