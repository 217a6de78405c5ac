using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using TorchSharp;

namespace FluentRnn.Tests.Compiler.Testing;

/// <summary>What the compilations of the tests refer to; nothing is downloaded, and no native library is loaded.</summary>
static class References
{
    /// <summary>.NET and TorchSharp, without FluentRnn.</summary>
    public static ImmutableArray<MetadataReference> WithoutFluentRnn { get; } =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(torch).Assembly.Location)];

    /// <summary>.NET and FluentRnn, without TorchSharp.</summary>
    public static ImmutableArray<MetadataReference> WithoutTorchSharp { get; } =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(RecurrentContainerAttribute).Assembly.Location)];

    /// <summary>Everything that a user's project refers to.</summary>
    public static ImmutableArray<MetadataReference> All { get; } =
        [.. WithoutFluentRnn, MetadataReference.CreateFromFile(typeof(RecurrentContainerAttribute).Assembly.Location)];
}
