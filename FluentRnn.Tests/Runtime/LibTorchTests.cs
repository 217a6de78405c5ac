using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

[Trait("Category", "Libtorch")]
public class LibTorchTests
{
    [Fact]
    public void Torch_loads()
    {
        using var sum = ones(2).sum();

        Assert.Equal(2f, sum.item<float>());
    }
}
