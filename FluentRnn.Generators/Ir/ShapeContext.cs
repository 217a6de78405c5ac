namespace FluentRnn.Generators.Ir;

/// <summary>What a shape rule sees of one operation: its arguments, the types of its operands, and their names for messages.</summary>
internal sealed class ShapeContext(
    Operation operation, IReadOnlyList<Argument> arguments, Func<int, Value> value, Func<int, string?>? describe = null)
{
    public Operation Operation { get; } = operation;

    public Argument? Find(string name) => arguments.FirstOrDefault(argument => argument.Name == name);

    /// <summary>The type of a tensor argument; a host scalar counts as a tensor of rank zero; null when the argument is absent.</summary>
    public TensorType? Type(string name) => Find(name) switch
    {
        null => null,
        { Host: not null } => TensorType.Of(ElementType.Unknown),
        { Values.Count: 1 } argument => value(argument.Values[0]).Type,
        _ => null,
    };

    /// <summary>The types of a list of tensors.</summary>
    public IReadOnlyList<TensorType> Types(string name) => [.. (Find(name)?.Values ?? default).Select(id => value(id).Type)];

    /// <summary>A single integer argument, or null when it is absent or not understood.</summary>
    public Dim? Size(string name) => Find(name)?.Host?.Size;

    /// <summary>Several integers; a single one counts as a list of one; null when absent or not understood as a list.</summary>
    public IReadOnlyList<Dim?>? Sizes(string name) => Find(name)?.Host switch
    {
        { Items: { } items } => [.. items.Select(item => item.Size)],
        { Size: { } size } => [size],
        _ => null,
    };

    /// <summary>A host argument's C# text, such as <c>true</c> or <c>null</c>; null when it is absent or a size.</summary>
    public string? Text(string name) => Find(name)?.Host?.Text;

    /// <summary>The name of an argument for a message: the user's own name where there is one.</summary>
    public string Describe(string name) => Find(name) switch
    {
        { Values.Count: > 0 } argument => Describe(argument.Values[0]),
        { Host: { } host } => host.Text ?? host.Size?.ToString() ?? name,
        _ => name,
    };

    public string Describe(int id) => value(id).Name ?? describe?.Invoke(id) ?? "the value";

    /// <summary>Leaves the rule with a finding.</summary>
    public static ShapeException Fail(string id, params string[] messageArguments) => new(Finding.Of(id, messageArguments));
}
