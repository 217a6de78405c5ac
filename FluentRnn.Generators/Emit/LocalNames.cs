using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// The local variables of one generated method. Slots and values with a name of the user's come first, then the generator's own, then
/// the values without a name, which are called after their operation.
/// </summary>
internal sealed class LocalNames
{
    private readonly ContainerNames _container;
    private readonly NameAllocator _names;
    private readonly Dictionary<int, string> _values = [];
    private readonly Dictionary<string, string> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _wholes = [];
    private readonly Dictionary<string, string> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    public LocalNames(ContainerSpec spec, ContainerNames names, StepGraph body)
    {
        _container = names;
        _names = new NameAllocator(ContainerNames.Used(spec));
        foreach (var slot in spec.States.Concat(spec.Sequences).Concat(spec.Constants))
        {
            _slots[slot.Name] = _names.Take(slot.Name);
        }

        foreach (var module in spec.HasBackwardModules ? spec.Modules : default)
        {
            _modules[module.Name] = _names.Take(module.Name);
        }

        foreach (var input in body.Inputs)
        {
            // A parameter declared directly keeps its name too; the local hides the property, and holds the same tensor.
            var isDirect = input.Kind == InputKind.Weight && !input.Name.Contains('.');
            _values[input.Value.Id] = isDirect ? (IsOfDirection(input.Name) ? _modules[input.Name] : _names.Take(input.Name)) : input.Kind == InputKind.Weight ? string.Empty : _slots[input.Name];
        }

        var results = body.Ops.SelectMany(op => op.Results.Select(result => (op, result))).ToList();
        foreach (var (_, result) in results.Where(pair => pair.result.Name is not null))
        {
            _values[result.Id] = _names.Take(result.Name!);
        }

        // Those whose names depend on slots and outputs are taken when they are asked for.
        foreach (var purpose in new[] { "call", "step", spec.Backward || spec.Bidirectional is not null ? "k" : "t", "batch", "carried" })
        {
            Own(purpose);
        }

        foreach (var input in body.Inputs.Where(input => _values[input.Value.Id].Length == 0))
        {
            _values[input.Value.Id] = TakeOwn(input.Name);
        }

        foreach (var (op, result) in results.Where(pair => pair.result.Name is null))
        {
            _values[result.Id] = TakeOwn(op.Members.Count > 0 ? Member(op, result) : Role(op));
        }

        foreach (var op in body.Ops.Where(op => (op.Operation.Results == ResultForm.Array || op.Members.Count > 0) && op.Results.Count > 0))
        {
            _wholes[op.Results[0].Id] = TakeOwn(WholeRole(op));
        }
    }

    /// <summary>The local of a value inside a step.</summary>
    public string Value(int id) => _values[id];

    /// <summary>The local of a slot: of a state, what is carried; of a sequence, its value at this step.</summary>
    public string Slot(string name) => _slots[name];

    /// <summary>The local that receives what an operation returns, where its results are parts of that: an array or a structure.</summary>
    public string Whole(Op op) => _wholes[op.Results[0].Id];

    /// <summary>The local of a value for all steps at once, a row for each step of each row of the batch.</summary>
    public string Rows(int id) => Own(Value(id) + "Rows");

    /// <summary>The local of what an operation returns for all steps at once.</summary>
    public string WholeRows(Op op) => Own(Whole(op) + "Rows");

    /// <summary>The local of a value as an array, one for each step.</summary>
    public string Steps(int id) => Own(Value(id) + "Steps");

    /// <summary>A local of the generator's own, the same for the same purpose.</summary>
    public string Own(string purpose) => _own.TryGetValue(purpose, out var name) ? name : _own[purpose] = TakeOwn(purpose);

    /// <summary>Whether a member of the modules group is read through a local, because each direction has its own.</summary>
    public bool IsOfDirection(string module) => _modules.ContainsKey(module);

    /// <summary>The C# of a member of the modules group: its property, with <c>this</c> where a local has the same name; or the local that holds that of the direction.</summary>
    public string Member(string name)
    {
        if (_modules.TryGetValue(name, out var local))
        {
            return local;
        }

        var member = Identifier.Escape(Identifier.Unescape(name));
        return _names.IsTaken(name) ? "this." + member : member;
    }

    /// <summary>The C# of a module or a weight by its path: <c>cell.weight_ih</c>, or <c>this.gain</c> for one declared directly.</summary>
    public string Weight(string path)
    {
        var parts = path.Split('.');
        return string.Join(".", parts.Skip(1).Select(Identifier.Escape).Prepend(Member(parts[0])));
    }

    /// <summary>A name that hides no module: only the user's own names may.</summary>
    private string TakeOwn(string preferred) => _names.Take(preferred, _container.IsModule);

    /// <summary>What the whole of several results is called: chunkResults, encoderOutput.</summary>
    private static string WholeRole(Op op) => op.Members.Count > 0 && HostText.Placeholders(op.Call!).FirstOrDefault() is { } module
        ? module.Split('.').Last() + "Output"
        : Role(op) + "Results";

    /// <summary>A member without a name of the user's: stateH for State.H.</summary>
    private static string Member(Op op, Value result)
    {
        var path = op.Members[op.Results.TakeWhile(other => other != result).Count()].Replace(".", string.Empty);
        return Identifier.Escape(char.ToLowerInvariant(path[0]) + path.Substring(1));
    }

    /// <summary>What a value without a name is called: the operation, also where that is a keyword (bool).</summary>
    private static string Role(Op op) => op.Call is not null ? "called"
        : op.Operation == Shapes.T ? "transposed"
        : Identifier.Escape(op.Operation.Name) == op.Operation.Name ? op.Operation.Name
        : op.Operation.Name + "Value";
}
