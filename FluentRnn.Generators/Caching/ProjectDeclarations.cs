using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Caching;

/// <summary>What the files of a compilation declare, to be found by name.</summary>
internal sealed class ProjectDeclarations
{
    private static readonly ConditionalWeakTable<Compilation, ProjectDeclarations> Known = new();

    private readonly ILookup<string, FileDeclarations> _files;
    private readonly ILookup<string, string> _namespaces;

    private ProjectDeclarations(IReadOnlyList<FileDeclarations> files)
    {
        _files = files.SelectMany(file => file.Names, (file, name) => (file, name)).ToLookup(entry => entry.name, entry => entry.file, StringComparer.Ordinal);
        _namespaces = files.SelectMany(file => file.Namespaces).Distinct()
            .ToLookup(space => space.Substring(space.LastIndexOf('.') + 1), StringComparer.Ordinal);
    }

    public static ProjectDeclarations Of(Compilation compilation, CancellationToken cancellation) =>
        Known.GetValue(compilation, project => new ProjectDeclarations([.. project.SyntaxTrees.Select(tree => FileDeclarations.Of(tree, cancellation))]));

    /// <summary>
    /// What code that mentions these names can see: the namespaces and the fingerprints of the files that declare one of them, or what these mention in turn, and
    /// so on, and those of the files that speak to every file.
    /// </summary>
    public IEnumerable<string> Seen(IEnumerable<string> names)
    {
        var seen = new HashSet<FileDeclarations>();
        var looked = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(names.Prepend(FileDeclarations.Everywhere));
        while (open.Count > 0)
        {
            var name = open.Dequeue();
            if (!looked.Add(name))
            {
                continue;
            }

            foreach (var space in _namespaces[name])
            {
                yield return space;
            }

            foreach (var file in _files[name].Where(seen.Add))
            {
                yield return file.Fingerprint;
                foreach (var mentioned in file.Mentioned)
                {
                    open.Enqueue(mentioned);
                }
            }
        }
    }
}
