using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;
using Allowed = FluentRnn.Generators.Ir.Optimizations;

namespace FluentRnn.Tests.Compiler.Planning.Passes;

/// <summary>The passes one after the other.</summary>
public class PassPipelineTests
{
    /// <summary>A body for every pass that can be switched off, on which that pass has something to do.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "Simplify", "%1 = add(%h, 0); %y = tanh(%1)" },
        { "SplitContractions", "%1 = cat([%x, %h], 1); %y = linear(%1, %W, `null`)" },
        { "OrderSums", "%y = add(%h, %x)" },
        { "PackProducts", "%1 = linear(%h, %w, `null`); %2 = linear(%h, %V, `null`); %y = mul(%1, %2)" },
        { "JoinSiblings", "%1, %2 = chunk(%q, 2, 1); %3 = tanh(%1); %4 = tanh(%2); %y = mul(%3, %4)" },
        { "FuseArithmetic", "%1 = linear(%h, %w, `null`); %y = add(%x, %1)" },
    };

    const string Inputs = "%W:floating[n, 2 * n] = weight W; %V:floating[n, n] = weight V; %q:floating[B, 2 * n] = state q";

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Each_can_be_switched_off(string name, string operations)
    {
        var single = Enum.Parse<Allowed>(name);
        var graph = Body.Read(operations, "next h = %y", Inputs);

        List<Pass> passes = [.. PassPipeline.OfLoop.Where(pass => pass.Optimization == single)];

        Assert.NotEqual(Rewriting.Print(graph), Rewriting.Print(PassPipeline.Run(passes, graph, Body.Spec, single, verify: true)));
        Assert.Equal(Rewriting.Print(graph), Rewriting.Print(PassPipeline.Run(passes, graph, Body.Spec, Allowed.All & ~single, verify: true)));
    }

    [Fact]
    public void Every_switch_of_a_pass_is_tested() => Assert.Equal(
        PassPipeline.OfLoop.Concat(PassPipeline.OfOneStep).Select(pass => pass.Optimization).Where(single => single != Allowed.None).Select(single => single.ToString()).Distinct().Order(StringComparer.Ordinal),
        Bodies.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(CanonicalContainers.All), MemberType = typeof(CanonicalContainers))]
    public void Every_container_is_well_formed_after_each_pass_and_does_not_change_when_all_are_run_again(string name)
    {
        foreach (var spec in TestCompilation.ParseAll(CanonicalContainers.Compile(name)))
        {
            foreach (var graph in spec!.Variants.Select(variant => variant.Body))
            {
                foreach (var passes in new[] { PassPipeline.OfLoop, PassPipeline.OfOneStep })
                {
                    var once = PassPipeline.Run(passes, graph, spec, Allowed.All, verify: true);
                    Assert.Equal(Rewriting.Print(once), Rewriting.Print(PassPipeline.Run(passes, once, spec, Allowed.All, verify: true)));
                }
            }
        }
    }

    [Fact]
    public void The_verifier_names_what_broke_a_graph()
    {
        var broken = Body.Read("%y = tanh(%x)", "next h = %y") with { Ops = default };

        var failure = Assert.Throws<InvalidOperationException>(() => PassPipeline.Run(PassPipeline.OfLoop, broken, Body.Spec, Allowed.All, verify: true));

        Assert.Contains("after parsing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void And_after_which_pass()
    {
        var graph = Body.Read("%y = tanh(%x)", "next h = %y");
        var pass = new Pass("careless", Allowed.Simplify, (body, _) => body with { Ops = default });

        var failure = Assert.Throws<InvalidOperationException>(() => PassPipeline.Run([pass], graph, Body.Spec, Allowed.All, verify: true));

        Assert.Contains("after careless", failure.Message, StringComparison.Ordinal);
        Assert.Same(graph, PassPipeline.Run([pass], graph, Body.Spec, Allowed.None, verify: true));
    }
}
