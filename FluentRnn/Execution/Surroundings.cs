using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>What steps read and change besides what they are given: the state of the random numbers, and the buffers of the modules.</summary>
sealed class Surroundings
{
    // The buffers that are copied.
    readonly Tensor[] buffers;

    Surroundings(Tensor[] buffers, IReadOnlyList<Tensor> copies) => (this.buffers, Copies) = (buffers, copies);

    /// <summary>The state of the random numbers, then the copies of the buffers.</summary>
    public IReadOnlyList<Tensor> Copies { get; }

    /// <summary>The surroundings as they are now.</summary>
    public static Surroundings Of(nn.Module container) => Of([.. container.buffers()]);

    /// <summary>The same, without the buffers that have not changed since.</summary>
    public Surroundings Changed()
    {
        using var scope = NewDisposeScope();
        var changed = buffers.Zip(Copies.Skip(1)).Where(buffer => !buffer.First.eq(buffer.Second).all().ToBoolean()).ToList();
        return new Surroundings([.. changed.Select(buffer => buffer.First)], [Copies[0], .. changed.Select(buffer => buffer.Second)]);
    }

    /// <summary>The same, with the copies elsewhere.</summary>
    public Surroundings With(IReadOnlyList<Tensor> copies) => new(buffers, copies);

    /// <summary>Makes everything as it was, until what is returned is disposed of: then it is as it is now.</summary>
    public IDisposable Restore()
    {
        var now = Of(buffers);
        Set();
        return new Restored(now);
    }

    static Surroundings Of(Tensor[] buffers)
    {
        using var noGradients = no_grad();
        return new Surroundings(buffers, [get_rng_state(), .. buffers.Select(buffer => buffer.clone())]);
    }

    void Set()
    {
        using var noGradients = no_grad();
        set_rng_state(Copies[0]);
        foreach (var (buffer, copy) in buffers.Zip(Copies.Skip(1))) buffer.copy_(copy);
    }

    sealed class Restored(Surroundings before) : IDisposable
    {
        public void Dispose() => before.Set();
    }
}
