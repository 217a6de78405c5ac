using FluentRnn.Generators.Emit;
using FluentRnn.Generators.Ir;
using VerifyXunit;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>Whole generated files, to be read.</summary>
[UsesVerify]
public class FileTests
{
    [Fact]
    public Task Decoder() => Verify(Containers.Decoder());

    [Fact]
    public Task Unrolled_backward() => Verify(Containers.Simple(spec => spec with { Unroll = 2, Backward = true }));

    [Fact]
    public Task Both_directions_in_one_loop() => Verify(Containers.Simple(spec => spec with { Bidirectional = new Bidirection(Bidirection.Concat, Shared: false) }));

    [Fact]
    public Task Countdown_with_done() => Verify(Containers.Countdown());

    [Fact]
    public Task Handles_of_every_kind() => Verify(Containers.Handles());

    [Fact]
    public Task Names_that_clash() => Verify(Containers.Names());

    [Fact]
    public Task Variants_and_sizes_known_at_run_time() => Verify(Containers.Variants());

    [Fact]
    public Task Straight_line_with_initial_states() => Verify(Containers.Started());

    [Fact]
    public Task Checkpoints() => Verify(Containers.Countdown() with { Checkpoint = "every", Unroll = 0 });

    [Fact]
    public Task Plain_loop() => Verify(Containers.Plain());

    static SettingsTask Verify(ContainerSpec spec) => Verifier.Verify(GeneratedFile.Write(spec).Replace(GeneratedCode.Version, "{version}", StringComparison.Ordinal), "cs");
}
