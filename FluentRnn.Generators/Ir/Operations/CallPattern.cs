using System.Globalization;
using System.Text.RegularExpressions;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// One entry of <see cref="Operation.Calls"/>, read. The notation:
/// <list type="bullet">
/// <item><c>narrow(self, dim, start, length)</c>: the member's name and, for every parameter, receiver first, the operation's name for it.</item>
/// <item><c>Tensor.where(self, condition, other)</c>: only the member of that type (<c>torch</c>, <c>Tensor</c>, <c>functional</c>, <c>special</c>).</item>
/// <item><c>max(self, dim:int, keepdim)</c>: only where the parameter is of that kind: <c>:tensor</c>, <c>:tensors</c>, <c>:int</c> and <c>:ints</c> (not null),
/// <c>:bool</c>, <c>:number</c> (whole numbers too), <c>:real</c> (whole numbers not), <c>:type</c>, <c>:other</c>.</item>
/// <item><c>relu(self, _=false)</c>: only where the argument is that literal; it is no argument of the operation.</item>
/// <item><c>zeros(shape:int, shape:int)</c>: a name that comes twice collects its arguments in a list.</item>
/// <item><c>log_softmax(self, dim) with dtype = null</c>: the operation gets this argument too. Whole numbers, literals and, after <c>@</c>,
/// the name of another argument can be given.</item>
/// <item><c>operator +(self, other)</c>: an operator.</item>
/// </list>
/// </summary>
internal sealed class CallPattern
{
    private CallPattern(string? type, string member, IReadOnlyList<Parameter> parameters, IReadOnlyList<(string Name, string Value)> extra)
    {
        Type = type;
        Member = member;
        Parameters = parameters;
        Extra = extra;
    }

    /// <summary>The simple name of the type that declares the member, or null for any of TorchSharp's.</summary>
    public string? Type { get; }

    public string Member { get; }

    /// <summary>The member's parameters, the receiver first.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Arguments that the operation gets beside those of the call.</summary>
    public IReadOnlyList<(string Name, string Value)> Extra { get; }

    public static CallPattern Parse(string text)
    {
        var open = text.IndexOf('(');
        var close = text.IndexOf(')');
        var head = text.Substring(0, open);
        var dot = head.IndexOf('.');
        var parameters = Split(text.Substring(open + 1, close - open - 1)).Select(Parameter.Parse).ToList();
        var rest = text.Substring(close + 1).Trim();
        var extra = rest.Length == 0 ? [] : Split(rest.Substring("with ".Length))
            .Select(assignment => assignment.Split('='))
            .Select(parts => (parts[0].Trim(), parts[1].Trim())).ToList();
        return new CallPattern(dot < 0 ? null : head.Substring(0, dot), head.Substring(dot + 1), parameters, extra);
    }

    /// <summary>How well the pattern fits: the number of parameters it narrows; null when it does not fit.</summary>
    public int? Match(string type, IReadOnlyList<CallArgument> arguments)
    {
        if (arguments.Count != Parameters.Count || (Type is not null && Type != type))
        {
            return null;
        }

        var narrowed = Type is null ? 0 : 1;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!Parameters[i].Accepts(arguments[i]))
            {
                return null;
            }

            narrowed += Parameters[i].Weight;
        }

        return narrowed;
    }

    private static List<string> Split(string list) =>
        [.. list.Split(',').Select(item => item.Trim()).Where(item => item.Length > 0)];

    /// <summary>One parameter of a pattern.</summary>
    /// <param name="Name">The operation's name for the argument; null when the argument is not passed on.</param>
    /// <param name="Kind">The only kind accepted, or null for any.</param>
    /// <param name="Literal">The only literal accepted, or null for any.</param>
    /// <param name="TakesInt">Whether a number may be a whole one.</param>
    internal sealed record Parameter(string? Name, ParameterKind? Kind, string? Literal, bool TakesInt = true)
    {
        public int Weight => (Kind is null ? 0 : 1) + (Literal is null ? 0 : 2);

        public static Parameter Parse(string text)
        {
            if (text.StartsWith("_=", StringComparison.Ordinal))
            {
                return new Parameter(null, null, text.Substring(2));
            }

            var parts = text.Split(':');
            return parts.Length == 1 ? new Parameter(text, null, null)
                : parts[1] == "real" ? new Parameter(parts[0], ParameterKind.Number, null, TakesInt: false)
                : new Parameter(parts[0], (ParameterKind)Enum.Parse(typeof(ParameterKind), parts[1], ignoreCase: true), null);
        }

        public bool Accepts(CallArgument argument) =>
            (Kind is null || Kind == argument.Kind || (Kind == ParameterKind.Number && TakesInt && argument.Kind == ParameterKind.Int))
            && !((Kind is ParameterKind.Int or ParameterKind.Ints) && argument.Literal is "null" or "default")
            && (Literal is null || Literal == argument.Literal || (argument.Literal == "default" && Literal is "null" or "false" or "0"));
    }
}

/// <summary>What the lookup is told of one argument of a call.</summary>
/// <param name="Kind">The kind of the parameter, by its declared type; of an operand of an operator, by the operand's type.</param>
/// <param name="Literal">
/// The argument's value when it is a constant: <c>null</c>, <c>default</c>, <c>true</c>, a number as invariant text, an enumeration's member after the
/// simple name of its type (<c>RoundingMode.None</c>). Null when it is not a constant.
/// </param>
internal readonly record struct CallArgument(ParameterKind Kind, string? Literal = null)
{
    private static readonly Regex EnumMember = new(@"^(global::)?[\w.]*?(?<member>[A-Z]\w*\.\w+)$", RegexOptions.CultureInvariant);

    public static implicit operator CallArgument(ParameterKind kind) => new(kind);

    /// <summary>The value of a host expression as patterns write it, without the suffix of a number and the namespace of an enumeration; null when it is not a constant.</summary>
    public static string? LiteralOf(HostExpression host) => host switch
    {
        { Constant: { } number } => number.ToString(CultureInfo.InvariantCulture),
        { Text: null } => null,
        _ when CallForm.IsNull(host) => host.Text == "null" ? "null" : "default",
        { Text: "true" or "false" } => host.Text,
        { Text: var text } when char.IsDigit(text[0]) && double.TryParse(text.TrimEnd('D', 'F', 'M', 'L'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            text.TrimEnd('D', 'F', 'M', 'L'),
        { Text: var text } when EnumMember.Match(text) is { Success: true } member => member.Groups["member"].Value,
        _ => null,
    };
}
