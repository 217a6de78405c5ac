using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Which operations can be computed for all steps at once, the steps of a row being rows of their own: (B, …) at each of T steps is (B · T, …). That is the same for an operation that
/// never combines rows of the batch, when the batch is the first axis of everything that changes from step to step, and of the results.
/// </summary>
internal sealed class StepsAsRows(StepGraph graph, ContainerSpec spec, Func<int, bool> isInvariant)
{
    private readonly IReadOnlyDictionary<int, Value> _values = graph.Values();

    /// <summary>Why an operation cannot be computed so, as the end of a sentence that begins "because"; null when it can.</summary>
    public string? WhyNot(Op op) =>
        StageAnalysis.IsPinned(op) ? "it has effects, or is not known to the compiler"
        : op.Operation.Time == TimeRule.None ? $"'{op.Operation.Member}' is not known to keep rows apart"
        : HostText.Texts(op).SelectMany(HostText.Placeholders).Any(name => StageAnalysis.StageOfName(name, spec) != Stage.Invariant) ? "it reads the size of something that changes"
        : op.Operation.Time != TimeRule.LeadingShape && HostText.Hosts(op).Any(IsOfBatch) ? "it reads the size of the batch"
        : op.Results.Any(result => !BeginsWithBatch(result.Type)) ? "its result does not begin with the batch axis"
        : op.Results.Select(result => result.Id).Concat(op.Operands).Any(value => !IsSteady(_values[value].Type, spec)) ? "its sizes can change from step to step"
        : BatchMixing.Mixes(op, id => _values[id]) ? "it combines rows of the batch"
        : op.Operands.Where(operand => !isInvariant(operand)).Any(operand => !BeginsWithBatch(_values[operand].Type)) ? "it reads something that does not begin with the batch axis"
        : op.Operands.Where(isInvariant).Any(operand => !Fits(_values[operand].Type, op)) ? "it reads a constant that is too large to be repeated for every step"
        : op.Operation.TimeOperands.Length > 0 && Others(op).Any(operand => !isInvariant(operand)) ? $"what '{op.Operation.Member}' takes beside its input changes from step to step"
        : null;

    /// <summary>Whether the batch is the first axis of a value, and on no other.</summary>
    public static bool BeginsWithBatch(TensorType type) => type.BatchAxis == 0 && type.Shape!.Value.Skip(1).All(size => !size.Symbols.Contains(Dim.BatchSymbol));

    /// <summary>Whether a value has the same sizes at every step: those of a state may grow.</summary>
    public static bool IsSteady(TensorType type, ContainerSpec spec) => type.Shape is { } shape && shape.All(size => size.IsWritable
        && HostText.Texts(size).SelectMany(HostText.Placeholders).All(name => StageAnalysis.StageOfName(name, spec) != Stage.Carry));

    /// <summary>Whether a number depends on the size of the batch, which is another for rows of all steps.</summary>
    private static bool IsOfBatch(HostExpression host) => host.Size is { } size && size.Symbols.Contains(Dim.BatchSymbol);

    /// <summary>A value with one row for every row of the batch is repeated for every step; that pays for vectors only.</summary>
    private static bool Fits(TensorType type, Op op) => type.Shape is { } shape
        && (type.BatchAxis is null || (BeginsWithBatch(type) && shape.Count <= 2 && op.Operation.TimeOperands.Length == 0));

    private static IEnumerable<int> Others(Op op) => op.Arguments.Where(argument => !op.Operation.TimeOperands.Contains(argument.Name)).SelectMany(argument => argument.Values);
}
