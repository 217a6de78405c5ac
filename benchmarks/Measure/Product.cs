namespace FluentRnn.Benchmarks.Measure;

/// <summary>A product with a weight: of all steps at once, or at each step because it needs the step before.</summary>
/// <param name="EachStep">Whether it cannot leave the loop.</param>
/// <param name="Rows">The rows of one product.</param>
/// <param name="Inner">What is summed over.</param>
/// <param name="Columns">The columns of the weight.</param>
/// <param name="OfInput">Whether its left side is an input of the network, which seldom wants a gradient.</param>
sealed record Product(bool EachStep, long Rows, long Inner, long Columns, bool OfInput)
{
    /// <summary>A sequence input times a weight.</summary>
    public static Product OfSequence(Shape shape, long columns) => new(false, (long)shape.Batch * shape.Steps, shape.Inputs, columns, true);

    /// <summary>A state times a weight.</summary>
    public static Product OfState(Shape shape, long columns, long? inner = null) => new(true, shape.Batch, inner ?? shape.Hidden, columns, false);

    /// <summary>The outputs of all steps times a weight.</summary>
    public static Product OfOutputs(Shape shape, long columns) => new(false, (long)shape.Batch * shape.Steps, shape.Hidden, columns, false);
}
