using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// A container of this project as a module of another one: its slots and its step, with the sizes that the outer one made it with, and its modules under the
/// paths they have there.
/// </summary>
internal sealed class InnerContainer
{
    /// <summary>The words of a chain that say nothing about a single step, or all of it.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "Sequences", "Constants", "States", "Modules", "Initial", "Steps", "Unroll", "Backward", "MaskedOutputs", "Checkpoint", "Step",
    };

    private readonly ContainerGroups _groups;
    private readonly string _path;

    private InnerContainer(ModuleDeclaration module, DefineScope scope, ContainerGroups groups, IAnonymousFunctionOperation step)
    {
        Name = module.TypeName;
        Scope = scope;
        Step = step;
        _groups = groups;
        _path = module.Slot.Name;
    }

    public string Name { get; }

    public DefineScope Scope { get; }

    /// <summary>The lambda of the step.</summary>
    public IAnonymousFunctionOperation Step { get; }

    /// <summary>The groups of the lambda's parameters, in their order.</summary>
    public IReadOnlyList<SlotGroup> Groups => _groups.Present;

    public IReadOnlyList<Slot> Sequences => _groups.Sequences;

    public IReadOnlyList<Slot> Constants => _groups.Constants;

    public IReadOnlyList<Slot> States => _groups.States;

    /// <summary>The modules, by the names that the step has for them.</summary>
    public IEnumerable<(string Name, ModuleDeclaration Module)> Modules => _groups.Modules.Select(module =>
        (module.Slot.Name, module with { Slot = module.Slot with { Name = _path + "." + module.Slot.Name } }));

    /// <summary>The container behind a module, or null where the compiler cannot follow how it was made or what it does.</summary>
    public static InnerContainer? Of(ModuleDeclaration module, Sources sources, CancellationToken cancellation)
    {
        if (module is not { Container: { } type, Arguments: { } made } || DefineReader.Find(type, FindingSink.None, cancellation) is not { } define)
        {
            return null;
        }

        var model = sources.Model(define);
        var scope = new DefineScope(model, define, module);
        return new ChainReader(FindingSink.None).Read(define) is { } chain
            && chain.All(call => Words.Contains(call.Name))
            && model.GetDeclaredSymbol(define, cancellation) is IMethodSymbol method
            && DefineReader.Parameters(method).All(parameter => made.ContainsKey(parameter.Name))
            && ContainerGroups.Read(chain, model, scope, FindingSink.None) is { } groups
            && groups.States.All(state => state.Lag is null)
            && groups.Sequences.All(sequence => !sequence.IsStepIndex)
            && chain[chain.Count - 1].Argument()?.Expression is LambdaExpressionSyntax lambda
            && model.GetOperation(lambda, cancellation) is IAnonymousFunctionOperation step
            && step.Symbol.Parameters.Length == groups.Present.Count
                ? new InnerContainer(module, scope, groups, step)
                : null;
    }
}
