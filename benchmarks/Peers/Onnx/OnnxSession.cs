using FluentRnn.Benchmarks.Measure;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>A model in ONNX Runtime, with as many threads as torch has. It reads and writes the memory of torch's tensors.</summary>
sealed class OnnxSession(byte[] model, long[] result) : IDisposable
{
    public const string Sequence = "x", Memory = "memory", Output = "y";

    readonly InferenceSession session = new(model, Options());
    readonly RunOptions options = new();

    public Tensor Run(Inputs inputs)
    {
        var y = empty(result);
        using var x = Value(inputs.X);
        using var memory = inputs.Memory is { } given ? Value(given) : null;
        using var output = Value(y);
        if (memory is null)
            session.Run(options, [Sequence], [x], [Output], [output]);
        else
            session.Run(options, [Sequence, Memory], [x, memory], [Output], [output]);
        return y;
    }

    public void Dispose()
    {
        options.Dispose();
        session.Dispose();
    }

    static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = get_num_threads(),
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Its threads spin within a call, but not into the turn of the next peer.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    static OrtValue Value(Tensor tensor)
    {
        using var storage = tensor.storage<float>();
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, tensor.shape, storage.data_ptr(), tensor.numel() * sizeof(float));
    }
}
