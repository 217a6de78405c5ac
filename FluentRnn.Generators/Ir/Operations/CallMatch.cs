using System.Globalization;

namespace FluentRnn.Generators.Ir;

/// <summary>A call of TorchSharp, found in the operation table.</summary>
/// <param name="operation">The operation it is.</param>
/// <param name="pattern">The entry of <see cref="Operation.Calls"/> that fits.</param>
/// <param name="arguments">What the lookup was told of the arguments.</param>
internal sealed class CallMatch(Operation operation, CallPattern pattern, IReadOnlyList<CallArgument> arguments)
{
    public Operation Operation { get; } = operation;

    /// <summary>The operation's name for every argument of the call, in order; null for one that is not passed on.</summary>
    public IReadOnlyList<string?> Names { get; } = [.. pattern.Parameters.Select(parameter => parameter.Name)];

    /// <summary>
    /// The arguments of the operation, in its order. <paramref name="written"/> has an argument for every name in <see cref="Names"/> that is not null,
    /// in that order.
    /// </summary>
    public Argument[] Arrange(IEnumerable<Argument> written)
    {
        var kinds = arguments.Where((_, i) => Names[i] is not null).Select(argument => argument.Kind);
        var given = written.Zip(kinds, (argument, kind) => (Argument: argument, Kind: kind))
            .GroupBy(item => item.Argument.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Collect([.. group]), StringComparer.Ordinal);
        foreach (var (name, value) in pattern.Extra)
        {
            given[name] = value[0] == '@' ? given[value.Substring(1)] with { Name = name } : Argument.Of(name, Literal(value));
        }

        return [.. Operation.Parameters.Select(name => given[name])];
    }

    /// <summary>One argument as it is; several of one name, or a single number where the form wants a list, as a list.</summary>
    private Argument Collect(List<(Argument Argument, ParameterKind Kind)> group)
    {
        var (first, kind) = group[0];
        return first.Host is { Items: null } host && kind == ParameterKind.Int && !CallForm.IsNull(host) && (group.Count > 1 || CallForm.IsList(Operation.Form, first.Name))
            ? Argument.Of(first.Name, HostExpression.List(group.Select(item => item.Argument.Host!)))
            : first;
    }

    private static HostExpression Literal(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? HostExpression.Of(number)
            : HostExpression.Code(value);
}
