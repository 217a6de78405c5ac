using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Caching;

/// <summary>
/// The containers that were read, each until its file changes. Roslyn asks for every container after every edit of anything; one whose <see cref="Footprint"/>
/// is the same is not read again.
/// </summary>
/// <param name="parse">Reads a container.</param>
internal sealed class KnownContainers(Func<INamedTypeSymbol, Sources, CancellationToken, ContainerSpec?> parse)
{
    /// <summary>By file and position in it.</summary>
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, (Footprint Footprint, ContainerSpec? Spec)>> _known = new();

    public ContainerSpec? Read(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        var file = found.TargetNode.SyntaxTree;
        var compilation = found.SemanticModel.Compilation;
        var containers = _known.GetOrCreateValue(file);
        if (containers.TryGetValue(found.TargetNode.SpanStart, out var known) && known.Footprint.Covers(compilation, cancellation))
        {
            return known.Spec;
        }

        var sources = new Sources(compilation);
        var spec = parse((INamedTypeSymbol)found.TargetSymbol, sources, cancellation);
        containers[found.TargetNode.SpanStart] = (Footprint.Of(sources.Read.Append(file).Distinct(), compilation, cancellation), spec);
        return spec;
    }
}
