using System.Text;
using System.Text.RegularExpressions;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

/// <summary>docs/operations.md is the operation table. <c>UPDATE_SNAPSHOTS=1 dotnet test</c> writes it anew.</summary>
public class OperationsPageTests
{
    [Fact]
    public void The_page_is_the_table()
    {
        var path = Path.Combine(Repository.Root, "docs", "operations.md");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, Page());
        }

        Assert.Equal(Page(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_time_rule_is_explained() => Assert.All(Enum.GetValues<TimeRule>(), rule => Assert.NotEmpty(Explain(rule)));

    private static string Gradients(DerivativeRule rule) =>
        rule.WhyUnknown is { } reason ? $"not known: {reason}" : rule.Operands.Count == 0 ? "constant" : string.Join(", ", rule.Operands);

    private static string Page()
    {
        var page = new StringBuilder("""
            # Operations

            What the compiler knows of TorchSharp. Anything else in a step is called as it is written, once a step, and its result is of unknown shape.

            - *TorchSharp*: the members that are this operation; `_=x` is an argument that must have that value.
            - *All steps at once*: how it is computed for the whole sequence when it does not depend on a state: the T steps of B rows are B · T rows, on which the same call is made unless it combines rows
              ([why](decisions/0044-steps-are-rows.md)).
            - *Gradients of*: the operands that get a gradient ([how](adjoint.md)); the gradient of a constant is zero.
            - *Random* operations are executed exactly once a step, in order.

            This page is written from `FluentRnn.Generators/Ir/Operations` by a test.


            """.ReplaceLineEndings("\n"));
        page.Append("## All steps at once\n\n");
        foreach (var rule in Enum.GetValues<TimeRule>())
        {
            page.Append("- ").Append(rule).Append(": ").Append(Explain(rule)).Append('\n');
        }

        foreach (var family in OperationTable.All.Where(operation => operation.Calls.Length > 0 || operation == Indexing.Embedding).GroupBy(OperationTable.FamilyOf))
        {
            page.Append("\n## ").Append(family.Key).Append("\n\n| Operation | TorchSharp | C# written | All steps at once | Gradients of | Effects |\n|---|---|---|---|---|---|\n");
            foreach (var operation in family)
            {
                page.Append("| ").Append(operation.Name)
                    .Append(" | ").Append(operation.Calls.Length == 0 ? "`nn.Embedding`" : string.Join("<br>", operation.Calls.Select(Code)))
                    .Append(" | ").Append(Code(Plain(operation.Form)))
                    .Append(" | ").Append(operation.Time == TimeRule.None ? "no" : operation.Time.ToString())
                    .Append(operation.TimeOperands.Length == 0 ? "" : " of " + string.Join(", ", operation.TimeOperands))
                    .Append(" | ").Append(Gradients(operation.Derivative!))
                    .Append(" | ").Append(operation.Effects)
                    .Append(" |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>A form with the names of its arguments only.</summary>
    private static string Plain(string form) => Regex.Replace(form, @"\{(, )?(\w+)[^}]*\}", "$1$2");

    private static string Code(string text) => "`" + text.Replace("|", "\\|", StringComparison.Ordinal) + "`";

    private static string Explain(TimeRule rule) => rule switch
    {
        TimeRule.None => "it stays in the loop.",
        TimeRule.Elementwise => "element by element.",
        TimeRule.Product => "a product of matrices.",
        TimeRule.LeadingShape => "a size of the batch in its shape is that of all rows.",
        TimeRule.Any => "the same call, on rows.",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
