using System.Security.Cryptography;
using FluentRnn.Execution;

namespace FluentRnn.Tests.Runtime;

/// <summary>The build's repair of TorchSharp's native library (FluentRnn/buildTransitive/FluentRnn.targets), as it was done for these tests.</summary>
[Trait("Category", "Libtorch")]
public class LibTorchSharpPatchTests
{
    const string OriginalHash = "CF33B1B0BB6BBB9754A768FB5C5D04D9F498603BE50E73F55621A0B40EE608B8";
    const int FlagsOffset = 260660;
    const string Library = "runtimes/linux-x64/native/libLibTorchSharp.so";

    static string Original => Path.Combine(Repository.PackageCache, "torchsharp", "0.107.0", Library);

    static string Copy => Path.Combine(AppContext.BaseDirectory, Library);

    static bool IsNeeded => OperatingSystem.IsLinux() && LibStdCxx is { } path
        && !File.ReadAllText(path).Contains("GLIBCXX_3.4.32", StringComparison.Ordinal);

    static string? LibStdCxx => new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib" }
        .Select(folder => $"{folder}/libstdc++.so.6").FirstOrDefault(File.Exists);

    [Fact]
    public void The_package_cache_is_untouched() =>
        Assert.Equal(OriginalHash, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Original))));

    [Fact]
    public void The_copy_differs_in_one_flag_where_the_system_needs_it()
    {
        var expected = File.ReadAllBytes(Original);
        expected[FlagsOffset] = (byte)(IsNeeded ? 2 : 0);

        Assert.Equal(expected, File.ReadAllBytes(Copy));
    }

    [Fact]
    public void The_original_fails_at_once_where_the_system_needs_the_patch()
    {
        if (!IsNeeded) return;
        LibTorch.EnsureLoaded(); // the libraries that the original needs, too
        var searched = false;

        var exception = Assert.Throws<DllNotFoundException>(() => LibTorch.Load(Original, () => searched = true));

        Assert.False(searched);
        Assert.Contains("GLIBCXX_3.4.32", exception.Message, StringComparison.Ordinal);
        Assert.Contains("FluentRnnPatchLibTorchSharp", exception.Message, StringComparison.Ordinal);
    }
}
