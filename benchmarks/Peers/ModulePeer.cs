using FluentRnn.Benchmarks.Measure;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Benchmarks.Peers;

/// <summary>A module that has its own parameters: a generated container, or one of torch's layers.</summary>
static class ModulePeer
{
    /// <param name="name">The peer.</param>
    /// <param name="create">Makes the module.</param>
    /// <param name="forward">Calls it.</param>
    /// <param name="packing">What its parameters are, by name; null if they are called as the weights are.</param>
    public static PeerSource Source<TModule>(string name, Func<TModule> create, Func<TModule, Inputs, Tensor> forward, Packing? packing = null)
        where TModule : nn.Module => new(name, weights =>
    {
        var module = create();
        return new(name, Fill(module, weights, packing ?? Packing.None(weights)), inputs => forward(module, inputs)) { Owned = module };
    });

    static IReadOnlyList<PeerWeight> Fill(nn.Module module, Weights weights, Packing packing)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var parameters = module.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var filled = packing.Select(entry =>
        {
            if (!parameters.Remove(entry.Name, out var parameter))
                throw new BenchmarkException($"{module.GetName()} has no parameter '{entry.Name}'.");
            parameter.copy_(entry.Values(weights));
            return new PeerWeight(entry.Name, parameter, entry.Gradient);
        }).ToList();

        return parameters.Count == 0 ? filled : throw new BenchmarkException($"{module.GetName()}: nothing was copied into '{parameters.Keys.First()}'.");
    }
}
