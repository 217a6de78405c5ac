using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators;

/// <summary>Compiles every class marked <c>[RecurrentContainer]</c> into a module with a <c>forward</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecurrentContainerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
