using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using State = FluentRnn.Tests.Runtime.HandWrittenDecoder.State;

namespace FluentRnn.Tests.Runtime;

/// <summary>What can be done with the states that a call returns.</summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "W4")]
[Collection(Sequential.Name)]
public sealed class StateTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();
    readonly State state = new(H: randn(3, 4), C: randn(3, 2, 2, ScalarType.Float64), Previous: null);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Detach_cuts_the_gradients()
    {
        var open = new State(H: ones(2, requires_grad: true) * 2);

        Assert.False(open.Detach().H!.requires_grad);
        Assert.True(open.H!.requires_grad);
        Assert.Null(open.Detach().C);
    }

    [Fact]
    public void To_copies()
    {
        var half = new State(H: state.H, C: ones(3, ScalarType.Int64)).To(ScalarType.Float16);
        var meta = state.To(META);

        Assert.Equal(ScalarType.Float16, half.H!.dtype);
        Assert.Equal(ScalarType.Int64, half.C!.dtype);
        Assert.Equal(DeviceType.META, meta.H!.device_type);
        half.Dispose();
        Assert.False(state.H!.IsInvalid);
        Assert.NotSame(state.H, state.To(CPU).H);
    }

    [Fact]
    public void Select_takes_rows_in_any_order_and_number()
    {
        var selected = state.Select(tensor(new long[] { 2, 0, 0, 1 }));

        Same.Values(stack([state.H![2], state.H[0], state.H[0], state.H[1]], 0), selected.H!, 0);
        Assert.Equal([4, 2, 2], selected.C!.shape);
        Assert.Null(selected.Previous);
        Assert.Equal([0, 4], state.Select(zeros(0, ScalarType.Int64)).H!.shape);
        Assert.Throws<ArgumentException>(() => state.Select(tensor(new long[] { 3 })));
        Assert.Throws<ArgumentException>(() => state.Select(tensor(new long[] { -1 })));
        Assert.Throws<ArgumentException>(() => state.Select(ones(2)));
    }

    [Fact]
    public void Dispose_disposes_of_every_value()
    {
        state.Dispose();
        state.Dispose();

        Assert.True(state.H!.IsInvalid);
        Assert.True(state.C!.IsInvalid);
    }

    [Fact]
    public void ZeroState_is_zeros_on_the_containers_device_and_dtype()
    {
        using var decoder = new HandWrittenDecoder(5, 3, 2, dtype: ScalarType.Float64);

        var zero = decoder.ZeroState(7);

        Same.Values(zeros(7, 2, ScalarType.Float64), zero.H!, 0);
        Same.Values(zeros(7, 5, ScalarType.Float64), zero.Previous!, 0);
    }

    [Fact]
    public void Save_and_load_give_the_same_states()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "state.safetensors");
        using var decoder = new HandWrittenDecoder(5, 3, 2);
        var context = rand(2, 3);
        var end = decoder.forward(context, steps: 4).State;

        end.Save(path);
        end.Save(path);
        var loaded = State.Load(path);

        Assert.Equal([path], Directory.GetFiles(folder.FullName));
        folder.Delete(recursive: true);
        Same.Values(end.H!, loaded.H!, 0);
        Same.Values(decoder.forward(context, end, steps: 3).Logits, decoder.forward(context, loaded, steps: 3).Logits, 0);
    }

    [Fact]
    public void Every_dtype_and_every_layout_is_saved()
    {
        foreach (var dtype in new[] { ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64 })
        {
            var value = randint(2, [2, 3]).to(dtype).t();
            var loaded = Reload(new State(H: value, C: zeros(0, 3, dtype)));
            Same.Values(value, loaded.H!, 0);
            Assert.Equal([0, 3], loaded.C!.shape);
            Assert.Null(loaded.Previous);
        }
    }

    [Fact]
    public void A_stream_need_not_say_how_long_it_is()
    {
        using var whole = new MemoryStream(Bytes(state));
        using var stream = new BufferedStream(new OneWay(whole));

        Same.Values(state.H!, State.Load(stream).H!, 0);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var bytes = Bytes(state);
        var before = LivingTensors.Count();

        for (var length = 0; length < bytes.Length; length++)
        {
            using var cut = new MemoryStream(bytes, 0, length);
            Assert.Throws<InvalidDataException>(() => State.Load(cut));
        }

        Assert.Equal(before, Tensor.TotalCount);
        Refused([.. bytes, 0]);
    }

    [Fact]
    public void A_file_with_any_bit_flipped_loads_or_is_refused()
    {
        var bytes = Bytes(state);
        var refused = 0;

        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            using var stream = new MemoryStream(damaged);
            try
            {
                State.Load(stream).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, bytes.Length * 8);
    }

    [Theory]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"h":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"h":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"h":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"c":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}""", 9)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"c":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)]
    [InlineData("""{"h":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"h":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4)]
    [InlineData("""{"h":{"dtype":"F32","shape":[1]}}""", 4)]
    [InlineData("""{"h":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData("""{"__metadata__":{"a":1}}""", 0)]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0)]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0)]
    [InlineData("""{"h":3}""", 0)]
    [InlineData("""{} {}""", 0)]
    [InlineData(""" {}""", 0)]
    [InlineData("""[]""", 0)]
    public void A_header_against_the_rules_is_refused(string header, int data) =>
        Refused([.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. Enumerable.Repeat((byte)9, data)]);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(99_999_999)]
    public void A_length_that_cannot_be_asks_for_no_memory(long length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused([.. BitConverter.GetBytes(length), 1, 2, 3, 4]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("""{"g":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "unexpected g, missing none")]
    [InlineData("""{"__metadata__":{"states":"h d"}}""", 0, "unexpected d, missing c, previous")]
    public void The_states_of_another_container_are_refused(string header, int data, string message)
    {
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];

        Assert.Contains(message, Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_metadata_loads()
    {
        const string Header = """{"c":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""";
        using var stream = new MemoryStream([.. BitConverter.GetBytes((long)Header.Length), .. Encoding.UTF8.GetBytes(Header), .. BitConverter.GetBytes(1.5f)]);

        Assert.Equal(1.5f, State.Load(stream).C!.ToSingle());
    }

    static InvalidDataException Refused(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Assert.Throws<InvalidDataException>(() => State.Load(stream));
    }

    static State Reload(State state)
    {
        using var stream = new MemoryStream(Bytes(state));
        return State.Load(stream);
    }

    static byte[] Bytes(State state)
    {
        using var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }

    /// <summary>A stream that can only be read on.</summary>
    sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 7));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
