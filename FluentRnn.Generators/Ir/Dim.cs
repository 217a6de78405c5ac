using System.Globalization;
using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// A size known while compiling: a polynomial with integer coefficients over symbols, in normal form, so that two sizes that are
/// equal for all values of their symbols are equal as values. Symbols are the parameters of <c>Define</c>, the batch size
/// <see cref="Batch"/>, the number of steps <see cref="Time"/>, and sizes known only at run time (<see cref="RunTime"/>).
/// </summary>
internal sealed record Dim
{
    /// <summary>The symbol of <see cref="Batch"/>.</summary>
    public const string BatchSymbol = "B";

    /// <summary>The symbol of <see cref="Time"/>.</summary>
    public const string TimeSymbol = "T";

    private const string RunTimePrefix = "?";
    private const string InferredPrefix = "??";

    /// <summary>Terms in canonical order, none with a zero coefficient; the empty sum is zero.</summary>
    private readonly EquatableArray<Term> _terms;

    private Dim(IEnumerable<Term> terms) => _terms = terms
        .GroupBy(term => term.Key, StringComparer.Ordinal)
        .Select(group => group.First() with { Coefficient = group.Sum(term => term.Coefficient) })
        .Where(term => term.Coefficient != 0)
        .OrderBy(term => term.Symbols.Count == 0)
        .ThenBy(term => term.Key, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The batch size, B.</summary>
    public static Dim Batch { get; } = OfSymbol(BatchSymbol);

    /// <summary>The number of steps, T.</summary>
    public static Dim Time { get; } = OfSymbol(TimeSymbol);

    public static Dim One { get; } = Constant(1);

    /// <summary>The value, when the size is a plain number.</summary>
    public long? Value => _terms.Count == 0 ? 0 : _terms.Count == 1 && _terms[0].Symbols.Count == 0 ? _terms[0].Coefficient : null;

    /// <summary>True when some symbol of this size is known only at run time.</summary>
    public bool IsRunTime => Symbols.Any(symbol => symbol.StartsWith(RunTimePrefix, StringComparison.Ordinal));

    /// <summary>True for a size that a slot does not fix: it is read off the slot's own tensor.</summary>
    public bool IsOf(string slot) => Symbols.Any(symbol => RunTimeExpression(symbol)?.StartsWith($"{{{slot}}}.shape[", StringComparison.Ordinal) == true);

    /// <summary>True when C# can compute this size: no symbol of it is <see cref="Inferred"/>.</summary>
    public bool IsWritable => !Symbols.Any(symbol => symbol.StartsWith(InferredPrefix, StringComparison.Ordinal));

    /// <summary>True when this is less than zero whatever its symbols are: sizes are not negative.</summary>
    public bool IsNegative => _terms.Count > 0 && _terms.All(term => term.Coefficient < 0);

    /// <summary>True when this is zero or more whatever its symbols are.</summary>
    public bool IsNatural => _terms.All(term => term.Coefficient > 0);

    /// <summary>Every symbol this size depends on.</summary>
    public IEnumerable<string> Symbols => _terms.SelectMany(term => term.Symbols).Distinct(StringComparer.Ordinal);

    public static Dim Constant(long value) => new([new Term(value, default)]);

    /// <summary>The size that a parameter of <c>Define</c> has. One named B or T is written @B or @T, as C# allows, to be told from the batch size and the number of steps.</summary>
    public static Dim Symbol(string name) => OfSymbol(name is BatchSymbol or TimeSymbol ? "@" + name : name);

    /// <summary>A size known only at run time; <paramref name="expression"/> is the C# that reads it.</summary>
    public static Dim RunTime(string expression) => OfSymbol(RunTimePrefix + expression);

    /// <summary>
    /// A size that a shape rule finds to exist but cannot express, such as that of every other element of n; known only at run time.
    /// No C# gives it; <paramref name="description"/> is for people, and equal descriptions are equal sizes.
    /// </summary>
    public static Dim Inferred(string description) => OfSymbol(InferredPrefix + description);

    public static Dim operator +(Dim left, Dim right) => new(left._terms.Concat(right._terms));

    public static Dim operator -(Dim left, Dim right) => left + (Constant(-1) * right);

    public static Dim operator *(Dim left, Dim right) =>
        new(left._terms.SelectMany(_ => right._terms, (a, b) => a.Times(b)));

    /// <summary>
    /// The quotient when it is exact for all values of the symbols, and the division by one term or the quotient one term:
    /// (4 * a + 2 * b) / 2, 3 * a * b / b, (2 * a + 2 * b) / (a + b).
    /// </summary>
    public Dim? DivideExactly(Dim divisor)
    {
        if (divisor._terms.Count == 0)
        {
            return null;
        }

        if (divisor._terms.Count == 1)
        {
            var by = divisor._terms[0];
            var quotient = _terms.Select(term => term.DividedBy(by)).ToList();
            return quotient.Any(term => term is null) ? null : new Dim(quotient.Select(term => term!));
        }

        return divisor._terms
            .SelectMany(by => _terms.Select(term => term.DividedBy(by)))
            .OfType<Term>()
            .Select(quotient => new Dim([quotient]))
            .FirstOrDefault(quotient => quotient * divisor == this);
    }

    /// <summary>Whether two sizes agree: for all values of their symbols, for none that a caller may rely on, or not known before run time.</summary>
    public Agreement Agrees(Dim other) =>
        this == other ? Agreement.Equal
        : IsRunTime || other.IsRunTime ? Agreement.Unknown
        : Agreement.Different;

    /// <summary>The number that this size is when each symbol is one.</summary>
    public double Evaluate(Func<string, double> symbol) => _terms.Sum(term => term.Symbols.Aggregate((double)term.Coefficient, (product, name) => product * symbol(name)));

    /// <summary>The C# text of this size, each symbol written by <paramref name="symbol"/>.</summary>
    public string ToText(Func<string, string> symbol) => ToText(_terms, symbol);

    /// <summary>The size as a diagnostic shows it.</summary>
    public override string ToString() => ToText(_terms, Describe);

    /// <summary>The size as a diagnostic shows it, the terms of most factors first: how it grows.</summary>
    public string ByDegree() => ToText(_terms.OrderByDescending(term => term.Symbols.Count), Describe);

    /// <summary>The expression behind a symbol of <see cref="RunTime"/>, or null when <paramref name="symbol"/> is another one.</summary>
    public static string? RunTimeExpression(string symbol) =>
        symbol.StartsWith(RunTimePrefix, StringComparison.Ordinal) && InferredDescription(symbol) is null ? symbol.Substring(RunTimePrefix.Length) : null;

    /// <summary>The description behind a symbol of <see cref="Inferred"/>, or null when <paramref name="symbol"/> is another one.</summary>
    public static string? InferredDescription(string symbol) =>
        symbol.StartsWith(InferredPrefix, StringComparison.Ordinal) ? symbol.Substring(InferredPrefix.Length) : null;

    private static string Describe(string symbol) => (RunTimeExpression(symbol) ?? InferredDescription(symbol)) is { } text
        ? text.Replace("{", string.Empty).Replace("}", string.Empty)
        : symbol;

    private static string ToText(IEnumerable<Term> terms, Func<string, string> symbol)
    {
        var text = string.Empty;
        foreach (var term in terms)
        {
            var negative = term.Coefficient < 0;
            var magnitude = Math.Abs(term.Coefficient);
            var factors = term.Symbols.Select(symbol).ToList();
            if (magnitude != 1 || factors.Count == 0)
            {
                factors.Insert(0, magnitude.ToString(CultureInfo.InvariantCulture));
            }

            var product = string.Join(" * ", factors);
            text += text.Length == 0 ? (negative ? "-" : string.Empty) + product : (negative ? " - " : " + ") + product;
        }

        return text.Length == 0 ? "0" : text;
    }

    private static Dim OfSymbol(string symbol) => new([new Term(1, EquatableArray.Of(symbol))]);

    /// <summary>A coefficient and its symbols, sorted; no symbols for the constant term.</summary>
    private sealed record Term(long Coefficient, EquatableArray<string> Symbols)
    {
        public string Key => string.Join("*", Symbols);

        public Term Times(Term other) => new(
            checked(Coefficient * other.Coefficient),
            Symbols.Concat(other.Symbols).OrderBy(symbol => symbol, StringComparer.Ordinal).ToEquatableArray());

        public Term? DividedBy(Term other)
        {
            var rest = Symbols.ToList();
            return other.Coefficient != 0 && Coefficient % other.Coefficient == 0 && other.Symbols.All(rest.Remove)
                ? new Term(Coefficient / other.Coefficient, rest.ToEquatableArray())
                : null;
        }
    }
}

/// <summary>The outcome of comparing two symbolic sizes.</summary>
internal enum Agreement
{
    /// <summary>Equal for all values of the symbols.</summary>
    Equal,

    /// <summary>Not the same size as written.</summary>
    Different,

    /// <summary>Decided when the container runs.</summary>
    Unknown,
}
