using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Dates;

/// <summary>The whole network: two encoders, one for each direction, and a decoder that writes the digits.</summary>
sealed class DateReader : Module
{
    const int Embedded = 24, EmbeddedDigit = 16, Hidden = 48, HiddenOfDecoder = 64;

    readonly ForwardEncoder forwardEncoder;
    readonly BackwardEncoder backwardEncoder;
    readonly DateDecoder decoder;

    public DateReader(Alphabet alphabet)
        : base(nameof(DateReader))
    {
        Alphabet = alphabet;
        forwardEncoder = new ForwardEncoder(alphabet.Count, Embedded, Hidden);
        backwardEncoder = new BackwardEncoder(alphabet.Count, Embedded, Hidden);
        decoder = new DateDecoder(2 * Hidden, EmbeddedDigit, HiddenOfDecoder);
        RegisterComponents();
    }

    /// <summary>The characters it knows.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>Teacher forcing: every step sees the true digit before it. Gives the logits (B, 8, tokens).</summary>
    public Tensor Teach(Tensor characters, Tensor digits) => decoder.call(Remember(characters), previousTarget: digits).Logits;

    /// <summary>Free running: every step sees the digit that the network wrote before it. Gives tokens (B, 8) and attention (B, 8, S).</summary>
    public (Tensor Tokens, Tensor Attention) Read(Tensor characters)
    {
        var written = decoder.call(Remember(characters));
        return (written.Logits.argmax(2), written.Attention);
    }

    Tensor Remember(Tensor characters) => cat([forwardEncoder.call(characters).Memory, backwardEncoder.call(characters).Memory], 2);
}
