using System.Text.RegularExpressions;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// C# of the host language as the IR holds it: text in which <c>{name}</c> stands for a slot's tensor or a module, <c>{0}</c> for an
/// operand of an opaque call, and a literal brace is doubled.
/// </summary>
internal static class HostText
{
    private static readonly Regex Part = new(@"\{\{|\}\}|\{(?<name>[^{}]+)\}", RegexOptions.CultureInvariant);

    private static readonly Regex Identifier = new(@"(?<![\w.@])@?[\p{L}_][\p{L}\p{Nd}\p{Mn}\p{Mc}_]*", RegexOptions.CultureInvariant);

    // Not the parentheses of a call or of a cast.
    private static readonly Regex Atom = new(@"(?<![\w\])>])\(([@\w.]+)\)(?![\w(@""'~!+-])", RegexOptions.CultureInvariant);

    private static readonly Regex Space = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>The C#, with every placeholder written by <paramref name="name"/>.</summary>
    public static string Fill(string text, Func<string, string> name) => Part.Replace(text, match => match.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ => name(match.Groups["name"].Value),
    });

    /// <summary>The slots and modules a text refers to; the operands of an opaque call are not among them.</summary>
    public static IEnumerable<string> Placeholders(string text) => text.IndexOf('{') < 0 ? [] : Part.Matches(text).Cast<Match>()
        .Select(match => match.Groups["name"].Value)
        .Where(name => name.Length > 0 && !char.IsDigit(name[0]));

    /// <summary>A condition and its outcome for a reader: <c>not training</c>.</summary>
    public static string Describe(Condition condition) =>
        (condition.Outcome ? string.Empty : "not ") + OneLine(Fill(Condition(condition.Text), name => name));

    /// <summary>The text of a condition without parentheses around the whole and around single names.</summary>
    public static string Condition(string text)
    {
        var tidy = Atom.Replace(text, "$1");
        while (IsEnclosed(tidy))
        {
            tidy = tidy.Substring(1, tidy.Length - 2);
        }

        return tidy;
    }

    /// <summary>A text as it stands in a comment: on one line, whatever the user's line breaks are.</summary>
    public static string OneLine(string text) => Space.Replace(text, " ").Trim();

    /// <summary>Every identifier in a text that is not a member of something else.</summary>
    public static IEnumerable<string> Identifiers(string text) =>
        Identifier.Matches(Part.Replace(text, " ")).Cast<Match>().Select(match => match.Value.TrimStart('@'));

    /// <summary>Every text that an operation holds: its call, and those of its host arguments and of their sizes.</summary>
    public static IEnumerable<string> Texts(Op op) =>
        (op.Call is { } call ? [call] : Array.Empty<string>()).Concat(Hosts(op).SelectMany(Texts));

    /// <summary>The texts of a host expression: its own, or those of the run-time symbols of its size.</summary>
    public static IEnumerable<string> Texts(HostExpression host) => host.Text is { } text ? [text] : host.Size is { } size ? Texts(size) : [];

    /// <summary>The texts of the run-time symbols of a size.</summary>
    public static IEnumerable<string> Texts(Dim size) => size.Symbols.Select(Dim.RunTimeExpression).OfType<string>();

    /// <summary>Every host expression of an operation, with those inside lists.</summary>
    public static IEnumerable<HostExpression> Hosts(Op op) => op.Arguments.Select(argument => argument.Host).OfType<HostExpression>().SelectMany(Flatten);

    /// <summary>Whether the first parenthesis closes at the very end. Quoted parentheses only make the answer no.</summary>
    private static bool IsEnclosed(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0 || text[i] is '"' or '\'')
            {
                return i == text.Length - 1 && i > 0 && text[i] == ')';
            }
        }

        return false;
    }

    private static IEnumerable<HostExpression> Flatten(HostExpression host) => host.Items is { } items ? items.SelectMany(Flatten) : [host];
}
