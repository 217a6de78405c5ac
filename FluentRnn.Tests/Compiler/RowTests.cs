using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;

namespace FluentRnn.Tests.Compiler;

/// <summary>
/// Every behaviour has an id, and every id a test: the trait <c>Row</c> says which. D: declaring, C: calling, R: the loop, U: units, W: weights and files,
/// G: decoding.
/// </summary>
public class RowTests(ITestOutputHelper output)
{
    static readonly (string Letter, int Count)[] Blocks = [("D", 16), ("C", 10), ("R", 19), ("U", 5), ("W", 5), ("G", 3)];

    static readonly string[] Ids = [.. Blocks.SelectMany(block => Enumerable.Range(1, block.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{block.Letter}{i}")))];

    /// <summary>The tests of each id.</summary>
    static readonly ILookup<string, string> Tests = typeof(RowTests).Assembly.GetTypes()
        .SelectMany(type => Rows(type).Select(row => (Row: row, Test: type.Name))
            .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).SelectMany(method => Rows(method).Select(row => (Row: row, Test: $"{type.Name}.{method.Name}")))))
        .ToLookup(found => found.Row, found => found.Test, StringComparer.Ordinal);

    [Fact]
    public void Every_id_has_a_test()
    {
        foreach (var id in Ids) output.WriteLine($"| {id} | {string.Join(", ", Tests[id].Select(test => $"`{test}`"))} |");

        Assert.All(Ids, id => Assert.True(Tests.Contains(id), $"{id} has no test"));
    }

    [Fact]
    public void Every_trait_is_an_id() => Assert.All(Tests, tests => Assert.True(Ids.Contains(tests.Key), $"{tests.Key} of {tests.First()} is no id"));

    static IEnumerable<string> Rows(MemberInfo member) => member.CustomAttributes
        .Where(attribute => attribute.AttributeType == typeof(TraitAttribute) && attribute.ConstructorArguments is [{ Value: "Row" }, _])
        .Select(attribute => (string)attribute.ConstructorArguments[1].Value!);
}
