using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>
/// The local variables of one generated method. Slots and values with a name of the user's come first, then the generator's own, then
/// the values without a name, which are called after their operation.
/// </summary>
internal sealed class LocalNames
{
    private readonly NameAllocator _names;
    private readonly Dictionary<int, string> _values = [];
    private readonly Dictionary<string, string> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _arrays = [];
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    public LocalNames(ContainerSpec spec, ContainerNames names, StepGraph body)
    {
        _names = new NameAllocator(names.Used(spec));
        foreach (var slot in spec.States.Concat(spec.Sequences).Concat(spec.Constants))
        {
            _slots[slot.Name] = _names.Take(slot.Name);
        }

        var shared = names.SharedNames(spec).ToDictionary(name => name, _names.Take, StringComparer.Ordinal);
        foreach (var input in body.Inputs)
        {
            _values[input.Value.Id] = input.Kind != InputKind.Weight ? _slots[input.Name] : shared.TryGetValue(input.Name, out var name) ? name : string.Empty;
        }

        // Those whose names depend on slots and outputs are taken when they are asked for.
        string[] own = ["call", "step", "t", "batch", "carried", "active"];

        var results = body.Ops.SelectMany(op => op.Results.Select(result => (op, result))).ToList();
        foreach (var (_, result) in results.Where(pair => pair.result.Name is not null))
        {
            _values[result.Id] = _names.Take(result.Name!);
        }

        foreach (var purpose in own)
        {
            Own(purpose);
        }

        foreach (var input in body.Inputs.Where(input => _values[input.Value.Id].Length == 0))
        {
            _values[input.Value.Id] = _names.Take(input.Name);
        }

        foreach (var (op, result) in results.Where(pair => pair.result.Name is null))
        {
            _values[result.Id] = _names.Take(Role(op));
        }

        foreach (var op in body.Ops.Where(op => op.Operation.Results == ResultForm.Array && op.Results.Count > 0))
        {
            _arrays[op.Results[0].Id] = _names.Take(Role(op) + "Results");
        }
    }

    /// <summary>The local of a value inside a step.</summary>
    public string Value(int id) => _values[id];

    /// <summary>The local of a slot: of a state, what is carried; of a sequence, its value at this step.</summary>
    public string Slot(string name) => _slots[name];

    /// <summary>The local that receives the array of results of an operation.</summary>
    public string Array(Op op) => _arrays[op.Results[0].Id];

    /// <summary>A local of the generator's own, the same for the same purpose.</summary>
    public string Own(string purpose) => _own.TryGetValue(purpose, out var name) ? name : _own[purpose] = _names.Take(purpose);

    /// <summary>What a value without a name is called: the operation, also where that is a keyword (bool).</summary>
    private static string Role(Op op) => op.Call is not null ? "called"
        : op.Operation == Shapes.T ? "transposed"
        : Identifier.Escape(op.Operation.Name) == op.Operation.Name ? op.Operation.Name
        : op.Operation.Name + "Value";
}
