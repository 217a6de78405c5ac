using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentRnn.Benchmarks.Cells;
using FluentRnn.Benchmarks.Generator;
using FluentRnn.Benchmarks.Measure;
using FluentRnn.Benchmarks.Peers;

namespace FluentRnn.Benchmarks.Report;

/// <summary>Everything a run found out.</summary>
sealed record BenchmarkReport(Machine Machine, IReadOnlyList<Group> Groups, GeneratorCost? Generator)
{
    const string JsonFile = "performance.json";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new RoundedNumber() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The cells that were measured.</summary>
    [JsonIgnore]
    public IReadOnlyList<Cell> Cells => [.. Cell.All.Where(cell => Groups.Any(group => group.Cell == cell.Name))];

    /// <summary>The peers that were measured.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Peers => [.. PeerNames.All.Select(peer => peer.Name).Where(peer => Groups.Any(group => group.Find(peer) is not null))];

    /// <summary>The number of threads that overviews are of: the largest.</summary>
    [JsonIgnore]
    public int Threads => Groups.Select(group => group.Threads).DefaultIfEmpty().Max();

    /// <summary>How many times as long as ours a peer takes, as a median over the shapes of the targets; null if it was not measured.</summary>
    public double? RatioToOurs(Cell cell, string peer, Mode mode, int threads)
    {
        var ratios = Groups
            .Where(group => group.Cell == cell.Name && group.Mode == mode && group.Threads == threads && Shape.OfTargets.Contains(group.Shape))
            .Select(group => group.Ratio(peer, PeerNames.Ours)?.Median).OfType<double>().ToList();
        return ratios.Count == 0 ? null : Spread.Of(ratios).Median;
    }

    /// <summary>Reads what a run has written.</summary>
    public static BenchmarkReport Load(string folder) =>
        JsonSerializer.Deserialize<BenchmarkReport>(File.ReadAllText(Path.Combine(folder, JsonFile)), Json) ?? throw new BenchmarkException($"{folder}: {JsonFile} is empty.");

    /// <summary>This report and a later run on the same machine.</summary>
    public BenchmarkReport With(BenchmarkReport later) => new(
        later.Machine with { Command = $"{Machine.Command}; {later.Machine.Command}" }, [.. Groups.Where(group => !later.Groups.Any(group.IsSame)), .. later.Groups], later.Generator ?? Generator);

    /// <summary>This report and one more group.</summary>
    public BenchmarkReport With(Group group) => this with { Groups = [.. Groups.Where(other => !group.IsSame(other)), group] };

    /// <summary>Writes the report as Markdown, JSON and a chart.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "performance.md"), MarkdownReport.Of(this));
        File.WriteAllText(Path.Combine(folder, JsonFile), JsonSerializer.Serialize(this, Json) + "\n");
        RatioChart.Of(this).Save(Path.Combine(folder, "performance.svg"));
    }

    /// <summary>Five digits are more than any clock gives.</summary>
    sealed class RoundedNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture));
    }
}
