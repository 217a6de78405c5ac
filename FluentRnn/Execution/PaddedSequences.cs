using System.ComponentModel;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace FluentRnn.Execution;

/// <summary>The packed sequences of a call as padded ones, in the original order of the rows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PaddedSequences : IDisposable
{
    readonly List<Tensor> sequences = [];

    /// <summary>Pads the sequences.</summary>
    /// <param name="container">The name of the container, for messages.</param>
    /// <param name="packed">The sequences and their names; all of the same lengths.</param>
    /// <exception cref="ArgumentException">A sequence is null, or the lengths differ.</exception>
    /// <exception cref="ObjectDisposedException">A sequence was disposed of.</exception>
    public PaddedSequences(string container, params ReadOnlySpan<(string Name, PackedSequence? Sequence)> packed)
    {
        using var scope = NewDisposeScope();
        Tensor? lengths = null;
        foreach (var (name, sequence) in packed)
        {
            if (sequence is null) throw new ArgumentNullException(name, $"{container}: sequence '{name}' is null; give a packed sequence.");
            if (sequence.data.IsInvalid)
                throw new ObjectDisposedException(name, $"{container}: sequence '{name}' was disposed of before the call; keep it alive until the call returns.");
            var (padded, own) = pad_packed_sequence(sequence, batch_first: true);
            if (lengths is not null && !own.data<long>().SequenceEqual(lengths.data<long>()))
            {
                throw new ArgumentException(
                    $"{container}: sequence '{name}' has other lengths than '{packed[0].Name}'; pack all sequences of a call with the same lengths.", name);
            }

            lengths ??= own;
            sequences.Add(padded);
        }

        Lengths = lengths!.to(sequences[0].device).DetachFromDisposeScope();
        foreach (var sequence in sequences) sequence.DetachFromDisposeScope();
    }

    /// <summary>The number of steps of each row, (B) int64.</summary>
    public Tensor Lengths { get; }

    /// <summary>A sequence, (B, T, …).</summary>
    public Tensor this[int sequence] => sequences[sequence];

    /// <summary>Disposes of the padded sequences.</summary>
    public void Dispose()
    {
        Lengths.Dispose();
        foreach (var sequence in sequences) sequence.Dispose();
    }
}
