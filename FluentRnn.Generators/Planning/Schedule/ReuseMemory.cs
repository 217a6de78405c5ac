using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Lets an operation of the loop write its result where an operand was that nobody reads any more. Legal when the operand has the type of the result, was made in memory of its own, by the step or
/// for all steps before the loop, and is not read again, returned or kept. Not on parts of another value: what is written there does not lie together, and functions of that are slow. Where gradients are
/// recorded, only functions whose gradient comes from their result, on values whose maker does not need its own.
/// </summary>
internal static class ReuseMemory
{
    /// <summary>Operations that can write over an operand, with the operands they can write over, in order of preference.</summary>
    private static readonly Dictionary<Operation, string[]> Writers = new()
    {
        [Elementwise.Sigmoid] = ["self"],
        [Elementwise.Tanh] = ["self"],
        [Activations.Relu] = ["self"],
        [Elementwise.Exp] = ["self"],
        [Elementwise.Add] = ["self", "other"],
        [Elementwise.Sub] = ["self"],
        [Elementwise.Mul] = ["self", "other"],
        [Elementwise.Addcmul] = ["self"],
        [Elementwise.Lerp] = ["self"],
        [Products.Addmm] = ["self"],
    };

    /// <summary>Functions whose gradient comes from their result.</summary>
    private static readonly HashSet<Operation> OfResult = [Elementwise.Sigmoid, Elementwise.Tanh, Activations.Relu, Elementwise.Exp];

    /// <summary>Operations whose gradient does not need their result.</summary>
    private static readonly HashSet<Operation> OfOperands =
        [Elementwise.Add, Elementwise.Sub, Elementwise.Mul, Elementwise.Addcmul, Elementwise.Lerp, Products.Addmm, Products.Mm, Products.Bmm, Normalization.LayerNorm];

    /// <summary>Elementwise operations that may give their operand back instead of new memory.</summary>
    private static readonly HashSet<Operation> Aliasing =
    [
        Elementwise.Positive, Elementwise.Real, Casting.ToType, Casting.Bool, Casting.Byte, Casting.Char, Casting.Short, Casting.Int, Casting.Long, Casting.Half, Casting.BFloat16,
        Casting.Float, Casting.Double, Casting.TypeAs, Casting.Detach, Casting.Alias, Shapes.Contiguous,
    ];

    /// <summary>What is written over what; <paramref name="ahead"/> are the values of all steps made before the loop, <paramref name="held"/> those that are read after the step.</summary>
    public static IEnumerable<Overwrite> Find(StepGraph graph, IEnumerable<Op> loop, HashSet<int> ahead, HashSet<int> held)
    {
        var index = new GraphIndex(graph);
        var ops = loop.ToList();
        HashSet<int> inLoop = [.. ops.SelectMany(op => op.Results).Select(result => result.Id)];
        foreach (var op in ops.Where(op => op.Results.Count == 1 && IsPlain(op)))
        {
            foreach (var operand in Writers.TryGetValue(op.Operation, out var names) ? names.Select(op.Tensor).OfType<int>() : [])
            {
                if (index.Type(operand) == op.Results[0].Type && op.Results[0].Type.Element.IsFloating()
                    && (inLoop.Contains(operand) || ahead.Contains(operand)) && index.OnlyReader(operand) is not null && !held.Contains(operand) && IsNew(index.Maker(operand)!))
                {
                    yield return new Overwrite(
                        op.Results[0].Id, operand, OfResult.Contains(op.Operation) && OfOperands.Contains(index.Maker(operand)!.Operation) && !ahead.Contains(operand));
                    break;
                }
            }
        }
    }

    /// <summary>Sums and products of tensors, with no factors beside.</summary>
    private static bool IsPlain(Op op) => op.Operation == Elementwise.Addcmul ? op.Number("value") == 1
        : op.Operation == Products.Addmm ? op.HasNoFactors()
        : op.Arguments.All(argument => argument.Host is null);

    /// <summary>Whether an operation gives its result in new memory.</summary>
    private static bool IsNew(Op maker) => maker.Results.Count == 1 && !Aliasing.Contains(maker.Operation)
        && (maker.Operation.Time is TimeRule.Elementwise or TimeRule.Product || maker.Operation == Normalization.LayerNorm || maker.Operation == Joining.Cat);
}
