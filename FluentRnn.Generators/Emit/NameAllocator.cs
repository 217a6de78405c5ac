namespace FluentRnn.Generators.Emit;

/// <summary>Gives out names that are not taken yet in one scope: the one asked for, else with a number after it.</summary>
internal sealed class NameAllocator(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken.Select(Identifier.Unescape), StringComparer.Ordinal);

    /// <summary>A free name as C# writes it, other than those that <paramref name="avoid"/> names. It is taken from now on.</summary>
    public string Take(string preferred, Func<string, bool>? avoid = null)
    {
        var name = Clean(preferred);
        for (var i = 1; avoid?.Invoke(name) == true || !_taken.Add(name); i++)
        {
            name = FormattableString.Invariant($"{Clean(preferred)}_{i}");
        }

        return Identifier.Escape(name);
    }

    /// <summary>A free name: the preferred one, else the other, else that one with a number.</summary>
    public string Take(string preferred, string otherwise) =>
        _taken.Contains(Clean(preferred)) ? Take(otherwise) : Take(preferred);

    /// <summary>Whether a name was given out, or was taken from the beginning.</summary>
    public bool IsTaken(string name) => _taken.Contains(Identifier.Unescape(name));

    // A discard is no name; the path of a weight has dots and indices.
    private static string Clean(string name)
    {
        var text = Identifier.Unescape(name).Replace('.', '_').Replace("[", "_").Replace("]", string.Empty);
        return text.Trim('_').Length == 0 ? "value" : text;
    }
}
