namespace FluentRnn.Generators.Emit;

/// <summary>The names of the types in FluentRnn that generated code uses.</summary>
internal static class Runtime
{
    public const string Builder = "global::FluentRnn.RecurrenceBuilder";
    public const string Container = "global::FluentRnn.RecurrentContainer";
    public const string Plan = "global::FluentRnn.RecurrencePlan";
    public const string Input = "global::FluentRnn.IRecurrentInput";
    public const string Output = "global::FluentRnn.IRecurrentOutput";
    public const string StepOutput = "global::FluentRnn.IRecurrentStepOutput";
    public const string State = "global::FluentRnn.IRecurrentState";

    public const string Call = "global::FluentRnn.Execution.RecurrenceCall";
    public const string Result = "global::FluentRnn.Execution.RecurrenceResult";
    public const string CarriedStates = "global::FluentRnn.Execution.CarriedStates";
    public const string SequenceBuffer = "global::FluentRnn.Execution.SequenceBuffer";
    public const string CollectedSteps = "global::FluentRnn.Execution.CollectedSteps";
    public const string StepOperations = "global::FluentRnn.Execution.StepOperations";
    public const string Layers = "global::FluentRnn.Execution.Layers";
    public const string JoinedDirections = "global::FluentRnn.Execution.JoinedDirections";
    public const string AllSteps = "global::FluentRnn.Execution.AllSteps";
    public const string PaddedSequences = "global::FluentRnn.Execution.PaddedSequences";
    public const string StateOperations = "global::FluentRnn.Execution.StateOperations";
}
