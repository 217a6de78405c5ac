using System.Reflection;
using System.Text;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir.Shapes;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchSharp;

namespace FluentRnn.Tests.Runtime.Ir;

/// <summary>
/// What the shape rules say is what torch does: the forms of all rows of the shape tests are compiled, run with numbers for the sizes, and their
/// results compared; where a rule finds something wrong, torch must refuse too.
/// </summary>
[Trait("Category", "Libtorch")]
public class ShapeRuleTests
{
    /// <summary>What the host expressions in the rows mean.</summary>
    internal const string Host = """
        const long B = 7, n = 8, m = 5, k = 3, h = 2, d = 4, v = 9, A = 15, L = 10, S = 11, e = 13, c = 12, w = 14;
        const long axis = 1; const bool keep = false; const string equation = "bi,i->b"; const double _scale = 0.5;
        static readonly long[] sizes = [B, n];
        static Tensor other => ones(1);
        """;

    /// <summary>Calls that torch accepts and the rules do not: unequal parts are no mistake for torch, but for gates.</summary>
    private static readonly string[] Stricter = ["chunk(%x, 4, 1)"];

    /// <summary>Calls that are right for some numbers only, and not for those here.</summary>
    private static readonly string[] Undecided = ["reshape(%x, [B, `k`])", "sum(%x, n, `false`, `null`)"];

    /// <summary>Members of TorchSharp that let libtorch's exception through, which ends the process: here the rules are all the protection there is.</summary>
    private static readonly string[] Deadly = ["matmul"];

    internal static readonly List<Row> Rows = [.. typeof(ShapeRow).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ShapeRow).Namespace)
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>().SelectMany(data => data.GetData(method)))
        .Select(data => new Row((string)data[0], (string)data[1], (string)data[2]))
        .Where(row => !row.Operands.Contains('?', StringComparison.Ordinal) && !Undecided.Contains(row.Call))
        .Where(row => !row.Expected.StartsWith("FRNN", StringComparison.Ordinal) || !Deadly.Contains(row.Call.Split('(')[0]))];

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static IEnumerable<object[]> Numbered => Rows.Select((row, i) => new object[] { i, row.Operands, row.Call });

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Torch_agrees(int number, string operands, string call)
    {
        foreach (var floating in new[] { torch.ScalarType.Float32, torch.ScalarType.Float64 })
        {
            using var scope = torch.NewDisposeScope();
            var method = Compiled.Value.GetType("Rows")!.GetMethod($"M{number}")!;
            var tensors = Inputs(number, floating);
            if (Rows[number].Expected.StartsWith("FRNN", StringComparison.Ordinal))
            {
                Assert.True(
                    Stricter.Contains(call) || Record.Exception(() => method.Invoke(null, [tensors])) is TargetInvocationException,
                    $"torch accepts {call} of {operands}, which is {Rows[number].Expected}");
                continue;
            }

            var (results, shapes) = ((torch.Tensor[], long[]?[]))method.Invoke(null, [tensors])!;
            var types = Rows[number].Expected.Split(';').Select(IrReader.ReadType).ToList();
            Assert.Equal(types.Count, results.Length);
            for (var i = 0; i < results.Length; i++)
            {
                Assert.True(shapes[i] is null || Fits(results[i].shape, shapes[i]!), $"({string.Join(", ", results[i].shape)}) is not {types[i]}");
                Assert.True(
                    types[i].Element == ElementType.Unknown || results[i].dtype == TypeOf(types[i].Element, floating),
                    $"{results[i].dtype} is not {types[i].Element}");
            }
        }
    }

    [Fact]
    public void Most_rows_are_run() => Assert.True(Rows.Count > 250, $"{Rows.Count} rows");

    /// <summary>Sizes known only at run time are -1 here.</summary>
    private static bool Fits(long[] actual, long[] expected) => actual.Length == expected.Length && actual.Zip(expected).All(pair => pair.Second == -1 || pair.First == pair.Second);

    private static torch.Tensor[] Inputs(int number, torch.ScalarType floating)
    {
        var shapes = (long[][])Compiled.Value.GetType("Rows")!.GetMethod($"Inputs{number}")!.Invoke(null, [])!;
        var operands = Operands(Rows[number]);
        return [.. operands.Select((type, i) => TypeOf(type.Element, floating) is var dtype && torch.is_floating_point(dtype)
            ? torch.rand(shapes[i], dtype: dtype)
            : torch.zeros(shapes[i], dtype: dtype))];
    }

    private static torch.ScalarType TypeOf(ElementType element, torch.ScalarType floating) =>
        element is ElementType.Floating or ElementType.Unknown ? floating : Enum.Parse<torch.ScalarType>(element.ToString());

    private static List<TensorType> Operands(Row row) => [.. row.Operands.Split("] ", StringSplitOptions.RemoveEmptyEntries)
        .Select(operand => IrReader.ReadType(operand.Split(':')[1].TrimEnd(']') + "]"))];

    private static Assembly Compile()
    {
        var text = new StringBuilder("using TorchSharp;\nusing static TorchSharp.torch;\npublic static class Rows\n{\n").Append(Host).Append('\n');
        for (var i = 0; i < Rows.Count; i++)
        {
            var row = Rows[i];
            var failed = row.Expected.StartsWith("FRNN", StringComparison.Ordinal);
            var op = ShapeRow.Read(row.Operands, row.Call, failed ? ShapeRow.Count(row.Operands, row.Call) : row.Expected.Split(';').Length, static _ => { });
            var form = CallForm.Write(op, id => $"t[{id}]", Write);
            var results = op.Operation.Results switch
            {
                ResultForm.Single => $"new[] {{ {form} }}",
                ResultForm.Tuple => $"{form} is var (first, second) ? new[] {{ first, second }} : null",
                _ => form,
            };
            var shapes = failed ? "null" : string.Join(", ", row.Expected.Split(';').Select(part => Shape(IrReader.ReadType(part))));
            text.Append("    public static (Tensor[], long[][]) M").Append(i).Append("(Tensor[] t) => (").Append(results).Append(", new long[][] { ").Append(shapes).Append(" });\n")
                .Append("    public static long[][] Inputs").Append(i).Append("() => new long[][] { ").Append(string.Join(", ", Operands(row).Select(Shape))).Append(" };\n");
        }

        var compilation = CSharpCompilation.Create(
            "Rows",
            [CSharpSyntaxTree.ParseText(text.Append("}\n").ToString(), new CSharpParseOptions(LanguageVersion.CSharp14))],
            References.All,
            new(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(stream.ToArray());
    }

    private static string Shape(TensorType type) => type.Shape is { } shape ? $"new long[] {{ {string.Join(", ", shape.Select(size => size.IsWritable ? Write(size) : "-1"))} }}" : "null";

    private static string Write(Dim size) => size.ToText(symbol => Dim.RunTimeExpression(symbol) is { } expression ? $"({expression})" : symbol);

    internal sealed record Row(string Operands, string Call, string Expected);
}
