using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>What all emitters of one container share.</summary>
internal sealed class EmitContext
{
    public EmitContext(ForwardPlan plan)
    {
        Plan = plan;
        Names = new ContainerNames(Spec);
        Parameters = Signature.Of(Spec, Names);
        Outputs = OutputMembers.Of(Spec, Names, step: false);
        StepOutputs = OutputMembers.Of(Spec, Names, step: true);
        StateProperties = StateEmitter.Properties(Spec);
    }

    public ForwardPlan Plan { get; }

    public ContainerSpec Spec => Plan.Spec;

    public ContainerNames Names { get; }

    /// <summary>The parameters of forward.</summary>
    public IReadOnlyList<CallParameter> Parameters { get; }

    /// <summary>The members of <c>Output</c>.</summary>
    public IReadOnlyList<OutputMember> Outputs { get; }

    /// <summary>The members of <c>StepOutput</c>.</summary>
    public IReadOnlyList<OutputMember> StepOutputs { get; }

    /// <summary>The properties of <c>State</c>, in the order of the slots.</summary>
    public IReadOnlyList<string> StateProperties { get; }
}
