using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// How a reader sees the values of a body: by the user's names, with a prime where a name comes back (h, h', h''); a value that is returned and has none by what it is returned as.
/// Others get names, numbered, once they are asked for.
/// </summary>
internal sealed class PlanNames
{
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, Op> _makers;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public PlanNames(StepGraph graph)
    {
        _makers = graph.Ops.SelectMany(op => op.Results, (op, result) => (result.Id, op)).ToDictionary(pair => pair.Id, pair => pair.op);
        foreach (var input in graph.Inputs)
        {
            AddPrimed(input.Value.Id, input.Name);
        }

        foreach (var result in graph.Ops.SelectMany(op => op.Results).Where(result => result.Name is { } name && name.Trim('_').Length > 0))
        {
            AddPrimed(result.Id, result.Name!);
        }

        foreach (var binding in graph.Next.Concat(graph.Sequence).Concat(graph.Last).Where(binding => !Has(binding.Value)))
        {
            AddPrimed(binding.Value, binding.Name);
        }
    }

    /// <summary>The name of a value; one that has none is named after its operation.</summary>
    public string this[int value]
    {
        get
        {
            if (!Has(value))
            {
                Add(value, _makers[value].Operation.Name);
            }

            return _names[value];
        }
    }

    /// <summary>Whether a value has a name.</summary>
    public bool Has(int value) => _names.ContainsKey(value);

    /// <summary>Names a value after what it is.</summary>
    public void Add(int value, string kind)
    {
        var free = kind;
        for (var i = 1; !_taken.Add(free); i++)
        {
            free = FormattableString.Invariant($"{kind}_{i}");
        }

        _names[value] = free;
    }

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

    private void AddPrimed(int value, string name)
    {
        var free = name;
        while (!_taken.Add(free))
        {
            free += "'";
        }

        _names[value] = free;
    }
}
