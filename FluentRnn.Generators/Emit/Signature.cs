using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What a parameter of <c>forward</c> is for.</summary>
internal enum ParameterRole
{
    Sequence,
    Constant,
    State,
    Target,
    TeacherForcing,
    Lengths,
    Mask,
    Resets,
    FirstStep,
    Steps,
    Batch,
    Cancellation,
}

/// <summary>A parameter of <c>forward</c> and <c>step</c>, and the property of <c>Input</c> it becomes.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Slot">The position of its slot in its group; for a target, that of the state.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="Name">Its name in a method.</param>
/// <param name="Property">Its name in <c>Input</c>.</param>
/// <param name="Default">Its default value, or null when it has none.</param>
/// <param name="Text">Its documentation.</param>
internal sealed record CallParameter(ParameterRole Role, int Slot, string Type, string Name, string Property, string? Default, string Text)
{
    public string Declaration(string name) => $"{Type} {name}{(Default is null ? string.Empty : " = " + Default)}";
}

/// <summary>The parameters of <c>forward</c>, in order.</summary>
internal static class Signature
{
    /// <summary>What properties of a record struct cannot be called: its own members.</summary>
    internal static readonly string[] RecordMembers =
        ["Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "Clone", "Finalize", "MemberwiseClone", "ReferenceEquals", "Dispose"];

    public static IReadOnlyList<CallParameter> Of(ContainerSpec spec, ContainerNames names)
    {
        var all = Candidates(spec, names).ToList();

        // Slots keep their names as parameters; the fixed parameters keep theirs as properties.
        var parameters = new NameAllocator([]);
        var properties = new NameAllocator([.. RecordMembers, ContainerNames.Input, .. all.Where(IsFixed).Select(parameter => parameter.Property)]);
        var slots = all.Where(parameter => !IsFixed(parameter))
            .Select(parameter => parameter with
            {
                Name = parameters.Take(parameter.Name),
                Property = properties.Take(parameter.Property, parameter.Property + "Value"),
            })
            .ToList();
        var others = all.Where(IsFixed).Select(parameter => parameter with { Name = parameters.Take(parameter.Name) }).ToList();

        return [.. slots.Concat(others).OrderBy(parameter => parameter.Role)];
    }

    private static bool IsFixed(CallParameter parameter) =>
        parameter.Role is not (ParameterRole.Sequence or ParameterRole.Constant or ParameterRole.Target);

    private static IEnumerable<CallParameter> Candidates(ContainerSpec spec, ContainerNames names)
    {
        CallParameter Parameter(ParameterRole role, int slot, string type, string name, string? defaultValue, string text) =>
            new(role, slot, type, name, Naming.Property(name), defaultValue, text);

        for (var i = 0; i < spec.Sequences.Count; i++)
        {
            if (spec.Sequences[i].IsStepIndex)
            {
                continue;
            }

            var type = spec.Sequences[i].Type;
            yield return Parameter(ParameterRole.Sequence, i, names.Tensor, spec.Sequences[i].Name, null,
                $"Sequence, {Documentation.Shape(type, overTime: true)}{Documentation.Element(type)}.");
        }

        for (var i = 0; i < spec.Constants.Count; i++)
        {
            var type = spec.Constants[i].Type;
            yield return Parameter(ParameterRole.Constant, i, names.Tensor, spec.Constants[i].Name, null,
                $"Constant, the same at every step, {Documentation.Shape(type, overTime: false)}{Documentation.Element(type)}.");
        }

        if (spec.States.Count > 0)
        {
            yield return Parameter(ParameterRole.State, 0, ContainerNames.State + "?", "state", "null",
                "The state to start from; what is null in it takes its initial value.");
        }

        for (var i = 0; i < spec.States.Count; i++)
        {
            if (spec.States[i] is { TeacherForced: true } state)
            {
                yield return Parameter(ParameterRole.Target, i, names.Tensor + "?", state.Name + "Target", "null",
                    $"What '{state.Name}' should have been after each step, {Documentation.Shape(state.Type, overTime: true)}{Documentation.Element(state.Type)}; null to run free.");
            }
        }

        if (spec.TeacherForced.Count > 0)
        {
            yield return Parameter(ParameterRole.TeacherForcing, 0, "double", "teacherForcing", "1.0",
                "The probability with which each row and step takes the target instead of the fed-back value.");
        }

        yield return Parameter(ParameterRole.Lengths, 0, names.Tensor + "?", "lengths", "null",
            "How many steps of each row are valid, from step 0 on, (B), int64, each from 0 to T; null for all. The others are masked.");
        yield return Parameter(ParameterRole.Mask, 0, names.Tensor + "?", "mask", "null",
            "Which steps of each row are valid, (B, T), bool; null for all. At the others, which are masked, a row holds its states, and what the sequences hold does not matter.");
        if (spec.States.Count > 0)
        {
            yield return Parameter(ParameterRole.Resets, 0, names.Tensor + "?", "resets", "null",
                "Before which steps each row goes back to its declared initial state, (B, T), bool; null for none.");
        }

        if (spec.HasStepIndex)
        {
            yield return Parameter(ParameterRole.FirstStep, 0, "long", "firstStep", "0", "The number of the first step: how many were processed by the calls before.");
        }

        if (!spec.TakesSequences && spec.FixedSteps is null)
        {
            yield return Parameter(ParameterRole.Steps, 0, "int?", "steps", "null", "The number of steps, T; required, because no sequence shows it.");
        }

        if (!spec.TakesSequences && spec.Constants.Count == 0)
        {
            yield return Parameter(ParameterRole.Batch, 0, "int?", "batch", "null", "The number of rows, B; required unless a state shows it.");
        }

        yield return Parameter(ParameterRole.Cancellation, 0, "global::System.Threading.CancellationToken", "cancellation", "default",
            "Looked at before each step. What the steps before changed, such as running statistics, stays changed.");
    }
}
