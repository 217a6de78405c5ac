using System.Globalization;
using System.Reflection;
using System.Text;
using Basic.Reference.Assemblies;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchSharp;

namespace FluentRnn.Tests.Runtime.Ir;

/// <summary>A row's form computes what each of its members computes: both are compiled, run on the same tensors, and compared.</summary>
[Trait("Category", "Libtorch")]
public class FormValueTests
{
    /// <summary>Operands that are no square matrix of numbers between 0.1 and 0.9.</summary>
    private static readonly Dictionary<string, string> Operands = new(StringComparer.Ordinal)
    {
        ["condition"] = "square > 0.5",
        ["mask"] = "square > 0.5",
        ["index"] = "zeros(4, 4, dtype: int64)",
        ["boundaries"] = "arange(0, 1, 0.25)",

        ["index_select.index"] = "arange(3)",
        ["index_add.index"] = "arange(4)",
        ["index_copy.index"] = "arange(4)",
        ["index_fill.index"] = "arange(2)",
        ["select_scatter.source"] = "rand(4)",
        ["slice_scatter.source"] = "rand(4, 4)",
        ["bitwise_and.self"] = "square > 0.5",
        ["bitwise_or.self"] = "square > 0.5",
        ["bitwise_xor.self"] = "square > 0.5",
        ["bitwise_not.self"] = "square > 0.5",
        ["bitwise_and.other"] = "square < 0.7",
        ["bitwise_or.other"] = "square < 0.7",
        ["bitwise_xor.other"] = "square < 0.7",
        ["sum.self"] = "rand(2, 3, 4)",
        ["acosh.self"] = "square + 1",
        ["all.self"] = "square > 0.5",
        ["any.self"] = "square > 0.5",
        ["all_all.self"] = "square > 0.5",
        ["any_all.self"] = "square > 0.5",
        ["one_hot.self"] = "arange(4)",
        ["bmm.self"] = "rand(2, 3, 4)",
        ["bmm.other"] = "rand(2, 4, 5)",
        ["mv.other"] = "rand(4)",
        ["dot.self"] = "rand(4)",
        ["dot.other"] = "rand(4)",
        ["outer.self"] = "rand(4)",
        ["outer.other"] = "rand(3)",
        ["addmv.self"] = "rand(4)",
        ["addmv.right"] = "rand(4)",
        ["cholesky.self"] = "eye(4) + 0.1",
        ["cholesky_solve.self"] = "eye(4) + rand(4, 4).tril()",
        ["logdet.self"] = "eye(4) + 0.1",
        ["linear.bias"] = "rand(4)",
        ["bilinear.weight"] = "rand(3, 4, 4)",
        ["bilinear.bias"] = "rand(3)",
        ["unflatten.self"] = "rand(2, 6)",
        ["squeeze.self"] = "rand(4, 1)",
        ["permute.self"] = "rand(2, 3, 4)",
        ["expand.self"] = "rand(1, 4)",
        ["group_norm.self"] = "rand(2, 4, 3)",
        ["group_norm.weight"] = "rand(4)",
        ["group_norm.bias"] = "rand(4)",
        ["layer_norm.weight"] = "rand(4)",
        ["layer_norm.bias"] = "rand(4)",
        ["prelu.weight"] = "rand(4)",
        ["conv1d.input"] = "rand(2, 3, 8)",
        ["conv1d.weight"] = "rand(5, 3, 2)",
        ["conv1d.bias"] = "rand(5)",
        ["conv2d.input"] = "rand(2, 3, 8, 8)",
        ["conv2d.weight"] = "rand(5, 3, 2, 2)",
        ["conv2d.bias"] = "rand(5)",
        ["conv3d.input"] = "rand(new long[] { 2, 3, 8, 8, 8 })",
        ["conv3d.weight"] = "rand(new long[] { 5, 3, 2, 2, 2 })",
        ["conv3d.bias"] = "rand(5)",
        ["max_pool1d.input"] = "rand(2, 3, 8)",
        ["avg_pool1d.input"] = "rand(2, 3, 8)",
        ["adaptive_avg_pool1d.input"] = "rand(2, 3, 8)",
        ["max_pool2d.input"] = "rand(2, 3, 8, 8)",
        ["avg_pool2d.input"] = "rand(2, 3, 8, 8)",
        ["adaptive_avg_pool2d.input"] = "rand(2, 3, 8, 8)",
    };

    /// <summary>Host arguments by name, after those of one operation; numbers, or several.</summary>
    private static readonly Dictionary<string, string> Hosts = new(StringComparer.Ordinal)
    {
        ["self"] = "2",
        ["dim"] = "1",
        ["dims"] = "0,1",
        ["dim0"] = "0",
        ["dim1"] = "1",
        ["start_dim"] = "0",
        ["end_dim"] = "-1",
        ["destination"] = "0",
        ["keepdim"] = "true",
        ["dtype"] = "torch.ScalarType.Float64",
        ["device"] = "torch.CPU",
        ["shape"] = "2,8",
        ["sizes"] = "2,2",
        ["shifts"] = "1",
        ["start"] = "1",
        ["finish"] = "3",
        ["stop"] = "9",
        ["end"] = "5",
        ["step"] = "2",
        ["length"] = "2",
        ["steps"] = "5",
        ["index"] = "1",
        ["chunks"] = "2",
        ["parts"] = "2",
        ["size"] = "2",
        ["k"] = "2",
        ["offset"] = "0",
        ["diagonal"] = "1",
        ["decimals"] = "1",
        ["repeats"] = "3",
        ["rows"] = "3",
        ["columns"] = "4",
        ["classes"] = "5",
        ["groups"] = "1",
        ["pad"] = "1,2",
        ["kernel"] = "2",
        ["stride"] = "2",
        ["padding"] = "1",
        ["dilation"] = "1",
        ["p"] = "2",
        ["min"] = "0.25",
        ["max"] = "0.75",
        ["other"] = "0.5",
        ["exponent"] = "1.5",
        ["value"] = "0.5",
        ["beta"] = "0.5",
        ["alpha"] = "0.25",
        ["lambda"] = "0.25",
        ["threshold"] = "0.5",
        ["negative_slope"] = "0.5",
        ["scale"] = "1.5",
        ["input_scale"] = "0.5",
        ["eps"] = "0.001",
        ["nan"] = "1",
        ["posinf"] = "2",
        ["neginf"] = "3",
        ["rtol"] = "0.1",
        ["atol"] = "0.1",
        ["unbiased"] = "false",
        ["descending"] = "true",
        ["stable"] = "true",
        ["largest"] = "false",
        ["sorted"] = "true",
        ["right"] = "true",
        ["equal_nan"] = "true",
        ["ceil_mode"] = "true",
        ["count_include_pad"] = "false",
        ["divisor"] = "3",
        ["is_causal"] = "false",
        ["equation"] = "\"ij,jk->ik\"",
        ["rounding"] = "torch.RoundingMode.floor",
        ["approximate"] = "TorchSharp.Modules.GELU.Approximate.tanh",
        ["mode"] = "TorchSharp.PaddingModes.Replicate",

        ["unflatten.sizes"] = "2,3",
        ["split_sizes.sizes"] = "1,3",
        ["permute.dims"] = "2,0,1",
        ["roll.shifts"] = "1,2",
        ["expand.shape"] = "4,4",
        ["group_norm.groups"] = "2",
        ["layer_norm.shape"] = "4",
        ["normalize.p"] = "1.5",
        ["norm.p"] = "3f",
        ["norm_all.p"] = "3f",
        ["diag_embed.dim0"] = "0",
        ["diag_embed.dim1"] = "2",
        ["sum.dim"] = "1,0,2",

        ["conv1d.stride"] = "1",
        ["conv2d.stride"] = "1,2",
        ["conv2d.padding"] = "1,0",
        ["conv2d.dilation"] = "1,1",
        ["conv3d.stride"] = "1,2,1",
        ["conv3d.padding"] = "1,0,1",
        ["conv3d.dilation"] = "1,1,2",
        ["max_pool2d.kernel"] = "2,3",
        ["max_pool2d.stride"] = "1,2",
        ["max_pool2d.padding"] = "1,0",
        ["max_pool2d.dilation"] = "1,2",
        ["avg_pool2d.kernel"] = "2,3",
        ["avg_pool2d.stride"] = "1,2",
        ["avg_pool2d.padding"] = "1,0",
        ["adaptive_avg_pool2d.size"] = "2,3",
        ["index_fill.value"] = "0.5",
        ["slice_scatter.start"] = "0",
        ["slice_scatter.finish"] = "4",
        ["slice_scatter.step"] = "1",
        ["pad_mode.value"] = "0",
    };

    private static readonly List<Case> Cases = [.. TorchSharpMembers.All.SelectMany(CasesOf).DistinctBy(item => (item.Original, item.Form))];

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. Cases.Select(item => item.Operation.Name).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_form_gives_what_every_member_gives(string operation) =>
        Assert.All(Cases.Index().Where(item => item.Item.Operation.Name == operation), item => Compare(item.Index, item.Item));

    private static void Compare(int number, Case item)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var type = Compiled.Value.GetType("Cases")!;
        var operands = type.GetMethod($"Operands{number}")!.Invoke(null, []);
        torch.Tensor[] Run(string which) => (torch.Tensor[])type.GetMethod(which + number)!.Invoke(null, [operands])!;
        if (Record.Exception(() => Run("Original")) is TargetInvocationException refusal)
        {
            // Such as clamp without bounds.
            Assert.True(Record.Exception(() => Run("Form")) is TargetInvocationException, $"{item.Form} is accepted, {item.Original} is not: {refusal.InnerException!.Message}");
            Assert.True(item.Original.Contains("clamp", StringComparison.Ordinal) || item.Original.Contains("clip", StringComparison.Ordinal), $"{item.Original}: {refusal.InnerException!.Message}");
            return;
        }

        var (expected, actual) = (Run("Original"), Run("Form"));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.True(pair.First.dtype == pair.Second.dtype, $"{item.Form} gives {pair.Second.dtype}, {item.Original} gives {pair.First.dtype}");
            Assert.Equal(pair.First.shape, pair.Second.shape);
            Assert.True(pair.First.equal(pair.Second).all().ToBoolean() || pair.First.allclose(pair.Second, equal_nan: true), $"{item.Form} is not {item.Original}");
        });
    }

    [Fact]
    public void Every_pure_row_is_compared()
    {
        var compared = Cases.Select(item => item.Operation).ToHashSet();
        Assert.All(OperationTable.All.Where(operation => operation.Effects == Effects.Pure && operation.Calls.Length > 0), operation => Assert.Contains(operation, compared));
    }

    private static IEnumerable<Case> CasesOf(TorchSharpMembers.Overload member)
    {
        foreach (var told in member.Calls())
        {
            if (OperationTable.Find(member.Type, member.Member, told) is not { Operation.Effects: Effects.Pure } match)
            {
                continue;
            }

            var operands = new List<string>();
            var written = new List<Argument>();
            var texts = new List<string>();
            var taken = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < told.Count; i++)
            {
                var type = member.ParameterTypes[i];
                if (match.Names[i] is not { } name || told[i].Literal is not null)
                {
                    var literal = Qualified(told[i].Literal!);
                    texts.Add(Cast(type, literal));
                    if (match.Names[i] is { } left)
                    {
                        written.Add(Argument.Of(left, Literal(literal)));
                    }

                    continue;
                }

                var (text, argument) = Sample(match.Operation.Name, name, type, taken, operands);
                texts.Add(argument.Host is null ? text : Cast(type, text));
                written.Add(argument);
            }

            var op = new Op(match.Operation, new(match.Arrange(written)), default);
            yield return new Case(
                match.Operation, operands, Call(member, texts), CallForm.Write(op, id => $"t[{id}]", size => size.ToString()));
        }
    }

    /// <summary>An argument of that name, for the member and for the form.</summary>
    private static (string Text, Argument Argument) Sample(string operation, string name, Type type, Dictionary<string, int> taken, List<string> operands)
    {
        var kind = TorchSharpMembers.KindOf(type);
        if (kind is ParameterKind.Tensor or ParameterKind.Tensors)
        {
            var source = Operands.TryGetValue($"{operation}.{name}", out var special) || Operands.TryGetValue(name, out special) ? special : "rand(4, 4) * 0.8 + 0.1";
            var ids = Enumerable.Range(0, kind == ParameterKind.Tensors ? 2 : 1).Select(_ =>
            {
                operands.Add(source);
                return operands.Count - 1;
            }).ToList();
            return kind == ParameterKind.Tensor
                ? ($"t[{ids[0]}]", Argument.Of(name, ids[0]))
                : ($"new Tensor[] {{ t[{ids[0]}], t[{ids[1]}] }}", Argument.OfList(name, ids));
        }

        var values = (Hosts.TryGetValue($"{operation}.{name}", out var host) ? host : Hosts[name]).Split(kind == ParameterKind.Other ? '\n' : ',');
        if (kind == ParameterKind.Ints)
        {
            return ($"new long[] {{ {string.Join(", ", values)} }}", Argument.Of(name, HostExpression.List(values.Select(Literal))));
        }

        // Numbers as the parser writes them: of their C# type.
        if (kind == ParameterKind.Bool && values[0] is not ("true" or "false"))
        {
            return ("true", Argument.Of(name, Literal("true")));
        }

        if (kind == ParameterKind.Number && values[0].All(c => char.IsDigit(c) || c == '.'))
        {
            var number = values[0] + (type == typeof(float) ? "F" : values[0].Contains('.', StringComparison.Ordinal) ? "D" : "");
            return (number, Argument.Of(name, Literal(number)));
        }

        // The second of two parameters of one name takes the second value.
        var used = taken[name] = taken.GetValueOrDefault(name) + 1;
        var value = values[Math.Min(used, values.Length) - 1];
        value = kind == ParameterKind.Int && value.Contains('.', StringComparison.Ordinal) ? "2" : value;
        return (value, Argument.Of(name, Literal(value)));
    }

    private static HostExpression Literal(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? HostExpression.Of(number) : HostExpression.Code(text);

    private static string Qualified(string literal) => literal.StartsWith("RoundingMode.", StringComparison.Ordinal) ? "torch." + literal : literal;

    /// <summary>The argument as exactly the type of the parameter, so that the call cannot bind to another overload.</summary>
    private static string Cast(Type type, string text)
    {
        if (TorchSharpMembers.KindOf(type) == ParameterKind.Ints)
        {
            var items = text == "null" ? null : text["new long[] { ".Length..^" }".Length];
            return type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) || Nullable.GetUnderlyingType(type) is not null
                ? items is null ? $"({Name(type)})null" : $"({items})"
                : $"({Name(type)})({text})";
        }

        return $"({Name(type)})({text})";
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"global::{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : "global::" + type.FullName!.Replace('+', '.');

    private static string Call(TorchSharpMembers.Overload member, List<string> texts)
    {
        if (member.Member.StartsWith("operator ", StringComparison.Ordinal))
        {
            var symbol = member.Member["operator ".Length..];
            return texts.Count == 1 ? symbol + texts[0] : $"{texts[0]} {symbol} {texts[1]}";
        }

        var name = member.Member;
        var owner = member.Type switch
        {
            "functional" => "torch.nn.functional",
            "special" => "torch.special",
            "linalg" => "torch.linalg",
            _ => "torch",
        };
        return member.Method.IsSpecialName ? $"{texts[0]}.{name}"
            : member.Method.IsStatic ? $"{owner}.@{name}({string.Join(", ", texts)})"
            : $"{texts[0]}.@{name}({string.Join(", ", texts.Skip(1))})";
    }

    private static Assembly Compile()
    {
        var text = new StringBuilder("using TorchSharp;\nusing static TorchSharp.torch;\npublic static class Cases\n{\n    static Tensor square => rand(4, 4);\n");
        for (var i = 0; i < Cases.Count; i++)
        {
            var item = Cases[i];
            text.Append("    public static Tensor[] Operands").Append(i).Append("() => new Tensor[] { ").Append(string.Join(", ", item.Operands)).Append(" };\n");
            foreach (var (name, call) in new[] { ("Original", item.Original), ("Form", item.Form) })
            {
                text.Append("    public static Tensor[] ").Append(name).Append(i).Append("(Tensor[] t) => ").Append(item.Operation.Results switch
                {
                    ResultForm.Single => $"new Tensor[] {{ {call} }}",
                    ResultForm.Tuple => $"{call} is var (first, second) ? new Tensor[] {{ first, second }} : null",
                    _ => call,
                }).Append(";\n");
            }
        }

        var tree = CSharpSyntaxTree.ParseText(text.Append("}\n").ToString(), new CSharpParseOptions(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create(
            "Cases", [tree], [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(torch).Assembly.Location)], new(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        var lines = tree.GetText().Lines;
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}: {diagnostic.GetMessage(null)}")));
        return Assembly.Load(stream.ToArray());
    }

    private sealed record Case(Operation Operation, List<string> Operands, string Original, string Form);
}
