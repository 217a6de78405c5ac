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
    private readonly IrScanner _scanner;
    private readonly IrTypeReader _types;

    private IrReader(IrScanner scanner, Action<Finding>? report)
    {
        _scanner = scanner;
        _types = new IrTypeReader(scanner);
        _report = report;
        _builder = new GraphBuilder(_findings.Add);
    }

    /// <summary>Reads a graph.</summary>
    /// <param name="text">The text.</param>
    /// <param name="report">Gets what shape rules find; without it a finding is an error.</param>
    /// <exception cref="FormatException">The text is not well formed, or a shape rule fails.</exception>
    public static StepGraph Read(string text, Action<Finding>? report = null) => new IrReader(new IrScanner(text), report).Graph();

    /// <summary>Reads a type.</summary>
    /// <exception cref="FormatException">The text is not well formed.</exception>
    public static TensorType ReadType(string text)
    {
        var scanner = new IrScanner(text);
        var type = new IrTypeReader(scanner).Type();
        return scanner.AtEnd() ? type : throw scanner.Failure("the end");
    }

    private StepGraph Graph()
    {
        _scanner.Expect("inputs");
        while (_scanner.Peek('%'))
        {
            Input();
        }

        _scanner.Expect("let");
        while (_scanner.Peek('%'))
        {
            Operation();
        }

        _scanner.Expect("in");
        List<Binding> next = [], sequence = [], last = [];
        int? done = null;
        while (!_scanner.AtEnd())
        {
            var group = _scanner.Word();
            if (group == "done")
            {
                _scanner.Expect("=");
                done = Use();
                continue;
            }

            var bindings = group switch
            {
                "next" => next,
                "sequence" => sequence,
                "last" => last,
                _ => throw _scanner.Failure("next, sequence, last or done"),
            };
            var name = _scanner.Word();
            _scanner.Expect("=");
            bindings.Add(new Binding(name, Use()));
        }

        return _builder.Build(next, sequence, last, done);
    }

    private void Input()
    {
        var (name, type) = Target();
        _scanner.Expect("=");
        var kind = _scanner.Word();
        var path = _scanner.Word();
        if (!Enum.TryParse<InputKind>(kind, ignoreCase: true, out var parsed) || type is null)
        {
            throw _scanner.Failure("sequence, constant, state or weight, and a type");
        }

        _values.Add(name, _builder.Input(parsed, path, type));
    }

    private void Operation()
    {
        var targets = _scanner.List(Target, '=');
        var name = _scanner.Word();
        var operation = OperationTable.Find(name) ?? throw new FormatException($"There is no operation '{name}'.");
        _scanner.Expect("(");
        var arguments = _scanner.List(Argument, ')');
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
        _scanner.Expect("%");
        var name = _scanner.Word();
        return (name, _scanner.TryTake(':') ? _types.Type() : null);
    }

    private int Use()
    {
        _scanner.Expect("%");
        var name = _scanner.Word();
        return _values.TryGetValue(name, out var id) ? id : throw new FormatException($"%{name} is not defined.");
    }

    /// <summary>An argument, that still needs the name the operation has for it.</summary>
    private Func<string, Argument> Argument()
    {
        if (_scanner.Peek('%'))
        {
            var id = Use();
            return name => Ir.Argument.Of(name, id);
        }

        if (!_scanner.TryTake('['))
        {
            var single = _types.Host();
            return name => Ir.Argument.Of(name, single);
        }

        if (!_scanner.Peek('%'))
        {
            var items = HostExpression.List(_scanner.List(_types.Host, ']'));
            return name => Ir.Argument.Of(name, items);
        }

        if (_scanner.TryTake('%', ']'))
        {
            return name => Ir.Argument.OfList(name, []);
        }

        var ids = _scanner.List(Use, ']');
        return name => Ir.Argument.OfList(name, ids);
    }
}
