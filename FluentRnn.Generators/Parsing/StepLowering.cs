using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// Lowers the body of a lambda to a <see cref="StepGraph"/> by walking its <see cref="IOperation"/> tree as an interpreter would: locals are
/// bound to what their expressions turned into, loops with constant bounds are walked as often as they run, and user functions are walked where they
/// are called. It is an allow-list: what is not handled here throws <see cref="UnreadableException"/>.
/// </summary>
/// <remarks>
/// A condition that only the running program knows (a size, <c>Training</c>) is decided by <paramref name="decisions"/>; the lowering records every
/// condition it meets, and its caller lowers the body again for the other outcome.
/// </remarks>
internal sealed partial class StepLowering(ContainerContext container, IReadOnlyList<Condition> decisions, CancellationToken cancellation)
{
    /// <summary>How deep user functions may call one another; more is recursion.</summary>
    private const int MaxDepth = 64;

    /// <summary>How many operations a step may have: beyond, the generated code would slow the editor down.</summary>
    private const int MaxOperations = 4096;

    /// <summary>How many statements are followed, over all loops and functions, before the step is given up.</summary>
    private const int MaxStatements = 16384;

    private readonly Dictionary<ISymbol, Lowered> _bindings = new(SymbolEqualityComparer.Default);
    private readonly List<Condition> _conditions = [];
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    /// <summary>The expression that gave a value, for messages about values without a name.</summary>
    private readonly Dictionary<int, SyntaxNode> _written = [];
    private GraphBuilder _builder = null!;
    private SyntaxNode _at = null!;

    /// <summary>The call of <c>Yield</c> that was met last.</summary>
    private SyntaxNode? _yield;

    /// <summary>Whether a shape rule failed: shapes that are unknown after it are not told again.</summary>
    private bool _hasFinding;

    /// <summary>The condition whose outcome is being decided.</summary>
    private SyntaxNode? _condition;
    private int _depth;
    private int _statements;

    /// <summary>The conditions met, in order, with the outcome that was followed.</summary>
    public IReadOnlyList<Condition> Conditions => _conditions;

    /// <summary>The modules that were called: those without weights leave no other trace.</summary>
    public IReadOnlyCollection<string> Called => _called;

    /// <summary>Lowers the step: the lambda's parameters are the groups declared, in order.</summary>
    public StepGraph Step(IAnonymousFunctionOperation lambda, IReadOnlyList<SlotGroup> groups)
    {
        var result = Run(lambda, groups);
        if (result is not Lowered.Yielded yielded)
        {
            throw Unreadable("the step does not return Yield(...)", lambda.Syntax);
        }

        var next = Bindings(yielded.Next);
        CheckNext(next, lambda.Syntax);
        return _builder.Build(
            [.. container.States.Select(state => Carried(state, next.FirstOrDefault(binding => binding.Name == state.Name)
                ?? throw new UnreadableException($"the step gives no next value for the state '{state.Name}'", lambda.Syntax)))],
            Bindings(yielded.Sequence),
            Bindings(yielded.Last),
            yielded.Done is null or Lowered.Host ? null : Tensor(yielded.Done, lambda.Syntax));
    }

    /// <summary>Lowers <c>Initial</c>: an anonymous object with the initial values of some states.</summary>
    public StepGraph Initial(IAnonymousFunctionOperation lambda, IReadOnlyList<SlotGroup> groups)
    {
        if (Run(lambda, groups) is not Lowered.Members members)
        {
            throw Unreadable("Initial does not return an anonymous object", lambda.Syntax);
        }

        var initial = Bindings(members);
        CheckNext(initial, lambda.Syntax, isInitial: true);
        return _builder.Build(initial, [], [], null);
    }

    private Lowered? Run(IAnonymousFunctionOperation lambda, IReadOnlyList<SlotGroup> groups)
    {
        _builder = new GraphBuilder(Report, id => _written.TryGetValue(id, out var at) ? Brief(at) : null);
        _at = lambda.Syntax;
        var parameters = lambda.Symbol.Parameters;
        if (parameters.Length != groups.Count)
        {
            throw Unreadable("the lambda does not take the groups declared", lambda.Syntax);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            _bindings[parameters[i]] = new Lowered.Group(groups[i]);
        }

        return Block(lambda.Body);
    }

    /// <summary>
    /// Reports a shape that cannot be; not where a condition on sizes was decided, because there sizes may be equal that are written differently.
    /// </summary>
    private void Report(Finding finding)
    {
        _hasFinding = true;
        if (_conditions.All(condition => condition.Text == "training"))
        {
            container.Sink.Report(finding, _at, ContainerContext.FixProperties(finding));
        }
    }

    /// <summary>What messages call a value.</summary>
    private string NameOf(int id) => _builder[id].Name ?? (_written.TryGetValue(id, out var at) ? Brief(at) : "a tensor");

    private List<Binding> Bindings(Lowered.Members? members)
    {
        var bindings = new List<Binding>();
        foreach (var member in members?.Items ?? [])
        {
            if (member.Value is Lowered.Host { Expression.Text: "null" or "default" })
            {
                throw new UnreadableException($"the step gives no value for '{member.Key}'", _yield ?? _at);
            }

            var id = Tensor(member.Value, _yield ?? _at);
            _builder.Name(id, member.Key);
            bindings.Add(new Binding(member.Key, id));
        }

        return bindings;
    }

    /// <summary>A next value must have the shape and the element type of its state; an initial value may be the same for all rows.</summary>
    private void CheckNext(IEnumerable<Binding> next, SyntaxNode at, bool isInitial = false)
    {
        foreach (var binding in next)
        {
            if (container.States.FirstOrDefault(state => state.Name == binding.Name) is not { } state)
            {
                continue;
            }

            var type = _builder[binding.Value].Type;
            var place = container.NextValue(binding.Name) ?? at;
            if (type.Shape is { } shape && state.Type.Shape is { } expected && !Fits(shape, expected)
                && !(isInitial && (Fits(shape, expected.Skip(1)) || Fits(shape, expected.Skip(1).Prepend(Dim.One)))))
            {
                container.Sink.Report("FRNN056", place, binding.Name, state.Type.ToString(), type.ToString());
            }
            else if (type.Shape is null && !_hasFinding)
            {
                container.Sink.Report("FRNN059", place, binding.Name);
            }
            else if (IsOtherElement(type.Element, state.Type.Element))
            {
                container.Sink.Report("FRNN057", place, binding.Name, state.Type.Element.ToString(), type.Element.ToString());
            }
        }
    }

    private static bool Fits(IReadOnlyList<Dim> shape, IEnumerable<Dim> expected) =>
        shape.Count == expected.Count() && shape.Zip(expected, (size, other) => size.Agrees(other)).All(agreement => agreement != Agreement.Different);

    /// <summary>Whether two element types are certainly different; the container's floating type may be any of the explicit ones.</summary>
    private static bool IsOtherElement(ElementType actual, ElementType declared)
    {
        if (actual == declared || actual == ElementType.Unknown || declared == ElementType.Unknown)
        {
            return false;
        }

        return !(IsReal(actual) && IsReal(declared) && (actual == ElementType.Floating || declared == ElementType.Floating));
    }

    private static bool IsReal(ElementType element) =>
        element is ElementType.Floating or ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;

    /// <summary>The value behind a lowered expression that must be a tensor.</summary>
    private int Tensor(Lowered? lowered, SyntaxNode at) => lowered switch
    {
        Lowered.Tensor tensor => tensor.Id,
        Lowered.Module { Declaration: { Slot.Kind: not ModuleKind.Module } declaration } =>
            _builder.Input(InputKind.Weight, declaration.Slot.Name, declaration.Type),
        _ => throw Unreadable($"'{Brief(at)}' is not a tensor that the compiler can follow", at),
    };

    private static string Brief(SyntaxNode node)
    {
        var text = string.Join(" ", node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }

    /// <summary>The construct cannot be read: FRNN031.</summary>
    private UnreadableException Unreadable(string reason, SyntaxNode at) =>
        new(reason, at, Finding.Of("FRNN031", reason, container.Name));

    /// <summary>The step goes beyond a limit: FRNN031, and no part of it is tried in another way.</summary>
    private UnreadableException TooMuch(string reason, SyntaxNode at) =>
        new(reason, at, Finding.Of("FRNN031", reason, container.Name)) { IsFinal = true };

    private bool Decide(HostExpression condition, SyntaxNode at)
    {
        var text = HostReader.Text(condition);
        switch (text)
        {
            case "true":
                return true;
            case "false":
                return false;
        }

        if (_conditions.FirstOrDefault(known => known.Text == text) is { } decided)
        {
            return decided.Outcome;
        }

        var outcome = _conditions.Count >= decisions.Count || decisions[_conditions.Count].Outcome;
        _conditions.Add(new Condition(text, outcome));
        return outcome;
    }
}
