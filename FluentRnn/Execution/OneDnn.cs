using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// oneDNN's product of matrices. libtorch has it for compiled models: without gradients, for 32-bit numbers on the CPU. TorchScript reaches it, but only from an archive, which names its operations
/// in full; a source text cannot.
/// </summary>
static class OneDnn
{
    const string Source = """
        class Products(Module):
          __parameters__ = []
          __buffers__ = []
          def reorder(self: __torch__.Products, weight: Tensor, rows: int) -> Tensor:
            return ops.mkldnn._reorder_linear_weight(weight, rows)
          def linear(self: __torch__.Products, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
            return ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")

        """;

    // Measured: below them torch's own product is as fast, whose call takes a tenth of the time.
    const long LeastRows = 4;
    const long LeastRowsOfAllSteps = 256;
    const long LargeWeight = 192 << 10;
    const long LeastWeight = 48 << 10;
    const long LeastOfStep = 3 << 20;
    const long LeastAtOnce = 6 << 20;

    static readonly Lazy<jit.ScriptModule?> Products = new(Load);

    /// <summary>Whether it serves a call, and its products of that many rows with a weight, (in, out), are faster so, when every step has one and the weight is reordered once.</summary>
    public static bool PaysAtSteps(RecurrenceCall call, long rows, Tensor weight)
    {
        var size = weight.numel();
        return rows >= LeastRows && rows * call.Steps >= LeastRowsOfAllSteps && (size >= LargeWeight || (size >= LeastWeight && rows * size >= LeastOfStep)) && Serves(call, weight);
    }

    /// <summary>Whether it serves a call, and one product of that many rows with a weight, (in, out), is faster so, as the weight lies.</summary>
    public static bool PaysAtOnce(RecurrenceCall call, long rows, Tensor weight) => rows * weight.numel() >= LeastAtOnce && Serves(call, weight);

    /// <summary>A weight, (in, out), in the order that is best for products with that many rows.</summary>
    public static Tensor Reorder(Tensor weight, long rows) => (Tensor)Products.Value!.invoke("reorder", Turned(weight), rows);

    /// <summary>sum + x · weight; the weight, (in, out), is as it lies, and the sum may be a vector for every row, or null.</summary>
    public static Tensor AtOnce(Tensor x, Tensor weight, Tensor? sum) => Add(x, Turned(weight), sum);

    /// <summary>sum + x · weight; the weight was reordered, and the sum may be a vector for every row, or null.</summary>
    public static Tensor Add(Tensor x, Tensor reordered, Tensor? sum)
    {
        // A sum that is a matrix costs less added afterwards than in the same call.
        var isOfRows = sum?.dim() > 1;
        var product = (Tensor)Products.Value!.invoke("linear", InOrder(x), reordered, isOfRows ? null! : sum!);
        return isOfRows ? product.add_(sum!) : product;
    }

    static bool Serves(RecurrenceCall call, Tensor weight) =>
        !call.Gradients && call.Device.type == DeviceType.CPU && weight.dtype == ScalarType.Float32 && Products.Value is not null;

    // What does not lie in the order (out, in) is multiplied up to twice as slow, a part of a matrix many times.
    static Tensor Turned(Tensor weight) => InOrder(weight.t());

    static Tensor InOrder(Tensor x) => x.is_contiguous() ? x : x.contiguous();

    /// <summary>Null where libtorch was built without oneDNN.</summary>
    static jit.ScriptModule? Load()
    {
        try
        {
            return jit.load(Archive(), CPU);
        }
        catch (ExternalException)
        {
            return null;
        }
    }

    /// <summary>The archive of a TorchScript module without state: its code, and pickles of an object of its class and of no constants.</summary>
    static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("version", Encoding.ASCII.GetBytes("3\n"));
            Write("code/__torch__.py", Encoding.ASCII.GetBytes(Source.ReplaceLineEndings("\n")));
            Write("data.pkl", [0x80, 2, .. "c__torch__\nProducts\n)"u8, 0x81, .. "}b."u8]);
            Write("constants.pkl", [0x80, 2, .. ")."u8]);

            void Write(string name, ReadOnlySpan<byte> content)
            {
                using var entry = archive.CreateEntry("products/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
