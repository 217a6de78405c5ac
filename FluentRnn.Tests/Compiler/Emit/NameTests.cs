using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>
/// Whatever is called as something in the generated file, or in the classes above it: every name that occurs there is given to every kind of slot, and the file
/// still compiles without a warning.
/// </summary>
public class NameTests
{
    private static readonly Dictionary<string, string> Own = new()
    {
        ["sequence"] = "sq",
        ["constant"] = "cn",
        ["state"] = "st",
        ["forced"] = "fd",
        ["output"] = "ot",
        ["last"] = "la",
        ["module"] = "md",
        ["parameter"] = "pm",
    };

    /// <summary>Names that Source has in another role, or calls by their own.</summary>
    private static readonly IEnumerable<string> TheSame =
        [.. Own.Values, .. Own.Values.Select(name => char.ToUpperInvariant(name[0]) + name[1..]), Own["module"] + "_backward", "gn", "gn_backward", "Linear", "Parameter", "size", "s", "c", "q", "m", "rnn"];

    /// <summary>The forms of a container whose files differ most.</summary>
    private static readonly Dictionary<string, (string Chain, string Step)> Forms = new()
    {
        ["two variants"] = (".Initial((c, m) => new { STATE = Functions_.Tanh(m.MODULE.call(c.CONSTANT)) }).Checkpoint(2)", "if (Training) { } "),
        ["plain"] = ("", "while (size > 100_000) { } "),
        ["both directions"] = (".Bidirectional(Merge.Apart)", ""),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (form, role) in Forms.Keys.SelectMany(form => Own.Keys, (form, role) => (form, role)))
            {
                cases.Add(form, role);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_name_is_possible(string form, string role)
    {
        var names = Names(form);
        var sources = names.Select((name, i) => $"namespace Of{i} {{ {Source(form, role, name)} }}");
        var compilation = TestCompilation.WithUsings(string.Join("\n", sources));

        var (output, result) = TestCompilation.Generate(compilation);

        Assert.True(role is "module" || result.GeneratedTrees.Length == names.Count, $"{result.GeneratedTrees.Length} of {names.Count}: " + string.Join(" ", names.Where((_, i) => !result.GeneratedTrees.Any(tree => Path.GetFileName(tree.FilePath).StartsWith($"Of{i}.", StringComparison.Ordinal)))));
        Assert.True(result.GeneratedTrees.Length > names.Count / 4);
        var generated = result.GeneratedTrees.ToHashSet();
        var found = output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Location.SourceTree is { } tree && generated.Contains(tree));
        Assert.True(!found.Any(), string.Join("\n", found.Select(diagnostic => $"{NameIn(diagnostic)}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}").Distinct().Take(50)));

        string NameIn(Diagnostic diagnostic) => names[int.Parse(Path.GetFileName(diagnostic.Location.SourceTree!.FilePath).Split('.')[0][2..], CultureInfo.InvariantCulture)];
    }

    /// <summary>The members of the container and of the classes above it that the file of a container of that form uses; on demand everything that is a name in either.</summary>
    private static List<string> Names(string form)
    {
        var (output, result) = TestCompilation.Generate(TestCompilation.WithUsings(Source(form, "sequence", Own["sequence"])));
        var file = result.GeneratedTrees.Single();
        var all = Environment.GetEnvironmentVariable("FLUENTRNN_NAMES") == "all";
        var names = all ? Tokens(file).Concat(Inherited()) : Members(file, output.GetSemanticModel(file));
        return [.. names.SelectMany(name => new[] { name, char.ToLowerInvariant(name[0]) + name[1..] })
            .Where(name => SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None)
            .Except(TheSame)
            .Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Tokens(SyntaxTree file) =>
        file.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);

    private static IEnumerable<string> Members(SyntaxTree file, SemanticModel model) => file.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
        .Select(name => model.GetSymbolInfo(name).Symbol)
        .Where(symbol => symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or INamedTypeSymbol && symbol.ContainingType is not null)
        .Select(symbol => symbol!.Name);

    private static IEnumerable<string> Inherited() => Ancestors()
        .SelectMany(type => type.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(member => member is not MethodBase { IsPrivate: true } and not MethodBase { IsSpecialName: true })
        .Select(member => member.Name);

    private static IEnumerable<Type> Ancestors()
    {
        for (var type = typeof(RecurrentContainer<,,,>); type is not null && type != typeof(object); type = type.BaseType!)
        {
            yield return type;
        }
    }

    private static string Source(string form, string role, string name)
    {
        string Of(string other) => other == role ? name : Own[other];
        var (chain, step) = Forms[form];
        chain = chain.Replace("STATE", Of("state"), StringComparison.Ordinal).Replace("MODULE", Of("module"), StringComparison.Ordinal).Replace("CONSTANT", Of("constant"), StringComparison.Ordinal);
        return $$"""
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size, int {{Of("parameter")}}) => rnn
                    .Sequences(new { {{Of("sequence")}} = Vector(size) })
                    .Constants(new { {{Of("constant")}} = Vector({{Of("parameter")}}) })
                    .States(new { {{Of("state")}} = Vector(size), {{Of("forced")}} = {{(form == "both directions" ? "Vector(size)" : "TeacherForced(Vector(size))")}} })
                    .Modules(() => new { {{Of("module")}} = Linear({{Of("parameter")}}, size), gn = Parameter(ones(size)) })
                    {{chain}}
                    .Step((s, c, q, m) =>
                    {
                        {{step}}var next = Functions_.Tanh(q.{{Of("state")}} + s.{{Of("sequence")}}) * q.{{Of("forced")}} * m.gn + m.{{Of("module")}}.call(c.{{Of("constant")}});
                        return Yield(sequence: new { {{Of("output")}} = next }, last: new { {{Of("last")}} = next * 2 }, next: new { {{Of("state")}} = next, {{Of("forced")}} = next * 3 });
                    });
            }

            static class Functions_ { public static TorchSharp.torch.Tensor Tanh(TorchSharp.torch.Tensor x) => TorchSharp.torch.tanh(x); }
            """;
    }
}
