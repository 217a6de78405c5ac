using FluentRnn.Execution;
using static TorchSharp.torch;

namespace FluentRnn;

/// <summary>What a chain has declared so far; a new one after every call.</summary>
sealed record Declaration
{
    public IReadOnlyList<SlotSpec> Sequences { get; init; } = [];

    public IReadOnlyList<SlotSpec> Constants { get; init; } = [];

    public IReadOnlyList<SlotSpec> States { get; init; } = [];

    /// <summary>Makes the modules group; null when there is none.</summary>
    public Func<object?>? Modules { get; init; }

    /// <summary>Computes a group of initial states from the constants group and the modules group; null when there is none.</summary>
    public Func<object?, object?, object?>? Initial { get; init; }

    /// <summary>The members of the group that <see cref="Initial"/> returns.</summary>
    public Group? InitialGroup { get; init; }

    public int? FixedSteps { get; init; }

    public int Unroll { get; init; } = 1;

    public int? CheckpointEvery { get; init; }

    public bool IsBackward { get; init; }

    public bool KeepOrder { get; init; } = true;

    public bool IsBidirectional { get; init; }

    public Merge Merge { get; init; }

    public bool SharesWeights { get; init; }

    public Masked MaskedOutputs { get; init; }

    /// <summary>Whether the caller gives sequences, which say how long it runs; a step index does not.</summary>
    public bool TakesSequences => Sequences.Any(slot => slot.Numbering is null);

    /// <summary>Reads the slots of a group, and disposes of their prototypes.</summary>
    /// <exception cref="ArgumentException">A member is not a slot, or says what its group cannot have.</exception>
    public static IReadOnlyList<SlotSpec> Slots<T>(string word, T slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        var group = Group.Of<T>(word);
        var members = group.Read(slots);
        try
        {
            return [.. group.Names.Zip(members, (name, member) => Slot(word, name, member))];
        }
        finally
        {
            foreach (var prototype in members.OfType<Tensor>().Where(tensor => Dsl.SpecOf(tensor) is not null)) prototype.Dispose();
        }
    }

    /// <summary>Checks what can be checked only when the whole chain is there.</summary>
    /// <exception cref="InvalidOperationException">The declaration contradicts itself; the message says where.</exception>
    public void Check(Group sequenceOutputs, Group lastOutputs)
    {
        Require(Sequences.Count + Constants.Count + States.Count > 0, "it has no inputs: declare Sequences, Constants or States");
        Require(
            States.Count + sequenceOutputs.Names.Count + lastOutputs.Names.Count > 0,
            "it has no results: declare States, or yield sequence or last outputs");
        Require(FixedSteps is null || !TakesSequences, "Steps says how long it runs, but so do its sequences: leave Steps out");
        Require(Unroll > 0 || FixedSteps is not null, "Unroll() needs a fixed length: say Steps(n), or Unroll(factor)");
        Require(!IsBidirectional || !IsBackward, "Bidirectional runs both ways as it is: leave Backward out");
        Require(!IsBidirectional || TakesSequences, "Bidirectional needs a sequence, which can be read from both ends: declare Sequences");
        RequireDistinct("Inputs", Sequences.Concat(Constants).Concat(States).Select(slot => slot.Name));
        RequireDistinct("Outputs", sequenceOutputs.Names.Concat(lastOutputs.Names));
        foreach (var name in InitialGroup?.Names ?? [])
        {
            var state = States.FirstOrDefault(slot => slot.Name == name);
            Require(state is not null, $"Initial computes '{name}', which is not a state");
            Require(!state!.Learned, $"the state '{name}' is Learned and computed by Initial: choose one");
            Require(state.RandomNormal is null, $"the state '{name}' is RandomNormal and computed by Initial: choose one");
        }
    }

    static SlotSpec Slot(string word, string name, object? member)
    {
        var spec = (member as Tensor is { } prototype ? Dsl.SpecOf(prototype) : null)
            ?? throw new ArgumentException($"'{name}' in {word} is not a slot; write one such as {name} = Vector(16).");
        if (word != "States" && spec.Modifiers.FirstOrDefault() is { } modifier)
            throw new ArgumentException($"'{name}' in {word} cannot be {modifier}: only states can.");
        if (word != "Sequences" && spec.Numbering is not null)
            throw new ArgumentException($"'{name}' in {word} cannot be a StepIndex: only sequences can.");
        if (spec is { Learned: true, RandomNormal: not null })
            throw new ArgumentException($"The state '{name}' cannot be both Learned and RandomNormal: choose one.");
        if (spec is { TeacherForced: true, Lag: not null })
            throw new ArgumentException($"The state '{name}' cannot be both TeacherForced and Lag: feed back a state of its own.");
        RequireNumbers(name, spec, nameof(Dsl.Learned));
        RequireNumbers(name, spec, nameof(Dsl.RandomNormal));
        return spec with { Name = name };
    }

    /// <summary>What is trained or drawn are floating-point numbers, and how many must be known.</summary>
    static void RequireNumbers(string name, SlotSpec spec, string modifier)
    {
        if (!spec.Modifiers.Contains(modifier)) return;
        if (spec.DType is { } dtype && !is_floating_point(dtype))
            throw new ArgumentException($"The state '{name}' is {Text.Of(dtype)} and cannot be {modifier}: only floating-point states can.");
        if (spec.Shape.Contains(Dsl.Any))
            throw new ArgumentException($"The state '{name}' cannot be {modifier}: a size is known only at run time.");
    }

    static void RequireDistinct(string what, IEnumerable<string> names)
    {
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        Require(twice is null, $"{what} have the name '{twice?.Key}' twice: rename one");
    }

    static void Require(bool condition, string problem)
    {
        if (!condition) throw new InvalidOperationException($"This recurrence cannot run: {problem}.");
    }
}
