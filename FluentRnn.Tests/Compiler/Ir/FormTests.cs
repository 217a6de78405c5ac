using System.Text;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TorchSharp;

namespace FluentRnn.Tests.Compiler.Ir;

/// <summary>
/// Every form is C# that binds: for every overload of TorchSharp that the table knows, the form is written with arguments as a parser gives them and
/// compiled against the metadata of TorchSharp and FluentRnn.
/// </summary>
public class FormTests
{
    private static readonly Lazy<(CSharpCompilation Compilation, SyntaxTree Tree, int Count)> Compiled = new(() => Compile([.. TorchSharpMembers.All.SelectMany(Written).Distinct()]));

    [Fact]
    public void Every_form_compiles_for_every_overload_of_its_row()
    {
        var (compilation, tree, count) = Compiled.Value;
        Assert.True(count > 600, $"only {count} forms were written");

        var lines = tree.GetText().Lines;
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}: {diagnostic.GetMessage(null)}").ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
    }

    [Fact]
    public void No_number_is_taken_for_an_element_type()
    {
        var (compilation, tree, _) = Compiled.Value;
        var model = compilation.GetSemanticModel(tree);
        var calls = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => model.GetOperation(call)).OfType<IInvocationOperation>().ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls.SelectMany(call => call.Arguments), argument => Assert.False(
            argument.ArgumentKind == ArgumentKind.Explicit && argument.Value is IConversionOperation { Operand.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } conversion
                && (conversion.Type!.TypeKind == TypeKind.Enum || conversion.Type.ToString()!.Contains("ScalarType", StringComparison.Ordinal)),
            argument.Syntax.Parent!.ToString()));
    }

    [Fact]
    public void Every_row_with_calls_has_a_form_that_was_compiled()
    {
        var written = TorchSharpMembers.All.SelectMany(Written).Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(OperationTable.All.Where(operation => operation.Calls.Length > 0), operation => Assert.Contains(operation.Name, written));
    }

    /// <summary>The form of the row for an overload, with plain numbers, with names for the numbers, with optional arguments given and left out.</summary>
    private static IEnumerable<(string Name, string Text)> Written(TorchSharpMembers.Overload member)
    {
        foreach (var arguments in member.Calls())
        {
            if (OperationTable.Find(member.Type, member.Member, arguments) is not { } match)
            {
                continue;
            }

            foreach (var style in new[] { Style.Literals, Style.Names })
            {
                var given = match.Names.Select((name, i) => name is null ? null : Argument(name, member.ParameterTypes[i], arguments[i], i, style)).OfType<Argument>();
                var op = new Op(match.Operation, new(match.Arrange(given)), default);
                var text = CallForm.Write(op, id => $"t{id}", size => size.ToText(symbol => symbol));
                var result = match.Operation.Results switch
                {
                    ResultForm.Single => $"torch.Tensor result = {text};",
                    ResultForm.Tuple => $"var (first, second) = {text}; torch.Tensor result = first;",
                    _ => $"torch.Tensor[] results = {text};",
                };
                yield return (match.Operation.Name, result);
            }
        }
    }

    private static Argument Argument(string name, Type type, CallArgument told, int position, Style style)
    {
        var kind = TorchSharpMembers.KindOf(type);
        var names = style == Style.Names;
        return told.Literal is { } literal && kind is not ParameterKind.Int ? Generators.Ir.Argument.Of(name, HostExpression.Code(literal)) : kind switch
        {
            ParameterKind.Tensor => Generators.Ir.Argument.Of(name, position),
            ParameterKind.Tensors => Generators.Ir.Argument.OfList(name, [0, 1]),
            ParameterKind.Int => Generators.Ir.Argument.Of(name, told.Literal == "null" ? HostExpression.Code("null")
                : names ? HostExpression.Of(Dim.Symbol(type == typeof(int) ? "i" : "n")) : HostExpression.Of(told.Literal is { } number ? long.Parse(number, null) : 0)),
            ParameterKind.Ints => Generators.Ir.Argument.Of(
                name, names ? HostExpression.Code("longs") : HostExpression.List([HostExpression.Of(0), HostExpression.Of(Dim.Symbol("n") + Dim.One)])),
            ParameterKind.Bool => Generators.Ir.Argument.Of(name, HostExpression.Code(names ? "flag" : "true")),
            ParameterKind.Number => Generators.Ir.Argument.Of(
                name, names ? HostExpression.Code(type == typeof(Scalar) ? "scalar" : type == typeof(float) ? "single" : "real") : HostExpression.Of(2)),
            ParameterKind.Type => Generators.Ir.Argument.Of(name, HostExpression.Code(names ? "type" : "torch.ScalarType.Float32")),
            _ => Generators.Ir.Argument.Of(name, HostExpression.Code(Default(type))),
        };
    }

    private static string Default(Type type) => type == typeof(string)
        ? "\"text\""
        : $"default(global::{(Nullable.GetUnderlyingType(type) is { } value ? value.FullName + "?" : type.FullName)!.Replace('+', '.')})!";

    private static (CSharpCompilation Compilation, SyntaxTree Tree, int Count) Compile(List<(string Name, string Text)> methods)
    {
        var text = new StringBuilder("#nullable enable\nusing TorchSharp;\nstatic class Forms\n{\n");
        for (var i = 0; i < methods.Count; i++)
        {
            text.Append("    static void M").Append(i)
                .Append("(torch.Tensor t0, torch.Tensor t1, torch.Tensor t2, torch.Tensor t3, torch.Tensor t4, torch.Tensor t5, torch.Tensor t6, ")
                .Append("long n, int i, long[] longs, bool flag, Scalar scalar, double real, float single, torch.ScalarType type) { ")
                .Append(methods[i].Text).Append(" }\n");
        }

        var tree = CSharpSyntaxTree.ParseText(text.Append("}\n").ToString(), new CSharpParseOptions(LanguageVersion.CSharp14));
        return (CSharpCompilation.Create("Forms", [tree], References.All, new(OutputKind.DynamicallyLinkedLibrary)), tree, methods.Count);
    }

    private enum Style
    {
        Literals,
        Names,
    }
}
