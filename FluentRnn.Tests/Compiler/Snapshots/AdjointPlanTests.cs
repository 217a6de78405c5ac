using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Snapshots;

/// <summary>An adjoint, to be read.</summary>
[UsesVerify]
public class AdjointPlanTests
{
    [Fact]
    public Task Peephole_lstm()
    {
        var spec = TestCompilation.Parse(CanonicalContainers.Compile("PeepholeLstm"))!;

        return Verifier.Verify(AdjointPrinter.Print(ForwardPlanner.Plan(spec).Variants[0].Adjoint(spec)), "txt");
    }
}
