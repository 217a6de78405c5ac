namespace FluentRnn.Generators.Ir;

/// <summary>
/// How gradients pass an operation backward: a formula for each operand that gets one. An operation without formulas is either constant almost
/// everywhere, so that nothing passes, or its derivative is not known, for a reason.
/// </summary>
internal sealed class DerivativeRule
{
    private readonly Dictionary<string, Formula> _formulas;

    private DerivativeRule(IEnumerable<(string Operand, Formula Formula)> formulas, string? reason)
    {
        _formulas = formulas.ToDictionary(item => item.Operand, item => item.Formula, StringComparer.Ordinal);
        WhyUnknown = reason;
    }

    /// <summary>The results do not change when the operands change a little: comparisons, roundings, indices, new tensors, draws.</summary>
    public static DerivativeRule Constant { get; } = new([], null);

    /// <summary>Why no derivative is known, as the end of a sentence that begins "because"; null when it is.</summary>
    public string? WhyUnknown { get; }

    /// <summary>The operands that get a gradient.</summary>
    public IReadOnlyCollection<string> Operands => _formulas.Keys;

    public static DerivativeRule Of(params (string Operand, Formula Formula)[] formulas) => new(formulas, null);

    /// <summary>A rule of one operand.</summary>
    public static DerivativeRule Of(string operand, Formula formula) => new([(operand, formula)], null);

    public static DerivativeRule Unknown(string reason) => new([], reason);

    /// <summary>
    /// Adds the operations that compute the gradients of an operation's operands, and gives what each adds to the gradient of its operand; an operand
    /// that is read twice comes twice.
    /// </summary>
    /// <param name="op">The operation.</param>
    /// <param name="builder">A graph that holds the operation's operands and results.</param>
    /// <param name="gradients">The gradient of each result; null for one that nothing depends on.</param>
    /// <param name="wanted">The operands whose gradient is asked for.</param>
    /// <exception cref="DerivativeException">The gradient cannot be written for these operands, or is not known at all.</exception>
    public static IEnumerable<(int Operand, Contribution Contribution)> Apply(Op op, GraphBuilder builder, IReadOnlyList<int?> gradients, Func<int, bool> wanted)
    {
        var rule = op.Operation.Derivative!;
        if (rule.WhyUnknown is { } reason && op.Operands.Any(wanted))
        {
            throw new DerivativeException(reason);
        }

        foreach (var argument in op.Arguments.Where(argument => rule._formulas.ContainsKey(argument.Name)))
        {
            for (var i = 0; i < argument.Values.Count; i++)
            {
                if (wanted(argument.Values[i]))
                {
                    yield return (argument.Values[i], rule._formulas[argument.Name](new DerivativeContext(op, builder, gradients, i)));
                }
            }
        }
    }
}

/// <summary>What a result's gradient adds to that of one operand.</summary>
internal delegate Contribution Formula(DerivativeContext d);

/// <summary>A gradient that cannot be written; the message is the end of a sentence that begins "because".</summary>
internal sealed class DerivativeException(string reason) : Exception(reason);
