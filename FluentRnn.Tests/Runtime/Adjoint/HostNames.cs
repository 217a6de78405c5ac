using System.Globalization;
using System.Reflection;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Runtime.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Adjoint;

/// <summary>What the parameters of a container's <c>Define</c> are in an instance: its fields tell, and where it has none, the sizes of its weights and slots.</summary>
static class HostNames
{
    /// <summary>The parameters as C# members, as sizes and as host expressions name them; and the mode.</summary>
    public static string Members(nn.Module container, ContainerSpec spec, SlotValues values)
    {
        var sizes = Sizes(container, spec, values);
        return string.Join("\n", spec.Parameters.Select(parameter => (parameter.Type, parameter.Name, Text: Text(parameter)))
            .Where(parameter => parameter.Text is not null)
            .Select(parameter => $"    const {parameter.Type} {parameter.Name} = ({parameter.Type})({parameter.Text}), {Naming.Field(parameter.Name)} = ({parameter.Type})({parameter.Text});")
            .Append($"    static bool training => {(container.training ? "true" : "false")};"));

        string? Text(DefineParameter parameter) => Field(container, parameter) switch
        {
            bool flag => flag ? "true" : "false",
            { } value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            null => sizes.TryGetValue(parameter.Name, out var size) ? size.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    static object? Field(nn.Module container, DefineParameter parameter) =>
        container.GetType().GetField(Naming.Field(parameter.Name), BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(container);

    /// <summary>The sizes that weights, slots and fields tell.</summary>
    public static Dictionary<string, long> Sizes(nn.Module container, ContainerSpec spec, SlotValues values)
    {
        var weights = container.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(container.named_buffers())
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal) { [Dim.BatchSymbol] = values.Batch };
        foreach (var slot in spec.Sequences.Where(slot => values.Find(slot.Name) is not null)) Read(slot.Type, [values.Batch, .. values[slot.Name].shape.Skip(2)]);
        foreach (var slot in spec.Constants.Concat(spec.States.Select(state => state.Carried)).Where(slot => values.Find(slot.Name) is not null)) Read(slot.Type, values[slot.Name].shape);
        foreach (var input in spec.Variants.SelectMany(variant => variant.Body.Inputs).Where(input => input.Kind == InputKind.Weight)) Read(input.Value.Type, weights[input.Name].shape);
        foreach (var parameter in spec.Parameters)
        {
            if (Field(container, parameter) is int number) sizes[parameter.Name] = number;
        }

        return sizes;

        void Read(TensorType type, long[] shape)
        {
            if (type.Shape is not { } known) return;
            foreach (var (size, number) in known.Zip(shape))
            {
                if (size.Symbols.ToArray() is [var symbol] && Dim.Symbol(symbol) == size) sizes[symbol] = number;
            }
        }
    }
}
