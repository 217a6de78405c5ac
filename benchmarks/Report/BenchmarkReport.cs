using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentRnn.Benchmarks.Generator;
using FluentRnn.Benchmarks.Measure;

namespace FluentRnn.Benchmarks.Report;

/// <summary>Everything a run found out.</summary>
sealed record BenchmarkReport(Machine Machine, IReadOnlyList<Group> Groups, GeneratorCost? Generator)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new RoundedNumber() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the report as Markdown, JSON and a chart.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "performance.md"), MarkdownReport.Of(this));
        File.WriteAllText(Path.Combine(folder, "performance.json"), JsonSerializer.Serialize(this, Json) + "\n");
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
