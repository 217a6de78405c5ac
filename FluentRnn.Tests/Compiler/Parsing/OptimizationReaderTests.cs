using FluentRnn.Generators.Parsing;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>Which optimisations are allowed: what the project says, and what a container says itself.</summary>
public class OptimizationReaderTests
{
    const string Step = "var h = tanh(net.layer.call(seq.x) + state.h);";

    [Fact]
    public void The_library_and_the_generator_mean_the_same() => Assert.Equal(
        Enum.GetValues<Optimizations>().Select(value => (value.ToString(), (int)value)),
        Enum.GetValues<Allowed>().Select(value => (value.ToString(), (int)value)));

    [Fact]
    public void All_are_all() => Assert.Equal(Allowed.All, Enum.GetValues<Allowed>().Where(value => value != Allowed.All).Aggregate((all, value) => all | value));

    [Theory]
    [InlineData(null, "All")]
    [InlineData("", "All")]
    [InlineData(" ; ", "All")]
    [InlineData("All", "All")]
    [InlineData("all", "All")]
    [InlineData("None", "None")]
    [InlineData("Simplify", "Simplify")]
    [InlineData("Simplify OrderSums", "Simplify, OrderSums")]
    [InlineData("Simplify;OrderSums,BatchSteps|SinkOutputs", "Simplify, OrderSums, BatchSteps, SinkOutputs")]
    [InlineData("All -All", "None")]
    [InlineData("Simplify OrderSums -Simplify", "OrderSums")]
    [InlineData("-Simplify Simplify", "All")]
    public void A_project_says(string? property, string allowed)
    {
        Assert.Equal(Enum.Parse<Allowed>(allowed), OptimizationReader.OfProject(Project(property), out var unknown));
        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("All -PackProducts")]
    [InlineData("-PackProducts")]
    [InlineData("all;-packproducts")]
    public void A_project_takes_away(string property) => Assert.Equal(Allowed.All & ~Allowed.PackProducts, OptimizationReader.OfProject(Project(property), out _));

    [Theory]
    [InlineData("Packing", "None", "Packing")]
    [InlineData("All Fast -Slow", "All", "Fast -Slow")]
    [InlineData("Simplify 8 -8 -", "Simplify", "8 -8 -")]
    public void Other_words_are_told(string property, string allowed, string unknown)
    {
        Assert.Equal(Enum.Parse<Allowed>(allowed), OptimizationReader.OfProject(Project(property), out var words));
        Assert.Equal(unknown.Split(' '), words);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("()", null)]
    [InlineData("(Optimize = Optimizations.None)", "None")]
    [InlineData("(Optimize = Optimizations.All)", "All")]
    [InlineData("(Optimize = Optimizations.All & ~Optimizations.PackProducts)", "Simplify, SplitContractions, OrderSums, JoinSiblings, FuseArithmetic, HoistInvariants, BatchSteps, SinkOutputs, ReuseMemory, UseLayers, UseOneDnn, JoinDirections")]
    [InlineData("(Optimize = Optimizations.Simplify | Optimizations.OrderSums)", "Simplify, OrderSums")]
    public void A_container_says(string attribute, string? allowed) =>
        Assert.Equal(allowed is null ? null : Enum.Parse<Allowed>(allowed), TestCompilation.Parse(TestCompilation.WithUsings(Source(attribute)))!.Optimize);

    [Theory]
    [InlineData("", null, true)]
    [InlineData("", "All", true)]
    [InlineData("", "None", false)]
    [InlineData("", "All -BatchSteps", false)]
    [InlineData("(Optimize = Optimizations.All)", "None", true)]
    [InlineData("(Optimize = Optimizations.None)", null, false)]
    [InlineData("(Optimize = Optimizations.None)", "All", false)]
    public void The_container_decides_and_where_it_does_not_the_project(string attribute, string? property, bool batched)
    {
        var (output, result) = TestCompilation.Generate(TestCompilation.WithUsings(Source(attribute)), property);

        TestCompilation.AssertCompiles(output);
        Assert.Equal(batched, Assert.Single(result.GeneratedTrees).ToString().Contains("For all steps at once, before the loop", StringComparison.Ordinal));
    }

    static string Source(string attribute) => StepSource.Of(Step).Replace("[RecurrentContainer]", $"[RecurrentContainer{attribute}]", StringComparison.Ordinal);

    static AnalyzerConfigOptions Project(string? property) => new ProjectOptions(property).GlobalOptions;
}
