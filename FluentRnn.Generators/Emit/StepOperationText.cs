using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// The C# of operations of the loop that are not written as in a single step: those that write over an operand, always or only where no gradient is recorded, which the run time knows;
/// and those that the run time computes in more than one way, products with weights among them.
/// </summary>
internal sealed class StepOperationText
{
    /// <summary>Functions that are slow on the CPU where numbers do not lie together.</summary>
    private static readonly HashSet<Operation> SlowOnParts = [Elementwise.Tanh, Elementwise.Exp];

    private readonly Dictionary<int, Overwrite> _overwrites;
    private readonly GraphIndex _index;
    private readonly Func<string> _operations;
    private readonly Func<int, string> _weight;
    private readonly HashSet<int> _weights;

    /// <param name="variant">The step.</param>
    /// <param name="weights">The weights whose products are the run time's.</param>
    /// <param name="operations">The local of the run time's operations.</param>
    /// <param name="weight">The local of a weight as the run time's products take it.</param>
    public StepOperationText(VariantPlan variant, IEnumerable<int> weights, Func<string> operations, Func<int, string> weight)
    {
        _weight = weight;
        _weights = [.. weights];
        _overwrites = variant.Schedule.Overwrites.ToDictionary(overwrite => overwrite.Result);
        _index = new GraphIndex(variant.Body);
        _operations = operations;
        NeedsOperations = _weights.Count > 0 || variant.Schedule.Loop.Any(op => IsSum(op) || (op.Results.Count == 1 && _overwrites.TryGetValue(op.Results[0].Id, out var overwrite) && !overwrite.WhenRecorded));
    }

    /// <summary>Whether the run time decides for some operation.</summary>
    public bool NeedsOperations { get; }

    /// <summary>The local of a weight as the run time's products take it.</summary>
    public string Weight(int value) => _weight(value);

    /// <summary>The C# of an operation; null when it is written as anywhere.</summary>
    public string? Write(Op op, Func<int, string> value)
    {
        if (OneDnnProducts.WeightOf(op) is { } factor && _weights.Contains(factor))
        {
            var name = _overwrites.ContainsKey(op.Results[0].Id) ? op.Operation.Name + "_" : op.Operation.Name;
            return $"{_operations()}.{name}({string.Join(", ", op.Operands.Select(operand => operand == factor ? _weight(operand) : value(operand)))})";
        }

        if (op.Results.Count == 1 && _overwrites.TryGetValue(op.Results[0].Id, out var overwrite))
        {
            // The operand that is written over comes first; sums and products may be turned round.
            var operands = op.Operands.OrderBy(operand => operand != overwrite.Operand).Select(value).ToList();
            return overwrite.WhenRecorded ? $"{operands[0]}.{op.Operation.Name}_()" : $"{_operations()}.{op.Operation.Name}_({string.Join(", ", operands)})";
        }

        return IsSum(op) ? $"{_operations()}.{op.Operation.Name}({string.Join(", ", op.Operands.Select(value))})"
            : SlowOnParts.Contains(op.Operation) && IsPart(op.Operands.First()) ? $"{Runtime.StepOperations}.{op.Operation.Name}({value(op.Operands.First())})"
            : null;
    }

    private static bool IsSum(Op op) => op.Operation == Elementwise.Addcmul && op.Number("value") == 1;

    private bool IsPart(int value) => _index.Maker(value) is { } maker && Parts.IsOf(maker);
}
