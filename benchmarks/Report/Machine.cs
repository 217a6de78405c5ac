using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using TorchSharp;

namespace FluentRnn.Benchmarks.Report;

/// <summary>Where and how numbers came about.</summary>
sealed record Machine(string Processor, int Cores, string System, string Runtime, string TorchSharp, string LibTorch, string OnnxRuntime, string Date, string Command)
{
    /// <param name="args">The arguments of the command line.</param>
    public static Machine Here(string[] args) => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        Version(typeof(torch).Assembly), torch.__version__, Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString(),
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join(' ', ["dotnet run -c Release --project benchmarks --", .. args]));

    /// <summary>Each fact with its name.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Name, string Value)> Facts =>
    [
        ("Processor", string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores")),
        ("System", System),
        (".NET", Runtime),
        ("TorchSharp, libtorch", $"{TorchSharp}, {LibTorch}"),
        ("ONNX Runtime", OnnxRuntime),
        ("Date", Date),
        ("Command", Command),
    ];

    static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var name = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return name?[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    static string Version(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
