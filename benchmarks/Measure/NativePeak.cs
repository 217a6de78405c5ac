using System.Globalization;
using System.Runtime.InteropServices;

namespace FluentRnn.Benchmarks.Measure;

/// <summary>How far the resident memory of the process rises within a call. Linux tells; other systems do not.</summary>
static class NativePeak
{
    const string ResetPeak = "5";

    public static long? OfCall(Contender contender)
    {
        if (!OperatingSystem.IsLinux()) return null;

        contender.Run();
        contender.Prepare();

        // Memory that was freed and kept would hide what the call takes.
        _ = malloc_trim(0);
        File.WriteAllText("/proc/self/clear_refs", ResetPeak);
        var before = Status("VmRSS");
        contender.Call();
        return Math.Max(0, Status("VmHWM") - before);
    }

    /// <summary>A line such as "VmHWM:     5120 kB", in bytes.</summary>
    static long Status(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line[(key.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    [DllImport("libc")]
    static extern int malloc_trim(nuint pad);
}
