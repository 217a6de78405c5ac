using FluentRnn.Generators.Ir;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>A value that a random step has at hand.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">Its C#.</param>
/// <param name="Type">What the compiler knows of it.</param>
/// <param name="Tensor">What it is at a first step.</param>
sealed record Live(int Id, string Text, TensorType Type, Tensor Tensor)
{
    /// <summary>Whether it can be an output: the batch comes first.</summary>
    public bool HasBatch => Type.Shape is { Count: > 0 } shape && shape[0] == Dim.Batch;

    /// <summary>Whether it has the form of the states and of what modules take: (B, n), floating.</summary>
    public bool IsVector => HasBatch && Type.Shape is { Count: 2 } shape && shape[1].Value == Surroundings.Size && Type.Element == ElementType.Floating;
}

/// <summary>A statement of a random step.</summary>
/// <param name="Text">Its C#.</param>
/// <param name="Operands">The numbers of the values it reads.</param>
/// <param name="Results">The values it declares.</param>
sealed record Statement(string Text, IReadOnlyList<int> Operands, IReadOnlyList<Live> Results);
