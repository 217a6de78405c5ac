using System.Globalization;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>Generated files compile beside the user's part without a warning, with documentation on, wherever the container stands.</summary>
public class CompilationTests
{
    public static TheoryData<string> All => [.. Specs.Keys];

    static readonly Dictionary<string, Func<ContainerSpec>> Specs = new()
    {
        ["Decoder"] = Containers.Decoder,
        ["Simple"] = () => Containers.Simple(),
        ["Backward"] = () => Containers.Simple(spec => spec with { Backward = true }),
        ["Unrolled"] = () => Containers.Simple(spec => spec with { Unroll = 4 }),
        ["UnrolledBackward"] = () => Containers.Simple(spec => spec with { Unroll = 2, Backward = true, KeepOrder = false }),
        ["Countdown"] = Containers.Countdown,
        ["Handles"] = Containers.Handles,
        ["Names"] = Containers.Names,
        ["Variants"] = Containers.Variants,
        ["Started"] = Containers.Started,
        ["Plain"] = Containers.Plain,
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Compiles_without_a_warning(string name) => AssertEmpty(GeneratedFile.Compile(Specs[name]()));

    [Theory]
    [MemberData(nameof(All))]
    public void Compiles_without_nullable(string name) => AssertEmpty(GeneratedFile.Compile(Specs[name](), nullable: false));

    [Theory]
    [MemberData(nameof(All))]
    public void Is_the_same_every_time_and_in_every_culture(string name)
    {
        var expected = GeneratedFile.Write(Specs[name]());
        Assert.DoesNotContain('\r', expected);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "tr-TR", "ar-SA", "fi-FI" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(expected, GeneratedFile.Write(Specs[name]()));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_list_of_no_sizes_is_written_as_one() =>
        Assert.Contains(".expand();", TestCompilation.GenerateOne(StepSource.Of("var h = state.h * state.h.sum().expand();").Replace("[RecurrentContainer]", "[RecurrentContainer(Optimize = Optimizations.None)]", StringComparison.Ordinal)), StringComparison.Ordinal);

    static void AssertEmpty(IReadOnlyList<string> messages) => Assert.True(messages.Count == 0, string.Join("\n", messages));
}
