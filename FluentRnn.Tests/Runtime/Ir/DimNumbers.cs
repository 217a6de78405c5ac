using System.Data;
using System.Globalization;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Runtime.Ir;

/// <summary>Sizes of the compiler as numbers.</summary>
static class DimNumbers
{
    /// <summary>The number that a size is when its symbols are given numbers.</summary>
    public static long Of(Dim size, Func<string, long> symbol)
    {
        using var table = new DataTable();
        return Convert.ToInt64(table.Compute(size.ToText(name => symbol(name).ToString(CultureInfo.InvariantCulture)), null), CultureInfo.InvariantCulture);
    }
}
