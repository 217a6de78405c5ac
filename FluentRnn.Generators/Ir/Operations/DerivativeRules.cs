namespace FluentRnn.Generators.Ir;

/// <summary>
/// The derivative rules of the operation table, in reverse mode, as formulas of other operations of the table. Where torch computes a derivative from
/// the result (sigmoid, tanh, exp, softmax, …), so do they: a result is often at hand, an operand must be kept for it. Conventions at kinks and ties
/// are torch's.
/// </summary>
internal static partial class DerivativeRules
{
    /// <summary>The gradient as it is.</summary>
    public static DerivativeRule Same { get; } = Of(static (g, _) => g);

    /// <summary>A rule of one operand.</summary>
    private static DerivativeRule Of(Func<Term, Term, Term> ofOperand) => DerivativeRule.Of("self", d => ofOperand(d.G, d["self"]));

    /// <summary>A rule of one operand, from the result.</summary>
    private static DerivativeRule OfResult(Func<Term, Term, Term> ofResult) => DerivativeRule.Of("self", d => ofResult(d.G, d.Y));

    /// <summary>A rule of <c>self</c> that sees everything.</summary>
    private static DerivativeRule OfSelf(Formula formula) => DerivativeRule.Of("self", formula);

    /// <summary>A rule of two operands.</summary>
    private static DerivativeRule OfTwo(string second, Func<Term, Term, Term, Term> bySelf, Func<Term, Term, Term, Term> bySecond) => DerivativeRule.Of(
        ("self", d => bySelf(d.G, d["self"], d[second])),
        (second, d => bySecond(d.G, d["self"], d[second])));
}
