using System.Globalization;

namespace FluentRnn.Generators.Common;

/// <summary>How names of slots become names of generated members.</summary>
internal static class Naming
{
    /// <summary>The property of a slot: its name with a capital first letter.</summary>
    public static string Property(string slot) => slot.Length == 0 ? slot : char.ToUpper(slot[0], CultureInfo.InvariantCulture) + slot.Substring(1);

    /// <summary>The field that keeps a parameter of <c>Define</c>.</summary>
    public static string Field(string parameter) => "_" + parameter.TrimStart('@');
}
