using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>The files of a compilation. What is read of them goes through here, so that it is known afterwards which files a container was read from.</summary>
internal sealed class Sources
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly HashSet<SyntaxTree> _read;

    public Sources(Compilation compilation)
        : this(compilation, [])
    {
    }

    private Sources(Compilation compilation, HashSet<SyntaxTree> read)
    {
        Compilation = compilation;
        _read = read;
    }

    public Compilation Compilation { get; }

    /// <summary>The files that were read, bodies included.</summary>
    public IReadOnlyCollection<SyntaxTree> Read => _read;

    /// <summary>The same files with generated ones beside them.</summary>
    public Sources With(SyntaxTree generated) => new(Compilation.AddSyntaxTrees(generated), _read);

    /// <summary>Whether a declaration stands in one of the files: that of another project is referenced, as if it were compiled already.</summary>
    public bool Contain(SyntaxReference declaration) => Compilation.ContainsSyntaxTree(declaration.SyntaxTree);

    public SemanticModel Model(SyntaxNode syntax)
    {
        if (!_models.TryGetValue(syntax.SyntaxTree, out var model))
        {
            // RS1030: a container and the functions and containers in it stand anywhere in the compilation, and reading them is the analysis.
#pragma warning disable RS1030
            model = Compilation.GetSemanticModel(syntax.SyntaxTree);
#pragma warning restore RS1030
            _models.Add(syntax.SyntaxTree, model);
            _read.Add(syntax.SyntaxTree);
        }

        return model;
    }
}
