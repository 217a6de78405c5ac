using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace FluentRnn.Execution;

/// <summary>
/// Loads TorchSharp's native library before its first use, and says what is wrong when it does not load. TorchSharp itself
/// reports every failure as a missing package, after copying half a gigabyte in search of another place to load from.
/// </summary>
static class LibTorch
{
    /// <summary>The version of libtorch that TorchSharp was built against.</summary>
    internal const string Version = "2.10.0";

    static readonly string[] SupportedPlatforms = ["linux-x64", "win-x64", "osx-arm64"];

    static volatile bool loaded;

    /// <exception cref="DllNotFoundException">The native library does not load; the message says why and what to do.</exception>
    internal static void EnsureLoaded()
    {
        if (loaded) return;
        Load("LibTorchSharp", () => torch.InitializeDeviceType(DeviceType.CPU));
        loaded = true;
    }

    /// <param name="library">Name or path of the native library.</param>
    /// <param name="initialize">TorchSharp's own way to load it, which looks in more places.</param>
    internal static void Load(string library, Action initialize)
    {
        // typeof does not initialize the class, so TorchSharp has not begun to load anything yet.
        var failure = Probe(library, typeof(torch).Assembly);
        if (failure is null) return;
        if (!IsOldLibStdCxx(failure) && Succeeds(initialize)) return;
        throw new DllNotFoundException(
            $"TorchSharp's native library does not load. {Remedy(failure, RuntimeInformation.RuntimeIdentifier)}\nThe loader says: {failure}");
    }

    /// <summary>What to do about the loader's message.</summary>
    internal static string Remedy(string failure, string platform)
    {
        if (!SupportedPlatforms.Contains(platform))
            return $"This process is {platform}, and libtorch {Version} exists for {string.Join(", ", SupportedPlatforms)}.";
        if (IsOldLibStdCxx(failure))
            return "This system's libstdc++ is older than the one TorchSharp was built with. Build the program with "
                + "FluentRnnPatchLibTorchSharp=true (the default, auto, looks at the system that builds, not at the one that runs), "
                + "or install the libstdc++ of GCC 13.2 or later.";
        if (IsNotALibrary(failure))
            return $"The file found is not a whole library for {platform}. Reference libtorch-cpu-{platform} {Version}, and build for this platform.";
        return $"Reference libtorch in the project of the program: <PackageReference Include=\"libtorch-cpu-{platform}\" Version=\"{Version}\" />.";
    }

    static bool IsOldLibStdCxx(string failure) =>
        failure.Contains("GLIBCXX_", StringComparison.Ordinal) || failure.Contains("CXXABI_", StringComparison.Ordinal);

    // What dlopen says on Linux, on macOS, and what .NET says on Windows.
    static bool IsNotALibrary(string failure) =>
        failure.Contains("ELF", StringComparison.Ordinal)
        || failure.Contains("file too short", StringComparison.Ordinal)
        || failure.Contains("mach-o", StringComparison.OrdinalIgnoreCase)
        || failure.Contains("incompatible architecture", StringComparison.Ordinal)
        || failure.Contains("0x8007000B", StringComparison.OrdinalIgnoreCase);

    static string? Probe(string library, Assembly assembly)
    {
        try
        {
            NativeLibrary.Load(library, assembly, searchPath: null);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message;
        }
    }

    static bool Succeeds(Action initialize)
    {
        try
        {
            initialize();
            return true;
        }
        catch (Exception exception) when (exception is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            // The loader's own message is the true one.
            return false;
        }
    }
}
