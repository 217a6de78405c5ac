using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>Sizes and other host values, as the parameters of Define make them.</summary>
public class HostReaderTests
{
    /// <summary>Sizes that are integers for all values of the parameters are in normal form.</summary>
    [Theory]
    [InlineData("3", "3")]
    [InlineData("hidden", "hidden")]
    [InlineData("(hidden)", "hidden")]
    [InlineData("hidden + features", "features + hidden")]
    [InlineData("features + hidden", "features + hidden")]
    [InlineData("2 * hidden + hidden", "3 * hidden")]
    [InlineData("hidden * 2 - hidden", "hidden")]
    [InlineData("hidden - hidden", "0")]
    [InlineData("-hidden + 1", "-hidden + 1")]
    [InlineData("(hidden + 1) * (hidden - 1)", "hidden * hidden - 1")]
    [InlineData("4 * hidden / 2", "2 * hidden")]
    [InlineData("hidden * features / hidden", "features")]
    [InlineData("(long)hidden", "hidden")]
    [InlineData("checked(hidden + 1)", "hidden + 1")]
    [InlineData("Width", "128")]
    [InlineData("Width * hidden", "128 * hidden")]
    [InlineData("half", "hidden / 2")]
    [InlineData("twice + 1", "2 * hidden + 1")]
    public void A_size_in_normal_form(string expression, string size) => Assert.Equal(size, Size(expression).Replace("(_hidden / 2)", "hidden / 2", StringComparison.Ordinal));

    /// <summary>Everything else is C# that the generated class can evaluate; as a size it is known only at run time.</summary>
    [Theory]
    [InlineData("hidden / 2", "(_hidden / 2)")]
    [InlineData("hidden % 8", "(_hidden % 8)")]
    [InlineData("deep ? hidden : 2 * hidden", "(_deep ? _hidden : (2 * _hidden))")]
    [InlineData("Math.Max(hidden, features)", "global::System.Math.Max(_hidden, _features)")]
    [InlineData("(int)rate", "((int)_rate)")]
    [InlineData("Fixed", "global::Net.Fixed")]
    [InlineData("(int)Math.Ceiling(hidden * 1.5)", "((int)global::System.Math.Ceiling((_hidden * 1.5D)))")]
    public void A_size_known_at_run_time(string expression, string text)
    {
        var size = Slot(expression);
        Assert.True(size.IsRunTime);
        Assert.Equal(text, size.ToText(symbol => Dim.RunTimeExpression(symbol)!));
    }

    /// <summary>A size the compiler cannot read is a finding, not a failure.</summary>
    [Theory]
    [InlineData("Changing")]
    [InlineData("new Random(1).Next()")]
    [InlineData("changed")]
    public async Task A_size_that_cannot_be_read(string expression)
    {
        var compilation = Compile(expression);
        var found = await TestCompilation.Analyze(compilation);
        Assert.Contains("FRNN025", found.Select(diagnostic => diagnostic.Id));
        Assert.DoesNotContain("FRNN999", found.Select(diagnostic => diagnostic.Id));
        TestCompilation.AssertCompiles(TestCompilation.Generate(compilation).Output);
    }

    [Theory]
    [InlineData("rate", "_rate")]
    [InlineData("-rate", "(-_rate)")]
    [InlineData("1 / rate", "(1F / _rate)")]
    [InlineData("0.5f", "0.5F")]
    [InlineData("1e-3", "0.001D")]
    [InlineData("float.NaN", "float.NaN")]
    [InlineData("double.NegativeInfinity", "double.NegativeInfinity")]
    [InlineData("Math.PI", "3.141592653589793D")]
    [InlineData("Math.Sqrt(hidden)", "global::System.Math.Sqrt(_hidden)")]
    [InlineData("deep ? 1.0 : rate", "(_deep ? 1D : _rate)")]
    [InlineData("deep && depth > 2 || !deep ? 1 : 2", "(((_deep && (_depth > 2)) || (!_deep)) ? 1 : 2)")]
    [InlineData("(double)hidden / features", "(((double)_hidden) / _features)")]
    [InlineData("(int)Kind.Second", "1")]
    [InlineData("nameof(hidden).Length", "\"hidden\".Length")]
    public void A_number(string expression, string text) => Assert.Equal(text, Number($"var h = state.h * ({expression});"));

    private static string Number(string statements)
    {
        var graph = Assert.Single(StepSource.Parse(statements, Members).Variants).Body;
        var host = Assert.Single(graph.Ops).Arguments.Select(argument => argument.Host).OfType<HostExpression>().Single();
        return host.Text ?? host.Size!.ToText(symbol => Dim.RunTimeExpression(symbol) ?? "_" + symbol);
    }

    private static string Size(string expression) => Slot(expression).ToString();

    private static Dim Slot(string expression)
    {
        var compilation = Compile(expression);
        TestCompilation.AssertCompiles(compilation);
        return TestCompilation.Parse(compilation)!.States.Single().Type.Shape!.Value[1];
    }

    private const string Members = """
        public const int Width = 128;
        public static readonly int Fixed = 7;
        public static int Changing = 8;
        public enum Kind { First, Second }
        """;

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Compile(string size) => TestCompilation.WithUsings($$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            {{Members}}

            static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int depth, float rate, bool deep)
            {
                var half = hidden / 2;
                var twice = 2 * hidden;
                var changed = 1;
                changed++;
                return rnn
                    .States(new { h = Vector({{size}}) })
                    .Step((state) => Yield(sequence: new { y = state.h }, next: new { h = state.h * (half + twice + changed) }));
            }
        }
        """);
}
