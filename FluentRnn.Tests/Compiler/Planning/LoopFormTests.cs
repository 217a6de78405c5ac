using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>What becomes of <c>Unroll</c>.</summary>
public class LoopFormTests
{
    [Theory]
    [InlineData(1, null, false, 1, null, null)]
    [InlineData(4, null, false, 4, null, null)]
    [InlineData(4, 10L, false, 4, null, null)]
    [InlineData(0, 4L, false, 1, 4, null)]
    [InlineData(0, 32L, false, 1, 32, null)]
    [InlineData(0, 33L, false, 1, null, "there are 33 steps")]
    [InlineData(0, null, false, 1, null, "not a constant")]
    [InlineData(100, null, false, 32, null, "limited to 32")]
    [InlineData(4, null, true, 1, null, "done")]
    [InlineData(0, 4L, true, 1, null, "done")]
    [InlineData(1, null, true, 1, null, null)]
    public void Loop(int unroll, long? steps, bool done, int factor, int? straight, string? remark)
    {
        var form = LoopForm.Of(Containers.Spec("Test") with { Unroll = unroll, FixedSteps = steps is { } fixedSteps ? HostExpression.Of(fixedSteps) : null, HasDone = done });

        Assert.Equal(factor, form.Factor);
        Assert.Equal(straight, form.StraightLine);
        Assert.Equal(remark is null, form.Remark is null);
        Assert.Contains(remark ?? "", form.Remark ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "Checkpoint runs the steps in segments")]
    [InlineData(4, 4, null)]
    public void Segments_are_of_any_length(int unroll, int factor, string? remark)
    {
        var form = LoopForm.Of(Containers.Spec("Test") with { Unroll = unroll, FixedSteps = HostExpression.Of(8), Checkpoint = "3" });

        Assert.Equal((factor, null, null), (form.Factor, form.StraightLine, form.Length));
        Assert.Contains(remark ?? "", form.Remark ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(4, null, true)]
    [InlineData(1, 8L, true)]
    [InlineData(4, 8L, false)]
    [InlineData(0, 8L, false)]
    [InlineData(0, 33L, true)]
    public void A_loop_that_does_not_count_on_its_length_can_run_a_segment(int unroll, long? steps, bool can) =>
        Assert.Equal(can, LoopForm.Of(Containers.Spec("Test") with { Unroll = unroll, FixedSteps = steps is { } fixedSteps ? HostExpression.Of(fixedSteps) : null }).IsForAnyLength);

    [Fact]
    public void A_length_that_is_a_parameter_keeps_the_loop()
    {
        var form = LoopForm.Of(Containers.Spec("Test") with { Unroll = 0, FixedSteps = HostExpression.Of(Dim.Symbol("horizon")) });

        Assert.Null(form.StraightLine);
        Assert.Contains("not a constant", form.Remark, StringComparison.Ordinal);
    }
}
