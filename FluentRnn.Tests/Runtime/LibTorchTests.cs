using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

[Trait("Category", "Libtorch")]
public class LibTorchTests
{
    static readonly Action Fail = () => throw new NotSupportedException("This application doesn't contain a reference to libtorch.");

    [Fact]
    public void Torch_loads()
    {
        LibTorch.EnsureLoaded();

        using var sum = ones(2).sum();
        Assert.Equal(2f, sum.item<float>());
    }

    [Theory]
    [InlineData(13)]
    [InlineData(5000)]
    public void A_broken_file_is_named_with_the_loaders_message(int size)
    {
        var broken = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.so");
        File.WriteAllBytes(broken, new byte[size]);

        var exception = Assert.Throws<DllNotFoundException>(() => LibTorch.Load(broken, Fail));

        File.Delete(broken);
        Assert.Contains(broken, exception.Message, StringComparison.Ordinal);
        Assert.Contains("The file found is not a whole library for", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("This application doesn't contain", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_asks_for_the_package()
    {
        var exception = Assert.Throws<DllNotFoundException>(() => LibTorch.Load("NoSuchLibrary", Fail));

        Assert.Contains("<PackageReference Include=\"libtorch-cpu-", exception.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchLibrary", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TorchSharps_own_search_is_tried() => LibTorch.Load("NoSuchLibrary", initialize: () => { });

    [Fact]
    public void An_old_libstdcxx_is_named_with_the_property()
    {
        var remedy = LibTorch.Remedy("/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", "linux-x64");

        Assert.Contains("FluentRnnPatchLibTorchSharp=true", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_platform_without_libtorch_is_named()
    {
        var remedy = LibTorch.Remedy("cannot open shared object file", "linux-musl-arm64");

        Assert.Contains("This process is linux-musl-arm64", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_named_is_the_version_tested()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));

        Assert.Contains($"\"libtorch-cpu-linux-x64\" Version=\"[{LibTorch.Version}]\"", versions, StringComparison.Ordinal);
    }
}
