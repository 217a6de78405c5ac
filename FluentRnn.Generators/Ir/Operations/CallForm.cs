using System.Globalization;
using System.Text.RegularExpressions;
using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// Writes operations as C#. The notation of <see cref="Operation.Form"/>:
/// <list type="bullet">
/// <item><c>{x}</c>: a tensor's name, a list of tensors as <c>[a, b]</c>, a number, a list of numbers as <c>[1, 2]</c>, or a host expression's text.</item>
/// <item><c>{x:operand}</c>: the same, in parentheses unless it is a name, a literal or a call.</item>
/// <item><c>{x:list}</c>: numbers, always as a list: <c>[1]</c> for a single one. The text of a host expression is an array.</item>
/// <item><c>{x:args}</c>: numbers one after the other, for a <c>params</c> parameter.</item>
/// <item><c>{x:int}</c>: a number where TorchSharp takes an <c>int</c>: cast unless it is a literal.</item>
/// <item><c>{x:float}</c>, <c>{x:long}</c>: a whole number where TorchSharp takes this type and an <c>int</c> means something else.</item>
/// <item><c>{x:named}</c>: as a named argument, <c>x: 1</c>.</item>
/// <item><c>{, x}</c> (with any suffix): an optional argument with the comma before it. Those at the end of a call that have their default,
/// <c>null</c>, <c>false</c> or the literal after <c>=</c> as in <c>{, training=true}</c>, are left out.</item>
/// </list>
/// Names of TorchSharp begin with <c>torch.</c>; the file they stand in must have that name in scope.
/// </summary>
internal static class CallForm
{
    private static readonly Regex Placeholder = new(@"\{(?<comma>, )?(?<name>\w+)(:(?<format>\w+))?(=(?<default>[^}]+))?\}", RegexOptions.CultureInvariant);

    /// <summary>The arguments of a form, in its order.</summary>
    public static IReadOnlyList<string> ParametersOf(string form) =>
        [.. Placeholder.Matches(form).Cast<Match>().Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the argument of that name is a list of numbers, also when a call gives only one.</summary>
    public static bool IsList(string form, string name) =>
        Placeholder.Matches(form).Cast<Match>().Any(match => match.Groups["name"].Value == name && match.Groups["format"].Value is "list" or "args");

    /// <summary>Whether arguments of that name number the axes of a tensor.</summary>
    public static bool IsAxis(string name) => name is "dim" or "dims" or "dim0" or "dim1" or "start_dim" or "end_dim" or "destination";

    /// <summary>Whether a host expression is no value: <c>null</c> or <c>default</c>.</summary>
    public static bool IsNull(HostExpression host) => host.Text is { } text && (text is "null" or "default" || text.StartsWith("default(", StringComparison.Ordinal));

    /// <summary>The C# of one operation.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="value">The C# name of a value.</param>
    /// <param name="size">The C# of a size.</param>
    public static string Write(Op op, Func<int, string> value, Func<Dim, string> size)
    {
        if (op.Call is { } call)
        {
            return op.Operands.Select((id, i) => (Id: id, Hole: "{" + i.ToString(CultureInfo.InvariantCulture) + "}"))
                .Reverse().Aggregate(call, (text, operand) => text.Replace(operand.Hole, value(operand.Id)));
        }

        var form = op.Operation.Form;
        var writer = new Writer(value, size);
        var matches = Placeholder.Matches(form).Cast<Match>().ToList();
        var text = string.Empty;
        var position = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var match = matches[i];
            text += form.Substring(position, match.Index - position);
            position = match.Index + match.Length;
            var adjacent = matches.Skip(i).TakeWhile((next, k) => next.Groups["comma"].Success && (k == 0 || Follows(matches[i + k - 1], next)));
            if (!match.Groups["comma"].Success || adjacent.Any(next => !HasDefault(next, Argument(op, next))))
            {
                text += match.Groups["comma"].Value + writer.Write(Argument(op, match), match.Groups["format"].Value);
            }
        }

        return text + form.Substring(position);
    }

    private static bool Follows(Match first, Match second) => second.Index == first.Index + first.Length;

    private static Argument Argument(Op op, Match match) => op.Find(match.Groups["name"].Value)
        ?? throw new InvalidOperationException($"Operation '{op.Operation}' lacks its argument '{match.Groups["name"].Value}'.");

    private static bool HasDefault(Match match, Argument argument) => argument.Host is { Items: null } host && CallArgument.LiteralOf(host) is { } literal
        && (match.Groups["default"] is { Success: true, Value: var expected } ? literal == expected : literal is "null" or "default" or "false");

    /// <summary>Whether C# may stand as an operand without parentheses around it: a name, a number, a call, or already in parentheses.</summary>
    private static bool IsPrimary(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\'')
            {
                return false;
            }

            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            var inside = depth > 0 || c is ')' or ']';
            if (!inside && !char.IsLetterOrDigit(c) && c is not ('_' or '.' or '@' or ':'))
            {
                return false;
            }

            // What follows a group is a member, an index or another call; what begins with one ends with it: (a) + (b) and (int)a are neither.
            if (depth == 0 && (c is ')' or ']') && i + 1 < text.Length && (text[0] == '(' || text[i + 1] is not ('.' or '(' or '[')))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private sealed class Writer(Func<int, string> value, Func<Dim, string> size)
    {
        public string Write(Argument argument, string format)
        {
            if (argument.Host is not { } host)
            {
                return argument.IsList ? "[" + string.Join(", ", argument.Values.Select(value)) + "]" : value(argument.Values[0]);
            }

            return format switch
            {
                "operand" => Operand(host),
                "int" => Cast(host),
                "float" when host.Size is not null => host.Constant is null ? "(float)" + Operand(host) : Text(host) + "f",
                "long" when host.Size is not null => host.Constant is null ? "(long)" + Operand(host) : Text(host) + "L",
                "named" => argument.Name + ": " + Text(host),
                "args" when host.Items is { } items => string.Join(", ", items.Select(Text)),
                "list" when host.Items is null && host.Text is null => "[" + Text(host) + "]",
                _ => Text(host),
            };
        }

        private string Text(HostExpression host) => host switch
        {
            { Items: { } items } => "[" + string.Join(", ", items.Select(Text)) + "]",
            { Size: { } known } => size(known),
            _ => host.Text!,
        };

        private string Operand(HostExpression host) => Text(host) is var text && IsPrimary(text) ? text : "(" + text + ")";

        private string Cast(HostExpression host) => host.Constant is not null ? Text(host) : "(int)" + Operand(host);
    }
}
