using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// How a reader sees the values of a body: the user's name, else that of the operation, numbered where a name is taken; sizes known
/// only at run time without the marks of <see cref="HostText"/>.
/// </summary>
internal sealed class PlanNames
{
    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public PlanNames(StepGraph graph)
    {
        foreach (var input in graph.Inputs)
        {
            Add(input.Value.Id, input.Name);
        }

        foreach (var op in graph.Ops)
        {
            foreach (var result in op.Results)
            {
                Add(result.Id, result.Name is { } name && name.Trim('_').Length > 0 ? name : op.Operation.Name);
            }
        }
    }

    public string this[int value] => _names[value];

    /// <summary>An operation as <c>a, b = chunk(gates)</c>.</summary>
    public string Describe(Op op)
    {
        var call = op.Call is { } text
            ? HostText.OneLine(HostText.Fill(text, name => int.TryParse(name, out var operand) ? this[op.Operands.ElementAt(operand)] : name))
            : $"{op.Operation.Name}({string.Join(", ", op.Operands.Select(operand => this[operand]))})";
        return op.Results.Count == 0 ? call : $"{string.Join(", ", op.Results.Select(result => this[result.Id]))} = {call}";
    }

    /// <summary>A shape as (B, hidden); a size known only at run time is "any"; empty when the shape is not known.</summary>
    public static string Describe(TensorType type) => type.Shape is { } shape ? "(" + string.Join(", ", shape.Select(Describe)) + ")" : string.Empty;

    private static string Describe(Dim size) => size.IsRunTime ? "any" : size.ToString();

    private void Add(int value, string name)
    {
        var free = name;
        for (var i = 1; !_taken.Add(free); i++)
        {
            free = FormattableString.Invariant($"{name}_{i}");
        }

        _names[value] = free;
    }
}
