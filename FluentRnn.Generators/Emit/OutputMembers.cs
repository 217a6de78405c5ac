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
        for (var i = 0; i < spec.SequenceOutputs.Count; i++)
        {
            var name = spec.SequenceOutputs[i];
            members.Add(new(OutputRole.Sequence, i, names.Tensor, Property(name, "Value"), step
                ? $"The output of this step, {Shape(name, overTime: false)}."
                : $"The output of every step, {Shape(name, overTime: true)}."));
        }

        for (var i = 0; i < spec.LastOutputs.Count; i++)
        {
            var name = spec.LastOutputs[i];
            members.Add(new(OutputRole.Last, i, names.Tensor, Property(name, "Last"), step
                ? $"The output as if this step were the last, {Shape(name, overTime: false)}."
                : $"The output of the last step, {Shape(name, overTime: false)}."));
        }

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

        string Property(string name, string suffix) => properties.Take(Naming.Property(name), Naming.Property(name) + suffix);

        string Shape(string name, bool overTime) =>
            Documentation.Shape(types.TryGetValue(name, out var type) ? type : TensorType.Unknown, overTime);
    }

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
