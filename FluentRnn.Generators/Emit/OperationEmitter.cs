using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Generators.Emit;

/// <summary>Writes operations as statements, one a line.</summary>
internal sealed class OperationEmitter
{
    private readonly OperationText _text;
    private readonly Func<int, string> _name;
    private readonly Func<Op, string> _whole;
    private readonly Func<Op, Func<int, string>, string?>? _otherwise;
    private readonly HashSet<int> _used;

    /// <param name="text">Writes the operations.</param>
    /// <param name="name">The local of a result.</param>
    /// <param name="whole">The local that receives what an operation returns, where its results are parts of that.</param>
    /// <param name="body">Tells which results are used at all.</param>
    /// <param name="otherwise">The C# of an operation that is written otherwise than in a single step, its operands written by a function; null, or gives null, for the others.</param>
    public OperationEmitter(OperationText text, Func<int, string> name, Func<Op, string> whole, StepGraph body, Func<Op, Func<int, string>, string?>? otherwise = null)
    {
        _otherwise = otherwise;
        _text = text;
        _name = name;
        _whole = whole;
        _used = [.. body.Ops.SelectMany(op => op.Operands), .. body.Returned];
    }

    /// <summary>Writes one operation, its operands written by <paramref name="value"/>, or as the results are.</summary>
    public void Write(SourceWriter writer, Op op, Func<int, string>? value = null)
    {
        var call = _otherwise?.Invoke(op, value ?? _name) ?? _text.Write(op, value ?? _name);
        if (op.Results.Count == 0)
        {
            writer.Line($"{call};");
        }
        else if (!op.Results.Any(IsUsed))
        {
            writer.Line($"_ = {call};");
        }
        else if (op.Members.Count > 0)
        {
            WriteParts(writer, op, call, i => "." + op.Members[i]);
        }
        else if (op.Operation.Results == ResultForm.Array)
        {
            WriteParts(writer, op, call, i => FormattableString.Invariant($"[{i}]"));
        }
        else if (op.Results.Count == 1)
        {
            writer.Line($"var {_name(op.Results[0].Id)} = {call};{Shape(op.Results[0])}");
        }
        else
        {
            writer.Line($"var ({string.Join(", ", op.Results.Select(result => IsUsed(result) ? _name(result.Id) : "_"))}) = {call};");
        }
    }

    /// <summary>Writes a call that returns one object, and a local for each part of it that is used.</summary>
    private void WriteParts(SourceWriter writer, Op op, string call, Func<int, string> part)
    {
        var whole = _whole(op);
        writer.Line($"var {whole} = {call};");
        for (var i = 0; i < op.Results.Count; i++)
        {
            if (IsUsed(op.Results[i]))
            {
                writer.Line($"var {_name(op.Results[i].Id)} = {whole}{part(i)};");
            }
        }
    }

    /// <summary>The shape of a value that the user named, as a comment.</summary>
    private static string Shape(Value result) => result.Name is not null && result.Type.Shape is not null ? $" // {PlanNames.Describe(result.Type)}" : string.Empty;

    private bool IsUsed(Value result) => _used.Contains(result.Id);
}
