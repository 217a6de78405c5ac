using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluentRnn.Tests.Runtime.Behaviour;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>
/// docs/networks.md and the pages under docs/networks are the networks: their equations, sources and oracles. <c>UPDATE_SNAPSHOTS=1 dotnet test</c> writes them
/// anew. The differences in them are those seen then, on the generated loop; <see cref="NetworkTests"/> says how large they may be.
/// </summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed partial class GalleryTests
{
    const string Begin = "<!-- networks -->\n", End = "<!-- /networks -->\n";

    static readonly string Docs = Path.Combine(Repository.Root, "docs");

    static bool Update => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static TheoryData<Topic> Topics => new(Network.All.Select(network => network.Topic).Distinct());

    [Fact]
    public void The_table_lists_every_network()
    {
        var path = Path.Combine(Docs, "networks.md");
        var text = Read(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));

        Require(path, text[..from] + Table() + text[to..]);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_its_networks(Topic topic) => Require(Path.Combine(Docs, "networks", PageName(topic)), Page(topic));

    [Fact]
    public void Every_number_is_given_once() => Assert.Equal(Network.All.Select(network => network.Number).Distinct(), Network.All.Select(network => network.Number));

    static string Table()
    {
        var table = new StringBuilder("| No. | Network | Needs | Oracle | Largest difference |\n|---|---|---|---|---|\n");
        foreach (var network in Network.All)
        {
            var oracles = Measure(network);
            table.Append(CultureInfo.InvariantCulture, $"| {network.Number} | [{network.Title}](networks/{PageName(network.Topic)}#{Anchor(network.Title)}) | {network.Needs} ");
            table.Append(CultureInfo.InvariantCulture, $"| {string.Join("; ", oracles.Select(oracle => oracle.Says))} | {Text(oracles.Max(oracle => oracle.Largest))} |\n");
        }

        return table.ToString();
    }

    static string Page(Topic topic)
    {
        var page = new StringBuilder("This page is written from the tests. [All networks](../networks.md)\n");
        foreach (var network in Network.All.Where(network => network.Topic == topic))
        {
            page.Append("\n## ").Append(network.Title).Append("\n\n").Append(network.Equations.ReplaceLineEndings("\n"))
                .Append("\n\n```csharp\n").Append(Source(network)).Append("```\n\n| Oracle | Largest difference |\n|---|---|\n");
            foreach (var (says, largest) in Measure(network)) page.Append(CultureInfo.InvariantCulture, $"| {says} | {Text(largest)} |\n");
        }

        return page.ToString();
    }

    static List<(string Says, double Largest)> Measure(Network network)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        return [.. network.Oracles(Executor.Generated).Select(oracle => (oracle.Says, oracle.Largest()))];
    }

    /// <summary>The declaration, without what stands above it in the file.</summary>
    static string Source(Network network)
    {
        var files = ((string[])["Networks", "Containers"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.TestProject, folder), network.Source + ".cs", SearchOption.AllDirectories));
        return Head().Replace(Read(files.First()), string.Empty);
    }

    static void Require(string path, string page)
    {
        if (Update) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Update) File.WriteAllText(path, page);
        Assert.Equal(Unmeasured(page), Unmeasured(Read(path)));
    }

    static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    static string PageName(Topic topic) => topic.ToString().ToLowerInvariant() + ".md";

    /// <summary>The name that GitHub gives a heading.</summary>
    static string Anchor(string title) => NoAnchor().Replace(title.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    static string Text(double largest) => largest.ToString(largest == 0 ? "0" : "0e0", CultureInfo.InvariantCulture);

    /// <summary>The page without the differences, which are a little different on another machine.</summary>
    static string Unmeasured(string page) => Measured().Replace(page, "|\n");

    [GeneratedRegex(@"\A.*?^namespace [\w.]+;\n\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex(@"\| (0|\de-?\d+) \|\n")]
    private static partial Regex Measured();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
