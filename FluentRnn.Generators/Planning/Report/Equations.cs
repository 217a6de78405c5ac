using System.Globalization;
using System.Text.RegularExpressions;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Operations as people write them: <c>b + x·W</c>, <c>z * h</c>, <c>[x, h]</c>, <c>tanh(a)</c>.</summary>
/// <param name="operand">The text of a value.</param>
/// <param name="type">The type of a value.</param>
internal sealed class Equations(Func<int, Equation> operand, Func<int, TensorType> type)
{
    private static readonly Dictionary<Operation, (string Sign, Strength Strength)> Signs = new()
    {
        [Elementwise.Add] = (" + ", Strength.Sum),
        [Elementwise.Sub] = (" - ", Strength.Sum),
        [Elementwise.Mul] = (" * ", Strength.Factor),
        [Elementwise.Div] = (" / ", Strength.Factor),
        [Comparison.Eq] = (" == ", Strength.Comparison),
        [Comparison.Ne] = (" != ", Strength.Comparison),
        [Comparison.Lt] = (" < ", Strength.Comparison),
        [Comparison.Le] = (" <= ", Strength.Comparison),
        [Comparison.Gt] = (" > ", Strength.Comparison),
        [Comparison.Ge] = (" >= ", Strength.Comparison),
        [Products.MatMul] = ("·", Strength.Product),
        [Products.Mm] = ("·", Strength.Product),
        [Products.Bmm] = ("·", Strength.Product),
        [Products.Mv] = ("·", Strength.Product),
        [Products.Dot] = ("·", Strength.Product),
    };

    private static readonly Dictionary<Operation, Func<Equations, Op, Equation?>> Forms = new()
    {
        [Elementwise.Neg] = (text, op) => new("-" + text.Of(op, "self").Within(Strength.Product), Strength.Factor),
        [Products.Linear] = (text, op) => text.Biased(op, Signed("·", Strength.Product, text.Of(op, "input"), Transposed(text.Of(op, "weight")))),
        [Products.Addmm] = (text, op) => text.Added(op),
        [Products.Addmv] = (text, op) => text.Added(op),
        [Elementwise.Addcmul] = (text, op) => op.Number("value") == 1
            ? Signed(" + ", Strength.Sum, text.Of(op, "self"), Signed(" * ", Strength.Factor, text.Of(op, "tensor1"), text.Of(op, "tensor2")))
            : null,
        [Shapes.T] = (text, op) => Transposed(text.Of(op, "self")),
        [Joining.Cat] = (text, op) => text.Joined(op),
        [Indexing.Narrow] = (text, op) => text.Indexed(op, $"{Host(op.Find("start")!.Host!)}..{End(op)}"),
        [Indexing.Select] = (text, op) => text.Indexed(op, Host(op.Find("index")!.Host!)),
    };

    // The suffix of a literal says what C# needs to know, not the reader.
    private static readonly Regex Number = new(@"^(-?\d[\d.]*(?:E[+-]?\d+)?)[FfDd]$", RegexOptions.CultureInvariant);

    /// <summary>What an operation is called: as the user calls it, unless that is a sign.</summary>
    public static string NameOf(Operation operation) => operation.Member.All(IsOfName) ? operation.Member : operation.Name;

    /// <summary>The right side of an operation.</summary>
    public Equation Of(Op op) =>
        op.Call is { } call ? Equation.Call(HostText.OneLine(HostText.Fill(call, name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? operand(op.Operands.ElementAt(i)).Text : name)))
        : Signs.TryGetValue(op.Operation, out var sign) ? Signed(sign.Sign, sign.Strength, Of(op, "self"), Of(op, "other"))
        : Forms.TryGetValue(op.Operation, out var form) && form(this, op) is { } equation ? equation
        : Equation.Call($"{NameOf(op.Operation)}({string.Join(", ", op.Arguments.Where(IsSaid).Select(argument => Of(argument).Text))})");

    /// <summary>A part of a value that is taken apart.</summary>
    public static Equation Part(Equation whole, int number) => Equation.Call(FormattableString.Invariant($"{whole.Within(Strength.Call)}[{number}]"));

    private static Equation Signed(string sign, Strength strength, Equation left, Equation right) => new(left.Within(strength) + sign + right.Within(strength + 1), strength);

    private static Equation Transposed(Equation matrix) => matrix.Text.EndsWith("ᵀ", StringComparison.Ordinal) && matrix.Strength == Strength.Call
        ? matrix with { Text = matrix.Text.Substring(0, matrix.Text.Length - 1) }
        : Equation.Call(matrix.Within(Strength.Call) + "ᵀ");

    private static string End(Op op) => op.Find("start")!.Host!.Size is { } start && op.Find("length")!.Host!.Size is { } length
        ? (start + length).ToString()
        : Host(op.Find("start")!.Host!) + " + " + Host(op.Find("length")!.Host!);

    private static string Host(HostExpression host) =>
        host.Items is { } items ? "[" + string.Join(", ", items.Select(Host)) + "]"
        : host.Size is { } size ? size.ToString()
        : Number.Replace(HostText.OneLine(HostText.Fill(host.Text!, name => name)), "$1");

    /// <summary>Whether an argument says something: what is left out does not.</summary>
    private static bool IsSaid(Argument argument) => argument.Host is not { } host || !(CallForm.IsNull(host) || host.Text == "false");

    private Equation Of(Op op, string name) => op.Find(name) is { } argument ? Of(argument) : Equation.Call(string.Empty);

    private Equation Of(Argument argument) =>
        argument.Host is { } host ? new(Host(host), Host(host).All(IsOfName) ? Strength.Call : Strength.Comparison)
        : argument.IsList ? Equation.Call("[" + string.Join(", ", argument.Values.Select(value => operand(value).Text)) + "]")
        : operand(argument.Values[0]);

    private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '@';

    private Equation Biased(Op op, Equation product) => op.IsNull("bias") ? product : Signed(" + ", Strength.Sum, Of(op, "bias"), product);

    private Equation? Added(Op op) => op.HasNoFactors()
        ? Signed(" + ", Strength.Sum, Of(op, "self"), Signed("·", Strength.Product, Of(op, "left"), Of(op, "right")))
        : null;

    /// <summary>Side by side as [a, b], one above the other as [a; b].</summary>
    private Equation? Joined(Op op)
    {
        var argument = op.Find("tensors")!;
        return argument.Values.Count == 0 || type(argument.Values[0]).Rank is not { } rank ? null
            : op.IsLastAxis("dim", rank) ? Of(argument)
            : rank == 2 && op.Number("dim") == 0 ? Equation.Call("[" + string.Join("; ", argument.Values.Select(value => operand(value).Text)) + "]")
            : null;
    }

    private Equation? Indexed(Op op, string index) => op.Number("dim") is { } axis and >= 0 and < 4
        ? Equation.Call($"{Of(op, "self").Within(Strength.Call)}[{string.Concat(Enumerable.Repeat(":, ", (int)axis))}{index}]")
        : null;
}

/// <summary>A text, and how strongly what is outermost in it binds.</summary>
internal sealed record Equation(string Text, Strength Strength)
{
    public static Equation Call(string text) => new(text, Strength.Call);

    /// <summary>The text as an operand of something that binds so strongly.</summary>
    public string Within(Strength strength) => Strength < strength ? "(" + Text + ")" : Text;
}

/// <summary>How strongly an operator binds its operands.</summary>
internal enum Strength
{
    Comparison,
    Sum,
    Factor,
    Product,

    /// <summary>A name, a number, a call, or something in brackets.</summary>
    Call,
}
