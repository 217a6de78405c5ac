using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>The struct <c>State</c>, and <c>ZeroState</c>, which makes one.</summary>
internal static class StateEmitter
{
    // The members that State has beside its slots.
    private static readonly string[] Members =
        [.. Signature.RecordMembers, ContainerNames.State, "Detach", "To", "Select", "Save", "Load", "Values", "Names", "From"];

    /// <summary>The properties of <c>State</c>, in the order of the slots.</summary>
    public static IReadOnlyList<string> Properties(ContainerSpec spec)
    {
        var properties = new NameAllocator(Members);
        var names = spec.States.Select(state => Naming.Property(state.Name)).ToList();
        return [.. names.Concat(spec.Bidirectional is null ? [] : names.Select(name => name + "Backward")).Select(name => properties.Take(name, name + "Value"))];
    }

    public static void Write(SourceWriter writer, EmitContext context)
    {
        if (context.Spec.States.Count == 0)
        {
            return;
        }

        WriteZeros(writer, context);
        WriteStruct(writer, context);
    }

    private static void WriteZeros(SourceWriter writer, EmitContext context)
    {
        var zeros = context.StateProperties.Select((_, i) => FormattableString.Invariant($"Zero({i}, batch)"));
        writer.Summary("A state of zeros.");
        writer.Param("batch", "The number of rows, B.");
        writer.Returns("Zeros for every slot, on the device and of the element types of the container.");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"public {ContainerNames.State} {ContainerNames.ZeroState}(long batch) => new({string.Join(", ", zeros)});");
        writer.Blank();
    }

    private static void WriteStruct(SourceWriter writer, EmitContext context)
    {
        var (spec, tensor, torch) = (context.Spec, context.Names.Tensor, context.Names.Torch);
        var properties = context.StateProperties;
        writer.Summary("What is carried from step to step; null stands for the initial value of a slot.");
        for (var i = 0; i < properties.Count; i++)
        {
            var type = spec.StatesOfCall[i].Type;
            writer.Param(properties[i], $"{Documentation.Shape(type, overTime: false)}{Documentation.Element(type)}.");
        }

        var self = $"{Runtime.State}<{ContainerNames.State}>";
        var list = "global::System.Collections.Generic.IReadOnlyList";
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block($"public readonly record struct {ContainerNames.State}({string.Join(", ", properties.Select(property => $"{tensor}? {property} = null"))}) : {self}"))
        {
            var names = spec.StatesOfCall.Select(state => $"\"{Identifier.Unescape(state.Name)}\"");
            var values = properties.Select((_, i) => FormattableString.Invariant($"values[{i}]"));
            writer.Line($"static {list}<string> {self}.Names {{ get; }} = [{string.Join(", ", names)}];");
            writer.Line($"{list}<{tensor}?> {self}.Values => [{string.Join(", ", properties)}];");
            writer.Line($"static {ContainerNames.State} {self}.From({list}<{tensor}?> values) => new({string.Join(", ", values)});");
            writer.Blank();

            WriteOperation(writer, "The same values without their history: what truncates backpropagation through time.", "State Detach()", "Detach(this)");
            WriteOperation(writer, "The state on another device.", $"State To({torch}.Device device)", "To(this, device)", ("device", "The device."));
            WriteOperation(writer, "The state in another floating-point type; slots of other types stay as they are.", $"State To({torch}.ScalarType dtype)", "To(this, dtype)", ("dtype", "The floating-point type."));
            WriteOperation(writer, "Some rows of the state, in the order of the indices.", $"State Select({tensor} indices)", "Select(this, indices)", ("indices", "Which rows, (n), int64; a row may come more than once."));
            WriteOperation(writer, "Writes the state to a safetensors file.", "void Save(string path)", "Save(this, path)", ("path", "The file."));
            WriteOperation(writer, "Reads a state from a safetensors file.", "static State Load(string path)", "Load<State>(path)", ("path", "The file."));
            WriteOperation(writer, "Disposes the tensors.", "void Dispose()", "Dispose(this)");
        }

        writer.Blank();
    }

    private static void WriteOperation(SourceWriter writer, string summary, string signature, string call, params (string Name, string Text)[] parameters)
    {
        writer.Summary(summary);
        foreach (var (name, text) in parameters)
        {
            writer.Param(name, text);
        }

        writer.Line($"public {signature} => {Runtime.StateOperations}.{call};");
        writer.Blank();
    }
}
