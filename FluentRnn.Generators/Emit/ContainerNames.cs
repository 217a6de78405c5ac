using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>The names of a container's generated members: fields, module properties, methods and nested types.</summary>
internal sealed class ContainerNames
{
    public const string Input = "Input";
    public const string Output = "Output";
    public const string State = "State";
    public const string StepOutput = "StepOutput";
    public const string Plan = "Plan";
    public const string ZeroState = "ZeroState";

    /// <summary>What generated method bodies call by its simple name.</summary>
    private static readonly string[] Called =
        ["InitialStates", "RunSequence", "RunStep", "RunTogether", "BeforeSteps", "Run", "RunBoth", "Open", "OpenStep", "Zero", "Definition", "Executor", "GetName", "training", "torch", "global"];

    private readonly HashSet<string> _modules;
    private readonly string _type;

    public ContainerNames(ContainerSpec spec)
    {
        _type = spec.Type.FullyQualifiedName;
        _modules = [.. spec.Modules.Select(module => module.Name)];
        SequenceResult = spec.Bidirectional is null ? Output : Runtime.Result;
        if (spec.HasBackwardModules)
        {
            _modules.UnionWith(spec.Modules.Select(module => Bidirection.Backward(module.Name)));
        }

        RunSequence = Private("RunSequence");
        RunStep = Private("RunStep");
        RunTogether = Private("RunTogether");
        BeforeSteps = Private("BeforeSteps");
        InitialStates = Private("InitialStates");

        // An alias stands inside the namespace, where it cannot meet one of the user's global usings; the global namespace has no such place.
        Torch = spec.Type.Namespace is null || _modules.Contains("torch") ? "global::TorchSharp.torch" : "torch";

        // Private methods cannot have the name of their class, nor of a property beside them; those of variants begin with these names.
        string Private(string name) => _modules.Append(Identifier.Unescape(spec.Type.Name)).Any(taken => taken.StartsWith(name, StringComparison.Ordinal)) ? Private(name + "Core") : name;
    }

    /// <summary>The method with the loop.</summary>
    public string RunSequence { get; }

    /// <summary>What that method returns: the output, or in both directions the results of one.</summary>
    public string SequenceResult { get; }

    /// <summary>The method with a single step.</summary>
    public string RunStep { get; }

    /// <summary>The method with the loop of both directions.</summary>
    public string RunTogether { get; }

    /// <summary>The method that computes what each direction reads in that loop.</summary>
    public string BeforeSteps { get; }

    /// <summary>The method that computes initial states.</summary>
    public string InitialStates { get; }

    /// <summary>How the file refers to TorchSharp's <c>torch</c>.</summary>
    public string Torch { get; }

    /// <summary>How the file refers to the type of tensors. No alias: a type of the user's may be called Tensor.</summary>
    public string Tensor => Torch + ".Tensor";

    /// <summary>The field of a parameter of <c>Define</c>.</summary>
    public static string Field(string parameter) => Naming.Field(parameter);

    /// <summary>A member of the container in a method whose parameters the user has named: also where one of them has its name.</summary>
    public static string Member(string name, IEnumerable<string> parameters) => parameters.Contains(name) ? "this." + name : name;

    /// <summary>A static member or a nested type of the container, likewise.</summary>
    public string Static(string name, IEnumerable<string> parameters) => parameters.Contains(name) ? _type + "." + name : name;

    /// <summary>Whether a name is that of a member of the modules group, whose property has the same name, or a path below one.</summary>
    public bool IsModule(string name) => _modules.Contains(name.Split('.')[0]);

    /// <summary>What the locals of generated methods cannot be called, because their bodies use it in another meaning.</summary>
    public static IEnumerable<string> Used(ContainerSpec spec) => Called
        .Concat(spec.Parameters.Select(parameter => Field(parameter.Name)))
        .Concat(Texts(spec).SelectMany(HostText.Identifiers));

    private static IEnumerable<string> Texts(ContainerSpec spec) =>
        spec.Variants.SelectMany(variant => variant.Conditions.Select(condition => condition.Text))
            .Concat(Graphs(spec).SelectMany(graph => graph.Ops).SelectMany(HostText.Texts));

    private static IEnumerable<StepGraph> Graphs(ContainerSpec spec) =>
        spec.Variants.Select(variant => variant.Body).Concat(spec.Initial is { } initial ? [initial] : Array.Empty<StepGraph>());
}
