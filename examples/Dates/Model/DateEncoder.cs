using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Dates;

/// <summary>Reads the characters one by one, in one direction, and remembers what it knew at each.</summary>
sealed class DateEncoder : Module<Tensor, Tensor>
{
    readonly bool backward;
    readonly int hidden;
    readonly Embedding embedding;
    readonly GRUCell cell;

    public DateEncoder(int characters, int embedded, int hidden, bool backward)
        : base(nameof(DateEncoder))
    {
        this.backward = backward;
        this.hidden = hidden;
        embedding = Embedding(characters, embedded);
        cell = GRUCell(embedded, hidden);
        RegisterComponents();
    }

    /// <summary>(B, S) indices of characters to (B, S, hidden).</summary>
    public override Tensor forward(Tensor characters)
    {
        var length = characters.shape[1];
        var memory = new Tensor[length];
        var h = zeros(characters.shape[0], hidden);
        for (var step = 0L; step < length; step++)
        {
            var t = backward ? length - 1 - step : step;
            h = memory[t] = cell.call(embedding.call(characters.select(1, t)), h);
        }

        return stack(memory, 1);
    }
}
