using System.Text.RegularExpressions;

namespace FluentRnn.Tests.Compiler.Planning.Report;

/// <summary>The diagram is a flowchart that Mermaid can read, with everything of the plan in it.</summary>
public partial class PlanDiagramTests
{
    public static TheoryData<string> Containers => CanonicalContainers.All;

    [Theory]
    [MemberData(nameof(Containers))]
    public void Every_diagram_is_a_flowchart(string container)
    {
        var spec = TestCompilation.Parse(CanonicalContainers.Compile(container))!;

        Check(Generators.Planning.ForwardPlanner.Plan(spec).Mermaid);
    }

    [Fact]
    public void Phases_are_boxes_with_equations()
    {
        var diagram = Plans.Of("%1 = mm(%x, %w); %2 = mm(%h, %w); %3 = add(%1, %2); %y = tanh(%3)", "next h = %y; sequence y = %y").Mermaid;

        Check(diagram);
        Assert.Contains("[\"product = x·w\"]", diagram, StringComparison.Ordinal);
        Assert.Contains("[\"y = tanh(product + h·w)\"]", diagram, StringComparison.Ordinal);
        Assert.Equal(2, diagram.Split("subgraph").Length - 1);
        Assert.Equal(1, diagram.Split("-. next .->").Length - 1);
    }

    /// <summary>A readout that is an output of every step and goes into a last output: for all steps at once, and once more for the last.</summary>
    [Fact]
    public void What_is_computed_in_two_phases_is_there_twice()
    {
        var plan = Plans.Of("%y = tanh(%h); %l = mm(%y, %w); %m = tanh(%l)", "next h = %y; sequence l = %l; last m = %m");

        Check(plan.Mermaid);
        Assert.Equal(2, plan.Variants[0].Schedule.After.Count);
        Assert.Equal(2, plan.Mermaid.Split("[\"l = y·w\"]").Length - 1);
    }

    [Fact]
    public void Signs_that_mean_something_to_Mermaid_are_written_as_entities()
    {
        var diagram = Plans.Of("%k = call([%x], `{w}.run({0}, \"#<a>\")`); %y = add(%k, %h)", "next h = %y").Mermaid;

        Check(diagram);
        Assert.Contains("w.run(x, #quot;#35;#lt;a#gt;#quot;)", diagram, StringComparison.Ordinal);
    }

    /// <summary>Every line is one of those that a flowchart has; every box is closed; every node is defined once, and every arrow leads from one to another.</summary>
    private static void Check(string diagram)
    {
        var lines = diagram.Split('\n');
        Assert.Equal("flowchart LR", lines[0]);
        HashSet<string> nodes = [];
        var open = 0;
        foreach (var line in lines.Skip(1))
        {
            if (Box().IsMatch(line))
            {
                open++;
            }
            else if (line.Trim() == "end")
            {
                open--;
            }
            else if (Arrow().Match(line) is { Success: true } arrow)
            {
                Assert.Contains(arrow.Groups["from"].Value, nodes);
                Assert.True(nodes.Contains(arrow.Groups["to"].Value) || arrow.Groups["label"].Success, line);
                Assert.True(!arrow.Groups["label"].Success || nodes.Add(arrow.Groups["to"].Value), line);
            }
            else
            {
                var node = Node().Match(line);
                Assert.True(node.Success, line);
                Assert.True(nodes.Add(node.Groups["id"].Value), line);
            }

            Assert.InRange(open, 0, 1);
        }

        Assert.Equal(0, open);
    }

    [GeneratedRegex("""^ +subgraph \w+\["[^"<>]*"\]$""")]
    private static partial Regex Box();

    [GeneratedRegex("""^ +(?<id>\w+)(\["[^"<>]*"\]|\(\["[^"<>]*"\]\))$""")]
    private static partial Regex Node();

    [GeneratedRegex("""^ +(?<from>\w+) (-->|-\. next \.->) (?<to>\w+)(?<label>\(\["[^"<>]*"\]\))?$""")]
    private static partial Regex Arrow();
}
