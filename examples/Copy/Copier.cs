using static TorchSharp.torch;

namespace FluentRnn.Examples.Copy;

/// <summary>A network that answers the copy task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Network">The network.</param>
/// <param name="Logits">From the input of a batch to a logit for each bit of each step.</param>
sealed record Copier(string Name, nn.Module Network, Func<Tensor, Tensor> Logits)
{
    const int TestCount = 100, TestSeed = 20240307;

    /// <summary>The number of its weights.</summary>
    public long Weights => Network.parameters().Sum(parameter => parameter.numel());

    /// <summary>The share of wrong bits in random sequences of that length: always the same ones, and none of those trained on but by chance.</summary>
    public double BitsWrong(int length)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var data = new Generator((ulong)(TestSeed + length));
        var batch = CopyBatch.Random(TestCount, length, data);
        return batch.BitsWrong(batch.Answer(Logits(batch.Input)));
    }
}
