using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>One declared container, as read from its <c>Define</c>: the model that the incremental pipeline caches. It holds no position in the source.</summary>
internal sealed record ContainerSpec
{
    public required TypeHierarchy Type { get; init; }

    /// <summary>The parameters of <c>Define</c> after the builder: the sizes of the container, and the parameters of its constructor.</summary>
    public EquatableArray<DefineParameter> Parameters { get; init; }

    public EquatableArray<Slot> Sequences { get; init; }

    public EquatableArray<Slot> Constants { get; init; }

    public EquatableArray<Slot> States { get; init; }

    public EquatableArray<ModuleSlot> Modules { get; init; }

    /// <summary>The names of the sequence outputs, in the order of <c>Yield</c>.</summary>
    public EquatableArray<string> SequenceOutputs { get; init; }

    /// <summary>The names of the last outputs, in the order of <c>Yield</c>.</summary>
    public EquatableArray<string> LastOutputs { get; init; }

    /// <summary>Whether the step says when a row is done.</summary>
    public bool HasDone { get; init; }

    /// <summary>The argument of <c>Steps</c>, when the chain has one.</summary>
    public HostExpression? FixedSteps { get; init; }

    /// <summary>The argument of <c>Unroll</c>: how often the body stands in one iteration; 1 without it; 0 for <c>Unroll()</c>, the whole of a fixed length.</summary>
    public int Unroll { get; init; } = 1;

    /// <summary>The argument of <c>Checkpoint</c> as written, when the chain has one.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What the compiler may do to the step, as the attribute says; null when it does not.</summary>
    public Optimizations? Optimize { get; init; }

    public bool Backward { get; init; }

    /// <summary>Whether the outputs of a backward container stay in input order.</summary>
    public bool KeepOrder { get; init; } = true;

    /// <summary>How it runs in both directions; null when it runs in one.</summary>
    public Bidirection? Bidirectional { get; init; }

    /// <summary>The names of the states that <c>Initial</c> computes, in its order.</summary>
    public EquatableArray<string> InitialStates { get; init; }

    /// <summary>The computation of <c>Initial</c>, whose <see cref="StepGraph.Next"/> are the initial states; null when there is none or it could not be read.</summary>
    public StepGraph? Initial { get; init; }

    /// <summary>
    /// The body, once for every way its host conditions (sizes, <c>Training</c>) can turn out; one element without conditions for most containers;
    /// empty when it could not be read, and then <see cref="WhyPlain"/> says why.
    /// </summary>
    public EquatableArray<StepVariant> Variants { get; init; }

    /// <summary>Why the step runs as a plain loop over the user's lambda, as the end of a sentence that begins "because"; null when it was compiled.</summary>
    public string? WhyPlain { get; init; }

    /// <summary>The names of the modules that the bodies call, also of those whose calls read no weight.</summary>
    public EquatableArray<string> Called { get; init; }

    /// <summary>Whether it can be run a step at a time from a state: then it can be streamed, and tokens can be fed into it.</summary>
    public bool StepsFromState => States.Count > 0 && Bidirectional is null;

    /// <summary>Whether there is a second set of modules, for the backward direction.</summary>
    public bool HasBackwardModules => Bidirectional is { Shared: false };

    /// <summary>The states of <c>State</c>: in both directions those of the backward one after the others.</summary>
    public EquatableArray<Slot> StatesOfCall =>
        Bidirectional is null ? States : States.Concat(States.Select(state => state with { Name = Bidirection.Backward(state.Name) })).ToEquatableArray();

    /// <summary>Whether the step index is numbered from an argument.</summary>
    public bool HasStepIndex => Sequences.Any(slot => slot.IsStepIndex);

    /// <summary>Whether the caller gives sequences, which say how long it runs.</summary>
    public bool TakesSequences => Sequences.Any(slot => !slot.IsStepIndex);

    public EquatableArray<Slot> TeacherForced => States.Where(state => state.TeacherForced).ToEquatableArray();
}

/// <summary>The arguments of <c>Bidirectional</c>: a member of the run time's <c>Merge</c>, and whether both directions have the same weights.</summary>
internal sealed record Bidirection(string Merge, bool Shared)
{
    public const string Apart = "Apart";
    public const string Concat = "Concat";

    /// <summary>The name of what belongs to the backward direction.</summary>
    public static string Backward(string name) => name + "_backward";
}

/// <summary>The class and where it stands.</summary>
/// <param name="Namespace">The namespace, or null for the global one.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first: <c>public static partial class Models</c>.</param>
/// <param name="Header">Its own header without base list: <c>partial class Decoder</c>.</param>
/// <param name="Name">Its name as C# writes it.</param>
/// <param name="FullyQualifiedName">Its name from <c>global::</c> on.</param>
/// <param name="MetadataName">Its metadata name, unique in the compilation.</param>
/// <param name="Accessibility">The accessibility keyword that generated members' types can have: <c>public</c> or <c>internal</c>.</param>
internal sealed record TypeHierarchy(
    string? Namespace,
    EquatableArray<string> ContainingTypes,
    string Header,
    string Name,
    string FullyQualifiedName,
    string MetadataName,
    string Accessibility);

/// <summary>A parameter of <c>Define</c>: its type and name as C# writes them, its default value or null, its documentation or null.</summary>
internal sealed record DefineParameter(string Type, string Name, string? Default);

/// <summary>A sequence, constant or state slot. <see cref="Type"/> has the batch axis in front, not the time axis.</summary>
internal sealed record Slot(string Name, TensorType Type)
{
    /// <summary>State: the initial value is a trained parameter.</summary>
    public bool Learned { get; init; }

    /// <summary>State: a teacher may replace the value fed back.</summary>
    public bool TeacherForced { get; init; }

    /// <summary>State: the initial value is drawn.</summary>
    public bool RandomNormal { get; init; }

    /// <summary>State, as declared: how many steps ago the value was yielded that the step sees; null for the step before.</summary>
    public Dim? Lag { get; init; }

    /// <summary>Sequence: the call itself makes it, of the numbers of the steps.</summary>
    public bool IsStepIndex { get; init; }

    /// <summary>The state as it is carried: that of a lag are the values of as many steps, oldest first, on an axis after the batch.</summary>
    public Slot Carried => Lag is { } steps && Type.Shape is { } shape
        ? this with { Type = Type with { Shape = new([shape[0], steps, .. shape.Skip(1)]) }, Lag = null }
        : this;
}

/// <summary>A member of the modules group.</summary>
/// <param name="Name">The name it was declared with.</param>
/// <param name="Type">Its C# type from <c>global::</c> on.</param>
/// <param name="Kind">How it is registered.</param>
internal sealed record ModuleSlot(string Name, string Type, ModuleKind Kind)
{
    /// <summary>The accessibility keyword that a property of that type can have: <c>public</c> or <c>internal</c>.</summary>
    public string Accessibility { get; init; } = "public";
}

/// <summary>How a member of the modules group is registered.</summary>
internal enum ModuleKind
{
    /// <summary>A sub-module.</summary>
    Module,

    /// <summary>A trained parameter.</summary>
    Parameter,

    /// <summary>A tensor that is saved and moved, but not trained.</summary>
    Buffer,
}

/// <summary>The body for one outcome of the host conditions it depends on.</summary>
/// <param name="Conditions">The conditions in the order they are met, each with its outcome.</param>
/// <param name="Body">The body in that case.</param>
internal sealed record StepVariant(EquatableArray<Condition> Conditions, StepGraph Body);

/// <summary>A host condition, as C# valid in the generated class, and how it turned out.</summary>
internal sealed record Condition(string Text, bool Outcome);
