using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Files;

/// <summary>Files that are cut, damaged or made to harm: they load or are refused, and a module that refuses one is as it was.</summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "W3")]
[Collection(Sequential.Name)]
public sealed class DamagedWeightFileTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();
    readonly MixedModule module = new();

    public static TheoryData<string> Formats => ["Dat", "SafeTensors"];

    public void Dispose()
    {
        module.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_anywhere_is_refused(string format)
    {
        var bytes = Bytes(format);
        var before = module.Copies();
        var alive = LivingTensors.Count();

        for (var length = 0; length < bytes.Length; length++) Refused(format, bytes[..length]);

        Assert.Equal(alive, Tensor.TotalCount);
        Same.Values(before, module.Copies(), 0);
        Assert.NotEmpty(Refused(format, [.. bytes, 0]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_with_any_byte_changed_loads_or_is_refused(string format)
    {
        var bytes = Bytes(format);
        var loaded = 0;
        var refused = 0;

        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var flip in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 255 })
            {
                using var each = NewDisposeScope();
                var before = module.Copies();
                byte[] damaged = [.. bytes];
                damaged[i] ^= (byte)flip;
                try
                {
                    Load(format, damaged);
                    loaded++;
                    Load(format, bytes);
                }
                catch (InvalidDataException)
                {
                    refused++;
                    Equal(before, module.Copies());
                }
            }
        }

        // Most changes to the values go unseen, nearly all others do not.
        Assert.InRange(refused, 300, bytes.Length * 9);
        Assert.InRange(loaded, 28 * 9, bytes.Length * 9 / 2);
    }

    [Theory]
    [InlineData("01 0177 06 01 8080808020 0000", "'w' needs 34359738368 bytes, but only 2 are left.")]
    [InlineData("01 0177 06 03 FFFFFFFFFFFFFFFF7F FFFFFFFFFFFFFFFF7F 00", "'w' has a shape of more elements than there can be.")]
    [InlineData("FFFFFFFF0F", "TorchSharp")]
    [InlineData("01 FFFFFFFF0F 77", "A name is 4294967295 bytes long, but only 1 are left.")]
    [InlineData("01 FFFFFFFFFFFFFFFFFF01 77", "A number is larger than any can be.")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF", "TorchSharp")]
    [InlineData("01 0177 06 FFFFFFFF0F 01", "TorchSharp")]
    [InlineData("01 0177 0C 01 01 00", "'w' has the unknown dtype 12.")]
    [InlineData("01 0177 8602 00 00000000", "'w' has the unknown dtype 262.")]
    [InlineData("01 02C377 06 00 00000000", "TorchSharp")]
    [InlineData("02 0177 06 00 00000000 0177 06 00 00000000", "'w' stands twice.")]
    [InlineData("01 0177 06 00 00000000 00", "Something follows the last tensor.")]
    [InlineData("01 0177 0B 01 02 0102", "'w' has a flag that is neither 0 nor 1.")]
    [InlineData("", "TorchSharp")]
    public void A_dat_file_against_the_rules_is_refused(string hex, string message)
    {
        using var target = new OneBuffer("w", zeros(2, ScalarType.Bool));
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        using var stream = new MemoryStream(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        var refusal = Assert.Throws<InvalidDataException>(() => target.LoadWeights(stream, WeightFormat.Dat));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1_000_000);
        Assert.False(target.Value.any().ToBoolean());
    }

    [Fact]
    public void A_header_that_asks_for_more_than_there_is_takes_no_memory()
    {
        const string Header = """{"w":{"dtype":"F32","shape":[8589934592],"data_offsets":[0,34359738368]}}""";
        using var target = new OneBuffer("w", zeros(2));

        using var stream = new MemoryStream([.. BitConverter.GetBytes((long)Header.Length), .. Encoding.UTF8.GetBytes(Header)]);
        var refusal = Assert.Throws<InvalidDataException>(() => target.LoadWeights(stream, WeightFormat.SafeTensors));

        Assert.Contains("34359738368", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_flag_that_is_none_at_the_end_changes_nothing_before_it(string format)
    {
        var bytes = Bytes(format);
        var before = module.Copies();

        // The flags are the only bytes 1, 0, 1 in a row; everything else was right.
        var place = bytes.AsSpan().LastIndexOf<byte>([1, 0, 1]);
        bytes[place + 2] = 7;
        using (no_grad()) module.get_parameter("scale")!.add_(1);
        var changed = module.Copies();

        Assert.Contains("'flags' has a flag", Refused(format, bytes), StringComparison.Ordinal);
        Same.Values(changed, module.Copies(), 0);
        Assert.NotEqual(before[^2].ToDouble(), changed[^2].ToDouble());
    }

    static WeightFormat Format(string name) => name == "Dat" ? WeightFormat.Dat : WeightFormat.SafeTensors;

    // Without messages and tolerance: it is compared thousands of times, and a value may have become NaN.
    static void Equal(Tensor[] expected, Tensor[] actual)
    {
        foreach (var (first, second) in expected.Zip(actual)) Assert.True(first.bytes.SequenceEqual(second.bytes));
    }

    byte[] Bytes(string format)
    {
        using var stream = new MemoryStream();
        module.SaveWeights(stream, Format(format));
        return stream.ToArray();
    }

    void Load(string format, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        module.LoadWeights(stream, Format(format));
    }

    string Refused(string format, byte[] bytes) => Assert.Throws<InvalidDataException>(() => Load(format, bytes)).Message;
}
