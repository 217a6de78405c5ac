using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using FluentRnn.Examples.Splits;

namespace FluentRnn.Examples.Names;

/// <summary>The names of the types of the .NET libraries that this program runs on, public or not, each once.</summary>
/// <param name="Training">Nine names in ten.</param>
/// <param name="HeldOut">The others: one in ten, by a hash of the name.</param>
sealed record TypeNames(ImmutableArray<string> Training, ImmutableArray<string> HeldOut)
{
    /// <summary>The longest name that is kept.</summary>
    public const int Longest = 30;

    /// <summary>Reads them from the metadata of the libraries; no type is loaded.</summary>
    public static TypeNames Find()
    {
        var names = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .SelectMany(NamesIn).Where(IsPlain).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToLookup(name => StableHash.Of(name) % 10 == 0);
        return new TypeNames([.. names[false]], [.. names[true]]);
    }

    /// <summary>Letters and digits, an upper-case letter first: without what compilers make up.</summary>
    static bool IsPlain(string name) => name.Length is >= 3 and <= Longest && char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    static IReadOnlyList<string> NamesIn(string path)
    {
        // Native libraries stand among the others.
        using var file = new PEReader(File.OpenRead(path));
        if (!HasMetadata(file)) return [];
        var metadata = file.GetMetadataReader();

        // The name of a generic type ends in ` and the number of its parameters.
        return [.. metadata.TypeDefinitions.Select(type => metadata.GetString(metadata.GetTypeDefinition(type).Name).Split('`')[0])];
    }

    static bool HasMetadata(PEReader file)
    {
        try
        {
            return file.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
