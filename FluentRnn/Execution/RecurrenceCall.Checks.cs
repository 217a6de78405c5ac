using static TorchSharp.torch;

namespace FluentRnn.Execution;

// The checks of what a step yields.
public sealed partial class RecurrenceCall
{
    /// <summary>Checks the next value of a state: (B, …) and the dtype of its slot. For values whose shape the compiler does not know.</summary>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="InvalidOperationException">The step yielded null, or another shape or dtype.</exception>
    public Tensor CheckNext(int state, Tensor? value)
    {
        RequireNext(state, value, Definition.States[state].CarriedShape);
        return value!;
    }

    /// <summary>Checks what a step yielded for a state: (B, …) of the slot's own shape, also where a lag carries several.</summary>
    internal Tensor CheckYielded(int state, Tensor? value)
    {
        RequireNext(state, value, Definition.States[state].Shape);
        return value!;
    }

    /// <summary>Checks the flags of the rows that are done: (B), bool.</summary>
    /// <returns><paramref name="done"/>.</returns>
    /// <exception cref="InvalidOperationException">They are of another shape or dtype.</exception>
    public Tensor CheckDone(Tensor? done)
    {
        Require(done, "done", ScalarType.Bool, []);
        return done!;
    }

    /// <summary>Checks an output: not null, and with the batch axis first.</summary>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="InvalidOperationException">The step yielded null, or a tensor of another batch size.</exception>
    public Tensor CheckOutput(string name, Tensor? value)
    {
        if (value is null) throw Wrong($"output '{name}'", "a tensor (B, …)", "null");
        if (value.dim() == 0 || value.shape[0] != Batch)
            throw Wrong($"output '{name}'", $"a tensor with batch size {Text.Of(Batch)} first", Text.Shape(value.shape));
        return value;
    }

    /// <summary>Checks that an output has the shape it had at the steps before.</summary>
    internal void CheckShape(string name, Tensor value, long[] before)
    {
        var shape = value.shape;
        if (!shape.AsSpan().SequenceEqual(before)) throw Wrong($"output '{name}'", $"{Text.Shape(before)} as at the steps before", Text.Shape(shape));
    }

    internal InvalidOperationException Wrong(string what, string expected, string actual) =>
        new($"{Container.GetName()}: {Where}, {what} must be {expected}, but is {actual}.");

    void RequireNext(int state, Tensor? value, IReadOnlyList<long> shape)
    {
        var slot = Definition.States[state];
        Require(value, $"the next value of state '{slot.Name}'", slot.DType ?? FloatingType, shape);
    }

    void Require(Tensor? value, string what, ScalarType dtype, IReadOnlyList<long> shape)
    {
        var expected = $"{Text.Shape([Text.Of(Batch)], shape)} {Text.Of(dtype)}";
        if (value is null) throw Wrong(what, expected, "null");
        if (value.dtype != dtype || !Fits(value.shape, [Batch, .. shape])) throw Wrong(what, expected, $"{Text.Shape(value.shape)} {Text.Of(value.dtype)}");
    }

    static bool Fits(long[] actual, IReadOnlyList<long> shape) =>
        actual.Length == shape.Count && actual.Zip(shape).All(size => size.Second == Dsl.Any || size.First == size.Second);
}
