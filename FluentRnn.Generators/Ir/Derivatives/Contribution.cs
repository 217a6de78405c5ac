namespace FluentRnn.Generators.Ir;

/// <summary>
/// What one use of a value adds to its gradient, before anything is summed. Sums over axes are left open, so that they can also be taken over all
/// steps at once: broadcasting is undone here and nowhere else.
/// </summary>
internal abstract record Contribution
{
    public static implicit operator Contribution(Term term) => new Broadcast(term);

    /// <summary>The gradient in the shape and the element type of its value.</summary>
    public abstract Term To(Value operand);

    /// <summary>The same for all steps at once; <paramref name="stack"/> gives a value of all steps, with time in front.</summary>
    public abstract Contribution OverTime(Func<Term, Term> stack);

    /// <summary>Whether more than time is summed away: then it is worth doing once, for all steps.</summary>
    public abstract bool Reduces(Value operand);

    /// <summary>Summed over the axes along which the value was repeated.</summary>
    internal sealed record Broadcast(Term Gradient) : Contribution
    {
        public override Term To(Value operand) => Gradient.SumTo(operand.Type).As(operand);

        public override Contribution OverTime(Func<Term, Term> stack) => new Broadcast(stack(Gradient));

        public override bool Reduces(Value operand) => Gradient.Type.Shape is null || Gradient.Type.Shape != operand.Type.Shape;
    }

    /// <summary>Leftᵀ·Right, summed over all axes but the last of each: the gradient of a matrix that many rows are multiplied with.</summary>
    internal sealed record Product(Term Left, Term Right) : Contribution
    {
        public override Term To(Value operand)
        {
            var product = Matrix(Left).Transposed().MatMul(Matrix(Right));
            return (product.Type.Shape == operand.Type.Shape ? product : product.ReshapeTo(operand.Type)).As(operand);
        }

        public override Contribution OverTime(Func<Term, Term> stack) => new Product(stack(Left), stack(Right));

        public override bool Reduces(Value operand) => true;

        private static Term Matrix(Term factor) => factor.Type.Rank switch
        {
            2 => factor,
            1 => factor.Unsqueeze(0),
            _ => factor.Flatten(0, -2),
        };
    }

    /// <summary>Rows of gradients, each added to the row of a table that an index names.</summary>
    internal sealed record Rows(Term Index, Term Gradient) : Contribution
    {
        public override Term To(Value operand)
        {
            var table = operand.Type.Shape ?? throw new DerivativeException("the shape of a table is not known");
            var zeros = Gradient.Apply(Creation.NewZeros, Term.List(table), Term.Null, Term.Null);
            return zeros.Apply(Indexing.IndexAdd, 0, Index.Reshape([Dim.Constant(-1)]), Gradient.Reshape([Dim.Constant(-1), .. table.Skip(1)]), 1).As(operand);
        }

        public override Contribution OverTime(Func<Term, Term> stack) => new Rows(stack(Index), stack(Gradient));

        public override bool Reduces(Value operand) => true;
    }
}
