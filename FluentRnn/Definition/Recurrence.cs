using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>A whole declaration, as one container has it: its slots, its options, its modules and its step.</summary>
public abstract class Recurrence
{
    readonly Declaration declaration;
    readonly List<object?> modules = [];

    private protected Recurrence(Declaration declaration) => this.declaration = declaration;

    /// <summary>The sequences, in the order of their declaration.</summary>
    public IReadOnlyList<SlotSpec> Sequences => declaration.Sequences;

    /// <summary>The constants, in the order of their declaration.</summary>
    public IReadOnlyList<SlotSpec> Constants => declaration.Constants;

    /// <summary>The states, in the order of their declaration.</summary>
    public IReadOnlyList<SlotSpec> States => declaration.States;

    /// <summary>The number of steps, when the declaration fixes it.</summary>
    public int? FixedSteps => declaration.FixedSteps;

    /// <summary>How often the step stands in one iteration of the generated loop; 0 for the whole of a fixed length.</summary>
    public int Unroll => declaration.Unroll;

    /// <summary>How many steps are remembered at a time for the gradients; null for all.</summary>
    public int? CheckpointEvery => declaration.CheckpointEvery;

    /// <summary>Whether it runs from the last step to the first.</summary>
    public bool IsBackward => declaration.IsBackward;

    /// <summary>Whether the sequence outputs of a backward recurrence are in the order of the inputs.</summary>
    public bool KeepOrder => declaration.KeepOrder;

    /// <summary>What sequence outputs are at masked steps.</summary>
    public Masked MaskedOutputs => declaration.MaskedOutputs;

    /// <summary>The names of the states that <c>Initial</c> computes.</summary>
    public IReadOnlyList<string> InitialStates => declaration.InitialGroup?.Names ?? [];

    /// <summary>The names of the sequence outputs, in the order of <c>Yield</c>.</summary>
    public IReadOnlyList<string> SequenceOutputs { get; private protected init; } = [];

    /// <summary>The names of the last outputs, in the order of <c>Yield</c>.</summary>
    public IReadOnlyList<string> LastOutputs { get; private protected init; } = [];

    /// <summary>Whether it runs in both directions.</summary>
    public bool IsBidirectional => declaration.IsBidirectional;

    /// <summary>What becomes of an output that both directions give.</summary>
    public Merge Merge => declaration.Merge;

    /// <summary>Whether both directions have the same weights.</summary>
    public bool SharesWeights => declaration.SharesWeights;

    /// <summary>Whether the backward direction has weights of its own.</summary>
    internal bool HasBackwardWeights => IsBidirectional && !SharesWeights;

    /// <summary>The states of a call: those of the declaration, and in both directions those of the backward one after them.</summary>
    internal IReadOnlyList<SlotSpec> StatesOfCall =>
        IsBidirectional ? [.. States, .. States.Select(state => state with { Name = Backward(state.Name) })] : States;

    /// <summary>Whether the caller gives sequences, which say how long it runs.</summary>
    internal bool TakesSequences => declaration.TakesSequences;

    /// <summary>Why steps could not be run again in a backward pass; null when none failed.</summary>
    internal Exception? ReplayFailure { get; set; }

    /// <summary>The names of the modules group.</summary>
    internal abstract IReadOnlyList<string> ModuleNames { get; }

    /// <summary>What belongs to the backward direction is called.</summary>
    internal static string Backward(string name) => name + "_backward";

    /// <summary>Makes the modules: runs the lambda given to <c>Modules</c>; a second time, those of the backward direction.</summary>
    /// <typeparam name="TNet">The anonymous type that the lambda returns.</typeparam>
    /// <param name="example">A value of that type, whose members do not matter: it gives the type a name that generated code cannot write.</param>
    /// <returns>The modules.</returns>
    /// <exception cref="InvalidOperationException">There are no modules, or of another type; they were made already; or a member is null or is neither module nor tensor.</exception>
    public TNet CreateModules<TNet>(TNet example)
    {
        MakeModules();
        return modules[^1] is TNet net ? net : throw new InvalidOperationException($"The modules are {modules[^1]?.GetType().Name ?? "not declared"}, not {typeof(TNet).Name}.");
    }

    /// <summary>Runs the lambda given to <c>Modules</c>, and gives the members of what it returns.</summary>
    internal IReadOnlyList<(string Name, object Member)> MakeModules()
    {
        if (modules.Count == (HasBackwardWeights ? 2 : 1)) throw new InvalidOperationException("The modules of this recurrence were made already: one declaration belongs to one container.");
        modules.Add(declaration.Modules?.Invoke());
        return [.. ModuleNames.Zip(ReadModules(modules[^1]), (name, member) => member is nn.Module or Tensor
            ? (name, member)
            : throw new InvalidOperationException($"'{name}' in Modules must be a module, a parameter or a tensor, but is {member?.GetType().Name ?? "null"}."))];
    }

    /// <summary>The modules as a step of one direction sees them. Moving a container replaces its parameters and buffers: they are asked for by name.</summary>
    internal object?[] ModulesOf(nn.Module container, bool backward = false)
    {
        var own = backward && HasBackwardWeights;
        return [.. ModuleNames.Zip(ReadModules(modules.ElementAtOrDefault(own ? 1 : 0)), (name, member) => member switch
        {
            Parameter => container.get_parameter(Registered(name)) ?? member,
            Tensor => container.get_buffer(Registered(name)) ?? member,
            _ => member,
        })];

        string Registered(string name) => own ? Backward(name) : name;
    }

    /// <summary>Runs the user's step once.</summary>
    internal abstract StepValues Step(Tensor[] sequences, Tensor[] constants, Tensor[] states, object?[] modules);

    /// <summary>Runs <c>Initial</c>: a value for every state, null for those it does not compute.</summary>
    internal Tensor?[] ComputeInitial(Tensor[] constants, object?[] modules)
    {
        if (declaration is not { Initial: { } initial, InitialGroup: { } group }) return new Tensor?[States.Count];
        var computed = group.Read(initial(CreateConstants(constants), CreateModulesGroup(modules)));
        return [.. States.Select(state => group.Names.Index().Where(member => member.Item == state.Name).Select(member => (Tensor?)computed[member.Index]).FirstOrDefault())];
    }

    private protected abstract object?[] ReadModules(object? modules);

    private protected abstract object? CreateConstants(Tensor[] constants);

    private protected abstract object? CreateModulesGroup(object?[] modules);
}

/// <summary>What one run of the step yielded, by position; a member is null where the step yielded null.</summary>
sealed record StepValues(Tensor?[] Sequence, Tensor?[] Last, Tensor?[] Next, Tensor? Done);

/// <summary>A whole declaration, with the types of its groups; <see cref="None"/> for those it does not have.</summary>
/// <typeparam name="TSequence">The type of the sequences.</typeparam>
/// <typeparam name="TConstant">The type of the constants.</typeparam>
/// <typeparam name="TState">The type of the states.</typeparam>
/// <typeparam name="TModules">The type of the modules.</typeparam>
/// <typeparam name="TSequenceOutput">The type of the sequence outputs.</typeparam>
/// <typeparam name="TLastOutput">The type of the last outputs.</typeparam>
public sealed class Recurrence<TSequence, TConstant, TState, TModules, TSequenceOutput, TLastOutput> : Recurrence
{
    readonly Group sequenceGroup = Group.Of<TSequence>("Sequences");
    readonly Group constantGroup = Group.Of<TConstant>("Constants");
    readonly Group stateGroup = Group.Of<TState>("States");
    readonly Group moduleGroup = Group.Of<TModules>("Modules");
    readonly Group sequenceOutputGroup = Group.Of<TSequenceOutput>("Yield(sequence: …)");
    readonly Group lastOutputGroup = Group.Of<TLastOutput>("Yield(last: …)");
    readonly Func<TSequence, TConstant, TState, TModules, IStepResult> step;

    internal Recurrence(Declaration declaration, Func<TSequence, TConstant, TState, TModules, IStepResult> step)
        : base(declaration)
    {
        ArgumentNullException.ThrowIfNull(step);
        declaration.Check(sequenceOutputGroup, lastOutputGroup);
        this.step = step;
        SequenceOutputs = sequenceOutputGroup.Names;
        LastOutputs = lastOutputGroup.Names;
        ModuleNames = moduleGroup.Names;
    }

    internal override IReadOnlyList<string> ModuleNames { get; }

    internal override StepValues Step(Tensor[] sequences, Tensor[] constants, Tensor[] states, object?[] modules)
    {
        var result = step(
            (TSequence)sequenceGroup.Create(sequences)!,
            (TConstant)constantGroup.Create(constants)!,
            (TState)stateGroup.Create(states)!,
            (TModules)moduleGroup.Create(modules)!);
        return new StepValues(
            [.. sequenceOutputGroup.Read(result.Sequence).Cast<Tensor?>()],
            [.. lastOutputGroup.Read(result.Last).Cast<Tensor?>()],
            [.. stateGroup.Read(result.Next).Cast<Tensor?>()],
            result.Done);
    }

    private protected override object?[] ReadModules(object? modules) => moduleGroup.Read(modules);

    private protected override object? CreateConstants(Tensor[] constants) => constantGroup.Create(constants);

    private protected override object? CreateModulesGroup(object?[] modules) => moduleGroup.Create(modules);
}
