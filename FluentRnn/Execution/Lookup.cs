using System.ComponentModel;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Generated code that looks things up in a table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lookup
{
    /// <summary>The rows of a table, (n, …), at indices of any shape. Unlike with an indexer, one that is negative is an error, as it is for an embedding.</summary>
    /// <param name="table">The table.</param>
    /// <param name="index">The indices, int32 or int64.</param>
    public static Tensor Rows(Tensor table, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(index);
        if (index.dim() == 1) return table.index_select(0, index);
        return table.index_select(0, index.flatten()).view([.. index.shape, .. table.shape[1..]]);
    }
}
