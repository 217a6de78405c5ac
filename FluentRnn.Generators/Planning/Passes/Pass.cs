using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A rewriting of the step's body that keeps its meaning.</summary>
/// <param name="Name">The name shown when the verifier finds the result wrong.</param>
/// <param name="Optimization">What switches it off; <see cref="Optimizations.None"/> for what is always done.</param>
/// <param name="Rewrite">The rewriting. The container tells what the names in host expressions are.</param>
internal sealed record Pass(string Name, Optimizations Optimization, Func<StepGraph, ContainerSpec, StepGraph> Rewrite);
