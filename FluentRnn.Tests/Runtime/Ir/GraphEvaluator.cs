using System.Globalization;
using System.Reflection;
using System.Text;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler;
using FluentRnn.Tests.Compiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Ir;

/// <summary>Runs graphs of the compiler on tensors: each becomes a C# method, its operations written by their forms; all are compiled at once.</summary>
sealed class GraphEvaluator
{
    readonly IReadOnlyDictionary<string, StepGraph> graphs;
    readonly Dictionary<string, Func<Tensor[], long, long, Tensor[]>> methods;

    /// <param name="graphs">The graphs, by a name that is a C# identifier.</param>
    /// <param name="members">C# members of the class around the methods: what host expressions and sizes refer to.</param>
    public GraphEvaluator(IReadOnlyDictionary<string, StepGraph> graphs, string members = "")
    {
        this.graphs = graphs;
        var text = new StringBuilder(TestCompilation.Usings).Append("\npublic static class Graphs\n{\n").AppendLine(members);
        foreach (var (name, graph) in graphs) Write(text, name, graph);
        var type = Compile(text.Append("}\n").ToString()).GetType("Graphs")!;
        methods = graphs.Keys.ToDictionary(name => name, name => type.GetMethod(name)!.CreateDelegate<Func<Tensor[], long, long, Tensor[]>>(), StringComparer.Ordinal);
    }

    /// <summary>What a graph returns.</summary>
    /// <param name="name">The graph.</param>
    /// <param name="input">The values of its inputs.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="steps">The number of steps.</param>
    /// <returns>The values of <see cref="StepGraph.Returned"/>, in its order.</returns>
    public Tensor[] Run(string name, Func<GraphInput, Tensor> input, long batch = 1, long steps = 1) =>
        methods[name]([.. graphs[name].Inputs.Select(input)], batch, steps);

    /// <summary>What a host condition is.</summary>
    public static bool IsTrue(string condition, string members) =>
        (bool)Compile($"{TestCompilation.Usings}\npublic static class Conditions\n{{\n{members}\n    public static bool Condition => {condition};\n}}\n").GetType("Conditions")!.GetProperty("Condition")!.GetValue(null)!;

    static void Write(StringBuilder text, string name, StepGraph graph)
    {
        text.Append("    public static Tensor[] ").Append(name).AppendLine("(Tensor[] input, long B, long T)\n    {");
        foreach (var (i, input) in graph.Inputs.Index()) text.Append(CultureInfo.InvariantCulture, $"        var {Local(input.Value.Id)} = input[{i}];\n");
        foreach (var op in graph.Ops)
        {
            var filled = op with { Arguments = new(op.Arguments.Select(argument => argument with { Host = argument.Host is { } host ? Fill(host) : null })) };
            var call = CallForm.Write(filled, Local, Size);
            if (op.Call is not null) call = HostText.Fill(call, Named);
            if (op.Operation.Results == ResultForm.Array)
            {
                text.Append(CultureInfo.InvariantCulture, $"        var parts{op.Results[0].Id} = {call};\n");
                foreach (var (i, result) in op.Results.Index()) text.Append(CultureInfo.InvariantCulture, $"        var {Local(result.Id)} = parts{op.Results[0].Id}[{i}];\n");
            }
            else
            {
                var targets = string.Join(", ", op.Results.Select(result => Local(result.Id)));
                text.Append("        var ").Append(op.Results.Count == 1 ? targets : $"({targets})").Append(" = ").Append(call).AppendLine(";");
            }
        }

        text.Append("        return [").Append(string.Join(", ", graph.Returned.Select(Local))).AppendLine("];\n    }");

        HostExpression Fill(HostExpression host) => host.Items is { } items ? HostExpression.List(items.Select(Fill)) : host.Text is { } code ? HostExpression.Code(HostText.Fill(code, Named)) : host;

        string Size(Dim size) => size.Value?.ToString(CultureInfo.InvariantCulture)
            ?? "(" + size.ToText(symbol => Dim.RunTimeExpression(symbol) is { } expression ? $"({HostText.Fill(expression, Named)})" : symbol) + ")";

        string Named(string slot) => graph.Inputs.FirstOrDefault(input => input.Name == slot) is { } found
            ? Local(found.Value.Id)
            : throw new InvalidOperationException($"'{slot}' is no input of {name}:\n{IrPrinter.Print(graph)}");
    }

    static string Local(int id) => string.Create(CultureInfo.InvariantCulture, $"v{id}");

    static Assembly Compile(string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create("Graphs", [tree], References.All, new(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        var lines = tree.GetText().Lines;
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}")));
        return Assembly.Load(stream.ToArray());
    }
}
