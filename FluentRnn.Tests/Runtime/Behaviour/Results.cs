using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>The tensors of a generated <c>Output</c>, <c>StepOutput</c> or <c>State</c>, in the order of their declaration.</summary>
static class Results
{
    public static Tensor[] Of(object output) => [.. output.GetType().GetProperties().SelectMany(property => property.GetValue(output) switch
    {
        Tensor tensor => [tensor],
        null => [],
        var state => Of(state),
    })];
}
