using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>A value of the step in single-assignment form. <see cref="Name"/> is the user's own name for it, when there is one.</summary>
internal sealed record Value(int Id, string? Name, TensorType Type);

/// <summary>
/// An argument of an operation, under the name the operation's table entry gives it: either values (one, or several for a list of tensors)
/// or a host expression.
/// </summary>
internal sealed record Argument(string Name, EquatableArray<int> Values, HostExpression? Host, bool IsList = false)
{
    public static Argument Of(string name, int value) => new(name, EquatableArray.Of(value), null);

    public static Argument Of(string name, HostExpression host) => new(name, default, host);

    public static Argument OfList(string name, IEnumerable<int> values) => new(name, values.ToEquatableArray(), null, IsList: true);
}

/// <summary>One operation of the step: an entry of the operation table, its arguments, and the values it defines.</summary>
/// <param name="Operation">The table entry, which knows the shape rule, the effects and the C# form.</param>
/// <param name="Arguments">Arguments in the order of the table entry.</param>
/// <param name="Results">The values defined; more than one for operations such as chunk.</param>
/// <param name="Call">For opaque calls only: the C# to emit, with {0}, {1}, … for the operands.</param>
internal sealed record Op(Operation Operation, EquatableArray<Argument> Arguments, EquatableArray<Value> Results, string? Call = null)
{
    /// <summary>For opaque calls that return a structure: the path of each result in it, such as <c>State.H</c>.</summary>
    public EquatableArray<string> Members { get; init; }

    /// <summary>The values this operation reads, in order.</summary>
    public IEnumerable<int> Operands => Arguments.SelectMany(argument => argument.Values);

    public Argument? Find(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}
