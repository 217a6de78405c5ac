namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Vectors, matrices, and stacks of matrices.</summary>
    public static DerivativeRule MatMul { get; } = DerivativeRule.Of(
        ("self", static d => LeftFactor(d.G, d["self"], d["other"])),
        ("other", static d => RightFactor(d.G, d["self"], d["other"])));

    public static DerivativeRule Outer { get; } = OfTwo("other", static (g, _, z) => g.MatMul(z), static (g, x, _) => g.Transposed().MatMul(x));

    public static DerivativeRule Linear { get; } = DerivativeRule.Of(
        ("input", static d => d["weight"].Rank == 1 ? d.G.Unsqueeze(-1) * d["weight"] : d.G.MatMul(d["weight"])),
        ("weight", static d => new Contribution.Product(d["weight"].Rank == 1 ? d.G.Unsqueeze(-1) : d.G, d["input"])),
        ("bias", static d => d.G));

    public static DerivativeRule Bilinear { get; } = DerivativeRule.Of(
        ("self", static d => Bilinearly(d, "y,w,r->l", d.G, d["weight"], d["other"])),
        ("other", static d => Bilinearly(d, "y,w,l->r", d.G, d["weight"], d["self"])),
        ("weight", static d => Bilinearly(d, "y,l,r->w", d.G, d["self"], d["other"])),
        ("bias", static d => d.G));

    public static DerivativeRule AddedProduct { get; } = DerivativeRule.Of(
        ("self", static d => d.G * d["beta"]),
        ("left", static d => LeftFactor(d.G * d["alpha"], d["left"], d["right"])),
        ("right", static d => RightFactor(d.G * d["alpha"], d["left"], d["right"])));

    /// <summary>An operand takes the place of the result, and the result that of the operand.</summary>
    public static DerivativeRule Einsum { get; } = DerivativeRule.Of("tensors", static d =>
    {
        var tensors = d.List("tensors");
        var self = tensors[d.Position];
        var equation = EinsumEquation.Parse(d["equation"].Host?.Text) ?? throw new DerivativeException("the equation of an einsum is not a plain literal");
        var labels = equation.Operands[d.Position];
        if (labels.Distinct().Count() < labels.Length)
        {
            throw new DerivativeException("a label of an einsum comes twice in one operand");
        }

        var others = Enumerable.Range(0, tensors.Length).Where(i => i != d.Position).ToList();
        var given = equation.Result + string.Concat(others.Select(i => equation.Operands[i]));
        var kept = string.Concat(labels.Where(label => given.IndexOf(label) >= 0));
        Term[] factors = [d.G, .. others.Select(i => tensors[i])];
        var gradient = Einsteins(string.Join(",", others.Select(i => equation.Operands[i]).Prepend(equation.Result)) + "->" + kept, factors);

        // What was summed away alone is the same along its axis.
        for (var axis = 0; axis < labels.Length; axis++)
        {
            gradient = kept.IndexOf(labels[axis]) >= 0 ? gradient : gradient.Unsqueeze(axis);
        }

        return kept == labels ? gradient : gradient.ExpandTo(self);
    });

    /// <summary>Softmax of scaled scores, times values; the weights of the values are computed again.</summary>
    public static DerivativeRule Attention { get; } = DerivativeRule.Of(
        ("query", static d => ScoreGradient(d).MatMul(d["key"]) * Scale(d)),
        ("key", static d => ScoreGradient(d).Transposed().MatMul(d["query"]) * Scale(d)),
        ("value", static d => Weights(d).Transposed().MatMul(d.G)),
        ("mask", static d => ScoreGradient(d)));

    private static Contribution LeftFactor(Term g, Term left, Term right)
    {
        var (rows, columns) = AsMatrices(g, left, right);
        var other = right.Rank == 1 ? right.Unsqueeze(-1) : right;

        // A matrix that is multiplied with many others is summed as one product.
        if (left.Rank == 2)
        {
            return new Contribution.Product(columns.Transposed(), other.Transposed());
        }

        return columns.MatMul(other.Transposed());
    }

    private static Contribution RightFactor(Term g, Term left, Term right)
    {
        var (rows, columns) = AsMatrices(g, left, right);
        return right.Rank <= 2 ? new Contribution.Product(rows, columns) : rows.Transposed().MatMul(columns);
    }

    /// <summary>The left operand and the gradient, vectors as the matrices that a product takes them for.</summary>
    private static (Term Left, Term Gradient) AsMatrices(Term g, Term left, Term right)
    {
        var columns = right.Rank == 1 ? g.Unsqueeze(-1) : g;
        return left.Rank == 1 ? (left.Unsqueeze(0), columns.Unsqueeze(-2)) : (left, columns);
    }

    /// <summary>A sum of products over (…, o) as y, (o, i, j) as w, (…, i) as l and (…, j) as r.</summary>
    private static Term Bilinearly(DerivativeContext d, string equation, params Term[] factors)
    {
        var leading = Letters.Substring(0, d.G.Rank - 1);
        return Einsteins(
            string.Concat(equation.Select(part => part switch { 'y' => leading + "z", 'w' => "zxy", 'l' => leading + "x", 'r' => leading + "y", _ => part.ToString() })),
            factors);
    }

    private static Term Einsteins(string equation, Term[] factors)
    {
        Term text = HostExpression.Code($"\"{equation}\"");
        return text.Apply(Products.Einsum, (Term)factors);
    }

    /// <summary>One over the root of the length of a query.</summary>
    private static Term Scale(DerivativeContext d)
    {
        var query = d["query"];

        // In the query's own element type: the root of a whole number would be of torch's default one.
        return query.Apply(Creation.NewFull, HostExpression.List([]), query.Shape[query.Rank - 1], Term.Null, Term.Null).Rsqrt();
    }

    /// <summary>What each value is multiplied with.</summary>
    private static Term Weights(DerivativeContext d)
    {
        var scores = d["query"].MatMul(d["key"].Transposed()) * Scale(d);
        if (d.Flag("is_causal"))
        {
            scores = scores.Apply(Elementwise.MaskedFill, scores.Apply(Creation.OnesLike, Term.Null, Term.Null).Apply(Shapes.Triu, 1) > 0, double.NegativeInfinity);
        }

        if (d.IsAbsent("mask"))
        {
            return scores.Apply(Reductions.Softmax, -1, Term.Null);
        }

        // A row without any key has no weights.
        var mask = d["mask"];
        return mask.Type.Element == ElementType.Bool
            ? scores.Apply(Elementwise.MaskedFill, !mask, double.NegativeInfinity).Apply(Reductions.Softmax, -1, Term.Null).Only(mask)
            : mask.Type.Element.IsFloating() ? (scores + mask).Apply(Reductions.Softmax, -1, Term.Null)
            : throw new DerivativeException("the element type of the mask is not known");
    }

    private static Term ScoreGradient(DerivativeContext d) => SoftmaxGradient(d.G.MatMul(d["value"].Transposed()), Weights(d), -1);
}
