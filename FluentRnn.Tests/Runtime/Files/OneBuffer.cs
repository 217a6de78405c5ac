using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Files;

/// <summary>A module with one weight.</summary>
sealed class OneBuffer : nn.Module
{
    public OneBuffer(string name, Tensor value)
        : base(nameof(OneBuffer)) => register_buffer(name, value);

    public Tensor Value => state_dict().Values.Single();
}
