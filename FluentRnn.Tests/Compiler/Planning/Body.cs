using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Planning;

/// <summary>A body from the text of its operations, over one sequence x, one constant c, one state h and one weight w.</summary>
static class Body
{
    const string Inputs = """
        inputs
          %x:floating[B, n] = sequence x
          %c:floating[B, n] = constant c
          %h:floating[B, n] = state h
          %w:floating[n, n] = weight w

        """;

    public static ContainerSpec Spec { get; } = Containers.Spec("Test") with
    {
        Parameters = EquatableArray.Of(Containers.Int("n")),
        Sequences = EquatableArray.Of(Containers.Slot("x", Graph.Rows("n"))),
        Constants = EquatableArray.Of(Containers.Slot("c", Graph.Rows("n"))),
        States = EquatableArray.Of(Containers.Slot("h", Graph.Rows("n"))),
        Modules = EquatableArray.Of(new ModuleSlot("w", "global::TorchSharp.Modules.Parameter", ModuleKind.Parameter)),
    };

    /// <summary>Operations and what is returned, separated by semicolons: <c>%y = tanh(%h)</c> and <c>next h = %y</c>; and inputs beside those above: <c>%b:floating[n] = weight b</c>.</summary>
    public static StepGraph Read(string operations, string returned, string inputs = "") =>
        IrReader.Read($"{Inputs}{Lines(inputs)}let\n{Lines(operations)}in\n{Lines(returned)}");

    /// <summary>A container with that body.</summary>
    public static ContainerSpec Container(string operations, string returned)
    {
        var graph = Read(operations, returned);
        return Spec with
        {
            SequenceOutputs = graph.Sequence.Select(binding => binding.Name).ToEquatableArray(),
            LastOutputs = graph.Last.Select(binding => binding.Name).ToEquatableArray(),
            HasDone = graph.Done is not null,
            Variants = EquatableArray.Of(new StepVariant(default, graph)),
        };
    }

    static string Lines(string text) => string.Concat(text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line.Trim()}\n"));
}
