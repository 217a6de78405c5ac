using System.Globalization;
using System.Text.RegularExpressions;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>Writes operations and sizes as the C# of one method.</summary>
/// <param name="container">The names of the container's members.</param>
/// <param name="batch">The C# of the batch size.</param>
/// <param name="steps">The C# of the number of steps.</param>
/// <param name="name">The C# of a slot's tensor, or of a module.</param>
internal sealed class OperationText(ContainerNames container, Func<string> batch, Func<string> steps, Func<string, string> name)
{
    private static readonly Regex TorchName = new(@"(?<![\w.@:])torch\.", RegexOptions.CultureInvariant);

    /// <summary>The C# of an operation, its operands written by <paramref name="value"/>.</summary>
    public string Write(Op op, Func<int, string> value)
    {
        if (op.Call is { } call)
        {
            var operands = op.Operands.ToList();
            return HostText.Fill(call, hole => int.TryParse(hole, NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? value(operands[i]) : name(hole));
        }

        var filled = op with { Arguments = op.Arguments.Select(argument => argument with { Host = Fill(argument.Host) }).ToEquatableArray() };
        var text = CallForm.Write(filled, value, Size);
        return container.Torch == "torch" ? text : TorchName.Replace(text, container.Torch + ".");
    }

    /// <summary>The C# of a size.</summary>
    public string Size(Dim size) => size.ToText(symbol => symbol switch
    {
        Dim.BatchSymbol => batch(),
        Dim.TimeSymbol => steps(),
        _ => Dim.RunTimeExpression(symbol) is { } expression ? HostText.Fill(expression, name) : ContainerNames.Field(symbol),
    });

    private HostExpression? Fill(HostExpression? host) => host switch
    {
        null => null,
        { Items: { } items } => host with { Items = items.Select(item => Fill(item)!).ToEquatableArray() },
        { Text: { } text } => host with { Text = HostText.Fill(text, name) },
        _ => host,
    };
}
