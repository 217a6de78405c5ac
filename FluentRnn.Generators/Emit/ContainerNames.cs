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
    public const string RunSequence = "RunSequence";
    public const string RunStep = "RunStep";
    public const string InitialStates = "InitialStates";

    /// <summary>Members that a property for a module cannot be called after: the generated ones, and those of the base classes that start with a capital.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [
        Input, Output, State, StepOutput, Plan, ZeroState, RunSequence, RunStep, InitialStates,
        "Executor", "Definition", "Open", "OpenStep", "Complete", "Zero",
        "Create", "Dispose", "GetName", "HType", "RegisterComponents", "ClearModules", "ConditionallyRegisterBuffer", "ConditionallyRegisterParameter",
        "GetDefaultDeviceAndType", "ReplaceBuffer", "ReplaceParameter", "Module",
        "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals", "Define",
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _modules = new(StringComparer.Ordinal);

    public ContainerNames(ContainerSpec spec)
    {
        var fields = new NameAllocator([]);
        foreach (var parameter in spec.Parameters)
        {
            _fields[Identifier.Unescape(parameter.Name)] = fields.Take("_" + Identifier.Unescape(parameter.Name));
        }

        var members = new NameAllocator([.. Reserved, Identifier.Unescape(spec.Type.Name)]);
        foreach (var module in spec.Modules)
        {
            var name = Identifier.Pascal(module.Name);
            _modules[module.Name] = members.Take(name, name + module.Kind);
        }

        // An alias stands inside the namespace, where it cannot meet one of the user's global usings; the global namespace has no such place.
        Torch = spec.Type.Namespace is null ? "global::TorchSharp.torch" : "torch";
    }

    /// <summary>How the file refers to TorchSharp's <c>torch</c>.</summary>
    public string Torch { get; }

    /// <summary>How the file refers to the type of tensors. No alias: a type of the user's may be called Tensor.</summary>
    public string Tensor => Torch + ".Tensor";

    /// <summary>The field of a parameter of <c>Define</c>.</summary>
    public string Field(string parameter) => _fields.TryGetValue(parameter, out var field) ? field : "_" + parameter;

    /// <summary>The property of a member of the modules group, or null when there is no such member.</summary>
    public string? Module(string slot) => _modules.TryGetValue(slot, out var property) ? property : null;

    /// <summary>Parameters and buffers whose property has their own name. A local may have it too, and then holds the same tensor.</summary>
    public IEnumerable<string> SharedNames(ContainerSpec spec) => spec.Modules
        .Where(module => module.Kind != ModuleKind.Module && _modules[module.Name] == module.Name)
        .Select(module => module.Name);

    /// <summary>The C# that reads a weight: <c>Cell.weight_ih</c> for <c>cell.weight_ih</c>, <c>this.W</c> for <c>W</c>.</summary>
    public string Weight(string path)
    {
        var parts = path.Split('.');
        if (parts.Length == 1 && Module(path) == path)
        {
            return "this." + Identifier.Escape(path);
        }

        return string.Join(".", parts.Skip(1).Select(Identifier.Escape).Prepend(Module(parts[0]) ?? Identifier.Pascal(parts[0])));
    }

    /// <summary>What the locals of generated methods cannot be called, because their bodies use it in another meaning.</summary>
    public IEnumerable<string> Used(ContainerSpec spec) =>
        Reserved
            .Append("torch")
            .Append("global")
            .Concat(_modules.Values.Except(SharedNames(spec), StringComparer.Ordinal))
            .Concat(_fields.Values)
            .Concat(Texts(spec).SelectMany(HostText.Identifiers));

    private static IEnumerable<string> Texts(ContainerSpec spec) =>
        spec.Variants.SelectMany(variant => variant.Conditions.Select(condition => condition.Text))
            .Concat(Graphs(spec).SelectMany(graph => graph.Ops).SelectMany(HostText.Texts));

    private static IEnumerable<StepGraph> Graphs(ContainerSpec spec) =>
        spec.Variants.Select(variant => variant.Body).Concat(spec.Initial is { } initial ? [initial] : Array.Empty<StepGraph>());
}
