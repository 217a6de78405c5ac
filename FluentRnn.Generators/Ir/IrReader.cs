using System.Globalization;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// Reads the text of <see cref="IrPrinter"/> through a <see cref="GraphBuilder"/>, so that types are inferred anew; a type in the text that is not
/// the inferred one is an error. Types may be left out, except those of inputs.
/// </summary>
internal sealed class IrReader
{
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly Action<Finding>? _report;
    private readonly GraphBuilder _builder;
    private readonly string _text;
    private int _position;

    private IrReader(string text, Action<Finding>? report)
    {
        _text = text;
        _report = report;
        _builder = new GraphBuilder(_findings.Add);
    }

    /// <summary>Reads a graph.</summary>
    /// <param name="text">The text.</param>
    /// <param name="report">Gets what shape rules find; without it a finding is an error.</param>
    /// <exception cref="FormatException">The text is not well formed, or a shape rule fails.</exception>
    public static StepGraph Read(string text, Action<Finding>? report = null) => new IrReader(text, report).Graph();

    /// <summary>Reads a type.</summary>
    /// <exception cref="FormatException">The text is not well formed.</exception>
    public static TensorType ReadType(string text)
    {
        var reader = new IrReader(text, null);
        var type = reader.Type();
        return reader.AtEnd() ? type : throw reader.Failure("the end");
    }

    private StepGraph Graph()
    {
        Expect("inputs");
        while (Peek('%'))
        {
            Input();
        }

        Expect("let");
        while (Peek('%'))
        {
            Operation();
        }

        Expect("in");
        List<Binding> next = [], sequence = [], last = [];
        int? done = null;
        while (!AtEnd())
        {
            var group = Word();
            if (group == "done")
            {
                Expect("=");
                done = Use();
                continue;
            }

            var bindings = group switch
            {
                "next" => next,
                "sequence" => sequence,
                "last" => last,
                _ => throw Failure("next, sequence, last or done"),
            };
            var name = Word();
            Expect("=");
            bindings.Add(new Binding(name, Use()));
        }

        return _builder.Build(next, sequence, last, done);
    }

    private void Input()
    {
        var (name, type) = Target();
        Expect("=");
        var kind = Word();
        var path = Word();
        if (!Enum.TryParse<InputKind>(kind, ignoreCase: true, out var parsed) || type is null)
        {
            throw Failure("sequence, constant, state or weight, and a type");
        }

        _values.Add(name, _builder.Input(parsed, path, type));
    }

    private void Operation()
    {
        var targets = List(Target, '=');
        var name = Word();
        var operation = OperationTable.Find(name) ?? throw new FormatException($"There is no operation '{name}'.");
        Expect("(");
        var arguments = List(Argument, ')');
        var call = operation == Operations.Opaque && arguments.Count > 0 ? arguments[arguments.Count - 1]("call").Host?.Text : null;
        if (arguments.Count != operation.Parameters.Count + (call is null ? 0 : 1))
        {
            throw new FormatException($"'{name}' has the arguments ({string.Join(", ", operation.Parameters)}), but {arguments.Count} are given.");
        }

        var bound = operation.Parameters.Select((parameter, i) => arguments[i](parameter)).ToArray();
        var results = call is null ? _builder.AddMany(operation, bound) : _builder.AddOpaque(operation, call, bound[0].Values, targets.Count);
        foreach (var finding in _findings)
        {
            (_report ?? (_ => throw new FormatException($"'{name}' fails: {finding.Id} {string.Join(", ", finding.Arguments)}.")))(finding);
        }

        _findings.Clear();
        if (results.Count != targets.Count)
        {
            throw new FormatException($"'{name}' has {results.Count} results, but {targets.Count} are named.");
        }

        for (var i = 0; i < results.Count; i++)
        {
            Define(targets[i].Name, targets[i].Type, results[i]);
        }
    }

    private void Define(string name, TensorType? type, int id)
    {
        if (type is not null && type != _builder[id].Type)
        {
            throw new FormatException($"%{name} is written as {IrPrinter.Print(type)}, but is {IrPrinter.Print(_builder[id].Type)}.");
        }

        if (_values.ContainsKey(name))
        {
            throw new FormatException($"%{name} is defined twice.");
        }

        _values.Add(name, id);
        if (!char.IsDigit(name[0]))
        {
            _builder.Name(id, name.Split('.')[0]);
        }
    }

    private (string Name, TensorType? Type) Target()
    {
        Expect("%");
        var name = Word();
        return (name, TryTake(':') ? Type() : null);
    }

    private int Use()
    {
        Expect("%");
        var name = Word();
        return _values.TryGetValue(name, out var id) ? id : throw new FormatException($"%{name} is not defined.");
    }

    /// <summary>An argument, that still needs the name the operation has for it.</summary>
    private Func<string, Argument> Argument()
    {
        if (Peek('%'))
        {
            var id = Use();
            return name => Ir.Argument.Of(name, id);
        }

        if (!TryTake('['))
        {
            var single = Host();
            return name => Ir.Argument.Of(name, single);
        }

        if (!Peek('%'))
        {
            var items = HostExpression.List(List(Host, ']'));
            return name => Ir.Argument.Of(name, items);
        }

        var mark = _position;
        Expect("%");
        if (TryTake(']'))
        {
            return name => Ir.Argument.OfList(name, []);
        }

        _position = mark;
        var ids = List(Use, ']');
        return name => Ir.Argument.OfList(name, ids);
    }

    private HostExpression Host() => Peek('`') ? HostExpression.Code(Quoted()) : HostExpression.Of(Size());

    private TensorType Type()
    {
        var word = Word();
        if (!Enum.TryParse<ElementType>(word, ignoreCase: true, out var element))
        {
            throw new FormatException($"There is no element type '{word}'.");
        }

        Expect("[");
        var mark = _position;
        if (TryTake('?') && TryTake(']'))
        {
            return new TensorType(null, element);
        }

        _position = mark;

        return new TensorType(new(List(Size, ']')), element);
    }

    /// <summary>A polynomial: <c>4 * n - 1</c>.</summary>
    private Dim Size()
    {
        var sum = TryTake('-') ? Dim.Constant(0) - Product() : Product();
        while (true)
        {
            if (TryTake('+'))
            {
                sum += Product();
            }
            else if (TryTake('-'))
            {
                sum -= Product();
            }
            else
            {
                return sum;
            }
        }
    }

    private Dim Product()
    {
        var product = Factor();
        while (TryTake('*'))
        {
            product *= Factor();
        }

        return product;
    }

    private Dim Factor()
    {
        if (TryTake('?'))
        {
            return TryTake('?') ? Dim.Inferred(Quoted()) : Dim.RunTime(Quoted());
        }

        var word = Word();
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Dim.Constant(number)
            : word == Dim.BatchSymbol ? Dim.Batch
            : word == Dim.TimeSymbol ? Dim.Time
            : Dim.Symbol(word);
    }

    /// <summary>Items with commas between, up to a closing character.</summary>
    private List<T> List<T>(Func<T> item, char close)
    {
        var items = new List<T>();
        while (!TryTake(close))
        {
            if (items.Count > 0)
            {
                Expect(",");
            }

            items.Add(item());
        }

        return items;
    }

    private string Quoted()
    {
        Expect("`");
        var start = _position;
        while (_position < _text.Length)
        {
            if (_text[_position++] != '`')
            {
                continue;
            }

            if (_position >= _text.Length || _text[_position] != '`')
            {
                return _text.Substring(start, _position - 1 - start).Replace("``", "`");
            }

            _position++;
        }

        throw Failure("a closing backtick");
    }

    private string Word()
    {
        Skip();
        var start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.' or '@'))
        {
            _position++;
        }

        return _position > start ? _text.Substring(start, _position - start) : throw Failure("a word");
    }

    private void Expect(string text)
    {
        Skip();
        if (string.CompareOrdinal(_text, _position, text, 0, text.Length) != 0)
        {
            throw Failure($"'{text}'");
        }

        _position += text.Length;
    }

    private bool Peek(char c)
    {
        Skip();
        return _position < _text.Length && _text[_position] == c;
    }

    private bool TryTake(char c)
    {
        if (!Peek(c))
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool AtEnd()
    {
        Skip();
        return _position >= _text.Length;
    }

    /// <summary>Goes on to the next character that counts.</summary>
    private void Skip()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] == '#'))
        {
            _position = _text[_position] == '#' && _text.IndexOf('\n', _position) is var end ? (end < 0 ? _text.Length : end) : _position + 1;
        }
    }

    private FormatException Failure(string expected)
    {
        var line = _text.Take(_position).Count(c => c == '\n') + 1;
        return new FormatException($"Line {line}: {expected} expected at '{_text.Substring(_position, Math.Min(20, _text.Length - _position)).Split('\n')[0]}'.");
    }
}
