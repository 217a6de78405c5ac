using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir.Shapes;

/// <summary>One row of a table of shape rules: operands, a call in IR text, and the types of its results or the finding.</summary>
internal static class ShapeRow
{
    /// <summary>Checks a row.</summary>
    /// <param name="operands"><c>x:floating[B, n] w:floating[n]</c></param>
    /// <param name="call"><c>mul(%x, %w)</c></param>
    /// <param name="expected"><c>floating[B, n]</c>, several separated by a semicolon; or <c>FRNN050: x | (B, n) | …</c>, a finding and its values.</param>
    public static void Check(string operands, string call, string expected)
    {
        var findings = new List<Finding>();
        var results = expected.StartsWith("FRNN", StringComparison.Ordinal) ? Count(operands, call) : expected.Split(';').Length;
        var op = Read(operands, call, results, findings.Add);
        var actual = findings.Count > 0
            ? string.Join("; ", findings.Select(finding => $"{finding.Id}: {string.Join(" | ", finding.Arguments)}"))
            : string.Join("; ", op.Results.Select(result => IrPrinter.Print(result.Type)));
        Assert.Equal(expected, actual);

        // What failed once is not told again: the results are unknown.
        Assert.All(op.Results, result => Assert.True(findings.Count == 0 || result.Type == TensorType.Unknown));
    }

    /// <summary>The operation of a row.</summary>
    public static Op Read(string operands, string call, int results, Action<Finding> report) => Graph(operands, call, results, report).Ops.Single();

    /// <summary>A graph of one operation whose results are returned, for a call that fits.</summary>
    public static StepGraph Graph(string operands, string call)
    {
        var graph = Graph(operands, call, Count(operands, call), finding => Assert.Fail($"{call} of {operands}: {finding.Id}"));
        return graph with { Sequence = new(graph.Ops.Single().Results.Select((result, i) => new Binding($"result{i}", result.Id))) };
    }

    private static StepGraph Graph(string operands, string call, int results, Action<Finding> report)
    {
        var inputs = operands.Split("] ", StringSplitOptions.RemoveEmptyEntries)
            .Select(operand => $"%{operand.TrimEnd(']')}] = constant {operand.Split(':')[0]}\n");
        var targets = string.Join(", ", Enumerable.Range(0, results).Select(i => $"%result{i}"));
        return IrReader.Read($"inputs\n{string.Concat(inputs)}let\n{targets} = {call}\nin\n", report);
    }

    /// <summary>The number of results a failing call has: the one for which the text can be read.</summary>
    public static int Count(string operands, string call) => Enumerable.Range(1, 8).First(count =>
    {
        try
        {
            Read(operands, call, count, static _ => { });
            return true;
        }
        catch (FormatException failure) when (failure.Message.Contains("are named", StringComparison.Ordinal))
        {
            return false;
        }
    });
}
