using FluentRnn.Generators.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FluentRnn.Generators.Caching;

/// <summary>
/// Everything that what a container means depends on: the files it was read from, the declarations of the files that these can see, the references and the
/// options. A compilation in which all of it is the same gives the same specification.
/// </summary>
internal sealed class Footprint
{
    private readonly IReadOnlyList<SyntaxTree> _read;
    private readonly EquatableArray<string> _seen;
    private readonly EquatableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private readonly string? _assembly;

    private Footprint(IReadOnlyList<SyntaxTree> read, Compilation compilation, CancellationToken cancellation)
    {
        _read = read;
        _seen = Seen(compilation, cancellation);
        _references = compilation.References.ToEquatableArray();
        _options = compilation.Options;
        _assembly = compilation.AssemblyName;
    }

    /// <param name="read">The files the container was read from; those that are not of the compilation were made from the others.</param>
    /// <param name="compilation">The compilation it was read in.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Footprint Of(IEnumerable<SyntaxTree> read, Compilation compilation, CancellationToken cancellation) =>
        new([.. read.Where(compilation.ContainsSyntaxTree)], compilation, cancellation);

    /// <summary>Whether reading the container in <paramref name="compilation"/> would give the same again.</summary>
    public bool Covers(Compilation compilation, CancellationToken cancellation) =>
        _read.All(compilation.ContainsSyntaxTree)
        && _assembly == compilation.AssemblyName
        && _options.Equals(compilation.Options)
        && _references == compilation.References.ToEquatableArray()
        && _seen == Seen(compilation, cancellation);

    private EquatableArray<string> Seen(Compilation compilation, CancellationToken cancellation) => ProjectDeclarations.Of(compilation, cancellation)
        .Seen(_read.SelectMany(tree => FileNames.Of(tree, cancellation)))
        .ToEquatableArray();
}
