using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Dates;

/// <summary>Writes a date digit by digit. Before each it looks at the text: attention says which characters matter now.</summary>
sealed class DateDecoder : Module<Tensor, Tensor?, (Tensor Logits, Tensor Attention)>
{
    readonly int hidden;
    readonly Embedding embedding;
    readonly Linear query;
    readonly GRUCell cell;
    readonly Linear readout;

    public DateDecoder(int memory, int embedded, int hidden)
        : base(nameof(DateDecoder))
    {
        this.hidden = hidden;
        embedding = Embedding(DigitTokens.Count, embedded);
        query = Linear(hidden, memory);
        cell = GRUCell(embedded + memory, hidden);
        readout = Linear(hidden, DigitTokens.Count);
        RegisterComponents();
    }

    /// <summary>(B, S, memory) to the logits (B, 8, tokens) and the attention (B, 8, S). Runs freely where no target is given.</summary>
    public override (Tensor Logits, Tensor Attention) forward(Tensor memory, Tensor? target)
    {
        var h = zeros(memory.shape[0], hidden);
        var previous = zeros(memory.shape[0], ScalarType.Int64);
        var logits = new Tensor[DigitTokens.Length];
        var attention = new Tensor[DigitTokens.Length];
        for (var t = 0; t < DigitTokens.Length; t++)
        {
            attention[t] = softmax(bmm(memory, query.call(h).unsqueeze(2)).squeeze(2), 1);
            var context = bmm(attention[t].unsqueeze(1), memory).squeeze(1);
            h = cell.call(cat([embedding.call(previous), context], 1), h);
            logits[t] = readout.call(h);
            previous = target is null ? logits[t].argmax(1) : target.select(1, t);
        }

        return (stack(logits, 1), stack(attention, 1));
    }
}
