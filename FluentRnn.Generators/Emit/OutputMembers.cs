using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>What a member of <c>Output</c> or <c>StepOutput</c> is.</summary>
internal enum OutputRole
{
    Sequence,
    Last,
    State,
    Lengths,
    Done,
}

/// <summary>A member of <c>Output</c> or <c>StepOutput</c>: what it is, its position in its group, its C# type and name, its documentation.</summary>
internal sealed record OutputMember(OutputRole Role, int Index, string Type, string Property, string Text);

/// <summary>The members of <c>Output</c> and of <c>StepOutput</c>, in order.</summary>
internal static class OutputMembers
{
    public static IReadOnlyList<OutputMember> Of(ContainerSpec spec, ContainerNames names, bool step)
    {
        var properties = new NameAllocator(
            [.. Signature.RecordMembers, step ? ContainerNames.StepOutput : ContainerNames.Output, ContainerNames.State, "Lengths", "Done", "From", OutputEmitter.Positions]);
        var types = Types(spec);
        List<OutputMember> members = [];
        Add(OutputRole.Sequence, spec.SequenceOutputs, "Value", overTime: !step, step ? "The output of this step" : "The output of every step");
        Add(OutputRole.Last, spec.LastOutputs, "Last", overTime: false, step ? "The output as if this step were the last" : "The output of the last step");
        if (spec.States.Count > 0)
        {
            members.Add(new(OutputRole.State, 0, ContainerNames.State, ContainerNames.State, "The state after the last step, to go on from."));
        }

        if (spec.HasDone)
        {
            members.Add(step
                ? new(OutputRole.Done, 0, names.Tensor, "Done", "Which rows ended with this step, (B), bool.")
                : new(OutputRole.Lengths, 0, names.Tensor, "Lengths", "How many steps each row ran, (B), int64."));
        }

        return members;

        // Both directions apart: those of the backward one are after the others by position, and beside them as members.
        void Add(OutputRole role, EquatableArray<string> outputs, string suffix, bool overTime, string text)
        {
            for (var i = 0; i < outputs.Count; i++)
            {
                var (name, shape) = (outputs[i], Shape(outputs[i], overTime));
                members.Add(new(role, i, names.Tensor, Property(name, suffix), $"{text}, {shape}."));
                if (spec.Bidirectional is { Merge: Bidirection.Apart })
                {
                    members.Add(new(role, i + outputs.Count, names.Tensor, Property(name + "Backward", suffix), $"{text} of the backward direction, {shape}."));
                }
            }
        }

        string Property(string name, string suffix) => properties.Take(Naming.Property(name), Naming.Property(name) + suffix);

        string Shape(string name, bool overTime) =>
            Documentation.Shape(types.TryGetValue(name, out var type) ? Merged(type, spec) : TensorType.Unknown, overTime);
    }

    /// <summary>Concatenated, the last axis is twice as long.</summary>
    private static TensorType Merged(TensorType type, ContainerSpec spec) =>
        spec.Bidirectional is { Merge: Bidirection.Concat } && type.Shape is { Count: > 1 } shape
            ? type with { Shape = new([.. shape.Take(shape.Count - 1), Dim.Constant(2) * shape[shape.Count - 1]]) }
            : type;

    private static Dictionary<string, TensorType> Types(ContainerSpec spec)
    {
        var types = new Dictionary<string, TensorType>(StringComparer.Ordinal);
        if (spec.Variants.Count > 0)
        {
            var body = spec.Variants[0].Body;
            var values = body.Values();
            foreach (var binding in body.Sequence.Concat(body.Last))
            {
                types[binding.Name] = values[binding.Value].Type;
            }
        }

        return types;
    }
}
