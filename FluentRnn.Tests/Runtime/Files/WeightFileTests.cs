using System.Globalization;
using System.IO.Compression;
using System.Text;
using FluentRnn.Tests.Containers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Files;

/// <summary>Weights that go into a file and come out of it, also out of and into other tools.</summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "W3")]
[Collection(Sequential.Name)]
public sealed class WeightFileTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string> Extensions => ["dat", "safetensors"];

    public void Dispose()
    {
        scope.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    [Trait("Row", "W2")]
    public void A_container_saved_and_loaded_gives_the_same_numbers(string extension)
    {
        var path = PathOf(extension);
        using var first = new Standardized(3);
        var x = rand(4, 5, 3);
        first.forward(x).Dispose();

        first.SaveWeights(path);
        using var second = new Standardized(3).LoadWeights(path);

        first.eval();
        second.eval();
        Same.Values(first.forward(x).Y, second.forward(x).Y, 0);
        Assert.Equal(5, second.norm.get_buffer("num_batches_tracked")!.ToInt64());
        Assert.Equal([path], Directory.GetFiles(folder.FullName));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Every_weight_comes_back(string extension)
    {
        using var first = new MixedModule();
        using var second = new MixedModule();
        using (no_grad()) second.get_parameter("scale")!.add_(1);

        first.SaveWeights(PathOf(extension));
        second.LoadWeights(PathOf(extension));

        Same.Values(first.Copies(), second.Copies(), 0);
        Assert.True(second.get_parameter("scale")!.requires_grad);
    }

    [Fact]
    public void TorchSharp_reads_what_was_written()
    {
        using var first = new MixedModule();
        using var second = new MixedModule();
        using var stream = new MemoryStream();

        first.SaveWeights(PathOf("dat")).SaveWeights(stream, WeightFormat.Dat);
        second.load(PathOf("dat"));

        Same.Values(first.Copies(), second.Copies(), 0);
        using var written = new MemoryStream();
        first.save(written);
        Assert.Equal(written.ToArray(), stream.ToArray());
    }

    [Fact]
    public void What_TorchSharp_wrote_is_read()
    {
        using var first = new Starts(2, 3);
        using var second = new Starts(2, 3);
        using (no_grad()) first.get_parameter("initial_learned")!.fill_(3);

        first.save(PathOf("dat"));
        second.LoadWeights(PathOf("dat"));

        Same.Values([.. first.state_dict().Values], [.. second.state_dict().Values], 0);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(20_000)]
    public void Names_and_sizes_that_take_several_bytes(int size)
    {
        var name = new string('ä', 300);
        using var module = new OneBuffer(name, rand(size));
        using var loaded = new OneBuffer(name, zeros(size));

        module.save(PathOf("dat"));
        loaded.LoadWeights(PathOf("dat")).SaveWeights(PathOf("safetensors")).LoadWeights(PathOf("safetensors"));

        Same.Values(module.Value, loaded.Value, 0);
    }

    [Theory]
    [InlineData("BOOL", ScalarType.Bool, "01 00", new[] { 1.0, 0 })]
    [InlineData("U8", ScalarType.Byte, "02 FF", new[] { 2.0, 255 })]
    [InlineData("I8", ScalarType.Int8, "02 FF", new[] { 2.0, -1 })]
    [InlineData("I16", ScalarType.Int16, "0201 FFFF", new[] { 258.0, -1 })]
    [InlineData("I32", ScalarType.Int32, "02010000 FFFFFFFF", new[] { 258.0, -1 })]
    [InlineData("I64", ScalarType.Int64, "0201000000000000 FFFFFFFFFFFFFFFF", new[] { 258.0, -1 })]
    [InlineData("F16", ScalarType.Float16, "003C 00C1", new[] { 1.0, -2.5 })]
    [InlineData("BF16", ScalarType.BFloat16, "803F 20C0", new[] { 1.0, -2.5 })]
    [InlineData("F32", ScalarType.Float32, "0000803F 000020C0", new[] { 1.0, -2.5 })]
    [InlineData("F64", ScalarType.Float64, "000000000000F03F 00000000000004C0", new[] { 1.0, -2.5 })]
    public void Bytes_of_another_tool_are_read(string name, ScalarType dtype, string hex, double[] values)
    {
        var data = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        using var module = new OneBuffer("w", zeros(2, dtype));

        // In no order of names, with spaces before the data, with metadata of its own.
        Load(module, $$$"""{ "w" : {"data_offsets":[0,{{{data.Length}}}], "shape":[2],"dtype":"{{{name}}}"},"__metadata__":{"format":"pt","é":"\u00e9"}}          """, data);

        Same.Values(tensor(values), module.Value.to(ScalarType.Float64), 0);
    }

    [Fact]
    public void Tensors_may_stand_in_any_order()
    {
        using var linear = nn.Linear(2, 1);
        byte[] data = [.. Floats(3), .. Floats(1, 2)];

        Load(linear, """{"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]},"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", data);

        Same.Values(tensor(new[,] { { 1f, 2f } }), linear.weight!, 0);
        Same.Values(tensor(new[] { 3f }), linear.bias!, 0);
    }

    [Fact]
    public void The_header_is_as_the_format_says()
    {
        using var module = new MixedModule();
        using var stream = new MemoryStream();

        module.SaveWeights(stream, WeightFormat.SafeTensors);

        var bytes = stream.ToArray();
        var length = (int)BitConverter.ToInt64(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(0, length % 8);
        Assert.StartsWith("""{"__metadata__":{"format":"pt"},"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]},""", header, StringComparison.Ordinal);
        Assert.Contains("""{"dtype":"BOOL","shape":[3],"data_offsets":[28,31]}}""", header, StringComparison.Ordinal);
        Assert.Equal(8 + length + 31, bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Another_floating_dtype_is_converted_when_asked(string extension)
    {
        using var wide = new MixedModule(ScalarType.Float64);
        using var narrow = new MixedModule();
        var before = narrow.Copies();
        wide.SaveWeights(PathOf(extension));

        var refusal = Assert.Throws<InvalidDataException>(() => narrow.LoadWeights(PathOf(extension)));
        Assert.Contains("scale float64, not float32 (convert: true converts it)", refusal.Message, StringComparison.Ordinal);
        Same.Values(before, narrow.Copies(), 0);

        narrow.LoadWeights(PathOf(extension), convert: true);
        Same.Values([.. wide.Copies().Zip(before, (value, old) => value.to(old.dtype))], narrow.Copies(), 0);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Integers_are_not_converted(string extension)
    {
        using var integers = new OneBuffer("w", ones(2, ScalarType.Int64));
        using var floats = new OneBuffer("w", zeros(2));
        integers.SaveWeights(PathOf(extension));

        var refusal = Assert.Throws<InvalidDataException>(() => floats.LoadWeights(PathOf(extension), convert: true));

        Assert.EndsWith("of another dtype: w int64, not float32.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    [Trait("Row", "W5")]
    public void The_weights_of_another_container_are_listed(string extension)
    {
        using var saved = new ConstantToSequence(5, 3, 4);
        using var other = new ConstantToSequence(5, 3, 6);
        using var gru = new SingleRnn(3, 4);
        var before = gru.state_dict().Values.Select(weight => weight.detach().clone()).ToArray();
        saved.SaveWeights(PathOf(extension));

        var shapes = Assert.Throws<InvalidDataException>(() => other.LoadWeights(PathOf(extension))).Message;
        var names = Assert.Throws<InvalidDataException>(() => gru.LoadWeights(PathOf(extension))).Message;

        Assert.StartsWith("The file does not hold the weights of ConstantToSequence: of another shape: ", shapes, StringComparison.Ordinal);
        Assert.Contains("cell.weight_hh (16, 4), not (24, 6)", shapes, StringComparison.Ordinal);
        Assert.Contains("readout.weight (5, 4), not (5, 6)", shapes, StringComparison.Ordinal);
        Assert.Contains("unexpected: readout.", names, StringComparison.Ordinal);
        Same.Values(before, [.. gru.state_dict().Values], 0);
    }

    [Fact]
    [Trait("Row", "W5")]
    public void What_is_missing_is_listed()
    {
        using var one = nn.Linear(2, 1, hasBias: false);
        one.SaveWeights(PathOf("dat"));

        var refusal = Assert.Throws<InvalidDataException>(() => nn.Linear(2, 1).LoadWeights(PathOf("dat")));

        Assert.Equal("The file does not hold the weights of Linear: missing: bias.", refusal.Message);
    }

    [Fact]
    public void A_part_of_a_module_is_loaded_by_itself()
    {
        using var cell = nn.LSTMCell(8, 4);
        using var decoder = new ConstantToSequence(5, 3, 4);
        cell.SaveWeights(PathOf("safetensors"));

        decoder.cell.LoadWeights(PathOf("safetensors"));

        Same.Values(cell.weight_ih!, decoder.state_dict()["cell.weight_ih"], 0);
    }

    [Fact]
    public void A_weight_of_any_layout_is_saved()
    {
        using var strided = new OneBuffer("w", rand(3, 2).t());
        using var loaded = new OneBuffer("w", zeros(3, 2).t());

        strided.SaveWeights(PathOf("dat"));
        loaded.LoadWeights(PathOf("dat"));

        Same.Values(strided.Value, loaded.Value, 0);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_matter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            using var module = new MixedModule();
            using var stream = new MemoryStream();
            using var sameStream = new MemoryStream();
            module.SaveWeights(stream, WeightFormat.SafeTensors);

            CultureInfo.CurrentCulture = new CultureInfo(culture);
            module.SaveWeights(sameStream, WeightFormat.SafeTensors).SaveWeights(PathOf("SAFETENSORS")).LoadWeights(PathOf("SAFETENSORS"));

            Assert.Equal(stream.ToArray(), sameStream.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_extension_that_says_nothing_needs_a_format()
    {
        using var module = nn.Linear(2, 1);

        var refusal = Assert.Throws<ArgumentException>(() => module.SaveWeights(PathOf("bin")));
        Assert.Contains("(.dat, .safetensors); give the argument format", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.LoadWeights(PathOf("bin")));

        module.SaveWeights(PathOf("bin"), WeightFormat.Dat).LoadWeights(PathOf("bin"), format: WeightFormat.Dat);
        Assert.Equal("Dat SafeTensors", $"{WeightFormat.Dat} {WeightFormat.SafeTensors}");
    }

    [Fact]
    public void A_dtype_without_a_name_leaves_no_file()
    {
        using var module = new OneBuffer("w", zeros(2, ScalarType.ComplexFloat64));

        Assert.Throws<NotSupportedException>(() => module.SaveWeights(PathOf("safetensors")));

        Assert.Empty(Directory.GetFiles(folder.FullName));
        module.SaveWeights(PathOf("dat")).LoadWeights(PathOf("dat"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_one_before()
    {
        using var good = nn.Linear(2, 1);
        using var bad = new OneBuffer("w", zeros(2, ScalarType.ComplexFloat64));
        good.SaveWeights(PathOf("safetensors"));

        Assert.Throws<NotSupportedException>(() => bad.SaveWeights(PathOf("safetensors")));

        good.LoadWeights(PathOf("safetensors"));
        Assert.Throws<DirectoryNotFoundException>(() => good.SaveWeights(Path.Combine(folder.FullName, "none", "w.dat")));
        Assert.Throws<FileNotFoundException>(() => good.LoadWeights(PathOf("dat")));
    }

    [Fact]
    public void Autograd_sees_that_weights_were_loaded()
    {
        using var linear = nn.Linear(2, 1);
        linear.SaveWeights(PathOf("dat"));
        var loss = linear.call(rand(3, 2, requires_grad: true)).sum();

        linear.LoadWeights(PathOf("dat"));

        Assert.ThrowsAny<Exception>(() => loss.backward());
    }

    [Fact]
    public void A_stream_need_not_say_how_long_it_is()
    {
        using var first = new MixedModule();
        using var second = new MixedModule();
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true)) first.SaveWeights(packed, WeightFormat.Dat);
        bytes.Position = 0;

        using var unpacked = new GZipStream(bytes, CompressionMode.Decompress);
        second.LoadWeights(unpacked, WeightFormat.Dat);

        Same.Values(first.Copies(), second.Copies(), 0);
    }

    [Fact]
    public void A_module_disposed_of_is_refused()
    {
        var net = new SingleRnn(3, 4);
        net.SaveWeights(PathOf("dat")).Dispose();

        Assert.Throws<ObjectDisposedException>(() => net.SaveWeights(PathOf("safetensors")));
        Assert.Throws<ObjectDisposedException>(() => net.LoadWeights(PathOf("dat")));
        Assert.Equal([PathOf("dat")], Directory.GetFiles(folder.FullName));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Nothing_is_left_behind(string extension)
    {
        using var module = new MixedModule();
        module.SaveWeights(PathOf(extension)).LoadWeights(PathOf(extension));
        var before = LivingTensors.Count();

        for (var i = 0; i < 10; i++) module.SaveWeights(PathOf(extension)).LoadWeights(PathOf(extension));

        Assert.Equal(before, Tensor.TotalCount);
    }

    string PathOf(string extension) => Path.Combine(folder.FullName, $"weights.{extension}");

    static void Load(nn.Module module, string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        using var stream = new MemoryStream([.. BitConverter.GetBytes((long)json.Length), .. json, .. data]);
        module.LoadWeights(stream, WeightFormat.SafeTensors);
    }

    static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
