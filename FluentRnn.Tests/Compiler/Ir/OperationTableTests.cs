using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

/// <summary>The rows of the table are consistent, and stand for members that TorchSharp has.</summary>
public class OperationTableTests
{
    public static TheoryData<string> Names => [.. OperationTable.All.Select(operation => operation.Name)];

    [Fact]
    public void Has_the_operations_a_network_needs() => Assert.True(OperationTable.All.Count >= 150, $"{OperationTable.All.Count} rows");

    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(OperationTable.All.Count, OperationTable.All.Select(operation => operation.Name).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_found_by_its_name(string name) => Assert.Equal(name, OperationTable.Find(name)?.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_call_fits_a_member_of_TorchSharp(string name) => Assert.All(OperationTable.Find(name)!.Calls, call =>
    {
        var pattern = CallPattern.Parse(call);
        Assert.True(
            TorchSharpMembers.All.Any(member => member.Member == pattern.Member && member.Calls().Any(arguments => pattern.Match(member.Type, arguments) is not null)),
            $"TorchSharp has no member for '{call}'; it has {string.Join(" ", TorchSharpMembers.All.Where(member => member.Member == pattern.Member))}");
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_call_gives_the_arguments_of_the_form(string name)
    {
        var operation = OperationTable.Find(name)!;
        Assert.All(operation.Calls.Select(CallPattern.Parse), pattern => Assert.Equal(
            operation.Parameters.Order(StringComparer.Ordinal),
            pattern.Parameters.Select(parameter => parameter.Name).OfType<string>().Concat(pattern.Extra.Select(extra => extra.Name))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void No_call_fits_two_rows_equally_well() => Assert.All(TorchSharpMembers.All, member => Assert.All(member.Calls(), arguments =>
    {
        var fits = OperationTable.All
            .SelectMany(operation => operation.Calls.Select(CallPattern.Parse), (operation, pattern) => (operation.Name, pattern.Member, Fit: pattern.Match(member.Type, arguments)))
            .Where(row => row.Member == member.Member && row.Fit is not null).ToList();
        var best = fits.Where(row => row.Fit == fits.Max(other => other.Fit)).Select(row => row.Name).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(best.Count <= 1, $"{member} is {string.Join(" and ", best)}");
    }));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_operands_that_may_change_from_step_to_step_are_parameters(string name)
    {
        var operation = OperationTable.Find(name)!;
        Assert.All(operation.TimeOperands, operand => Assert.Contains(operand, operation.Parameters));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_random_or_unknown_is_not_computed_for_all_steps_at_once(string name)
    {
        var operation = OperationTable.Find(name)!;
        Assert.True(operation.Effects == Effects.Pure || operation.Time == TimeRule.None);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_begins_with_the_size_of_the_batch_is_a_shape(string name)
    {
        var operation = OperationTable.Find(name)!;
        Assert.True(operation.Time != TimeRule.LeadingShape || operation.Parameters.Contains("shape"), $"{name} has no shape");
    }
}
