using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Files;

/// <summary>A small module with weights of several dtypes and ranks.</summary>
sealed class MixedModule : nn.Module
{
    public MixedModule(ScalarType floating = ScalarType.Float32)
        : base(nameof(MixedModule))
    {
        register_module("linear", nn.Linear(2, 1, dtype: floating));
        register_parameter("scale", new Parameter(randn([], floating)));
        register_buffer("flags", tensor(new[] { true, false, true }));
        register_buffer("steps", tensor(3L));
        register_buffer("half", randn(1, 2, ScalarType.Float16));
        register_buffer("none", zeros(0, 2));
        register_buffer("passing", ones(2), persistent: false);
    }

    /// <summary>Copies of the weights, in the order of their names.</summary>
    public Tensor[] Copies() => [.. state_dict().OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight => weight.Value.detach().clone())];
}
