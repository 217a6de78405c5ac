using FluentRnn.Tests.Networks;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>A neural Turing machine learns: to say up to two words of three bits again after it has seen them all (examples/Copy, made small).</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class CopyTaskTests(ITestOutputHelper log)
{
    const int Bits = 3, Longest = 2;
    const double Permitted = 0.01;

    [Fact]
    public void A_neural_Turing_machine_learns_to_copy()
    {
        set_num_threads(1);
        manual_seed(1);
        using var all = NewDisposeScope();
        using var net = new NeuralTuringMachine(Bits + 1, Bits, hidden: 24, slots: 8, width: 6, heads: 1);
        using var optimizer = optim.Adam(net.parameters(), 1e-2);
        for (var step = 0; step < 600; step++)
        {
            using var scope = NewDisposeScope();
            var (input, words) = Task(batch: 16, length: 1 + step % Longest);
            var loss = nn.functional.binary_cross_entropy_with_logits(Answer(net, input, words), words);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(net.parameters(), 1);
            optimizer.step();
        }

        using var noGradients = no_grad();
        var (unseen, expected) = Task(batch: 200, Longest);
        var wrong = (Answer(net, unseen, expected) > 0).ne(expected > 0.5).to(ScalarType.Float64).mean().ToDouble();
        log.WriteLine($"{100 * wrong:0.00} % of the bits are wrong");
        Assert.True(wrong <= Permitted, $"{100 * wrong:0.00} % of the bits are wrong, more than {100 * Permitted} %");
    }

    /// <summary>The words, a flag that they have ended, and then nothing.</summary>
    static (Tensor Input, Tensor Words) Task(long batch, long length)
    {
        var words = randint(2, [batch, length, Bits], ScalarType.Float32);
        var shown = nn.functional.pad(words, [0, 1]);
        var flag = cat([zeros(batch, 1, Bits), ones(batch, 1, 1)], 2);
        return (cat([shown, flag, zeros(batch, length, Bits + 1)], 1), words);
    }

    static Tensor Answer(NeuralTuringMachine net, Tensor input, Tensor words) => net.call(input).Y.narrow(1, words.shape[1] + 1, words.shape[1]);
}
