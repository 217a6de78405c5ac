namespace FluentRnn.Generators.Emit;

/// <summary>C# identifiers, with and without the @ that a keyword needs.</summary>
internal static class Identifier
{
    /// <summary>The reserved words, and those contextual ones that could be misread as a statement or an expression.</summary>
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object "
        + "operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct "
        + "switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
        + "async await dynamic extension field file nameof partial record required scoped var when where with yield").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The name as C# writes it: with @ when it is a keyword.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>The name itself, without @.</summary>
    public static string Unescape(string name) => name.TrimStart('@');
}
