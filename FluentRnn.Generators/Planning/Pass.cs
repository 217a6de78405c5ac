using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A rewriting of the step's body that keeps its meaning.</summary>
/// <param name="Name">The name shown when the verifier finds the result wrong.</param>
/// <param name="Rewrite">The rewriting.</param>
internal sealed record Pass(string Name, Func<StepGraph, StepGraph> Rewrite);
