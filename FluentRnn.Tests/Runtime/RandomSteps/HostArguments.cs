using System.Globalization;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>Draws what is no tensor: axes, sizes, numbers, flags. Most of it fits an operand; what does not is refused by the shape rule or by torch.</summary>
sealed class HostArguments(System.Random random)
{
    static readonly string[] Equations = ["bi,bi->b", "bi,bj->bij", "bij,bj->bi", "bi,ij->bj", "bij,bkj->bik", "bi->b"];

    /// <summary>An argument of that name.</summary>
    /// <param name="name">The name the operation's row gives it.</param>
    /// <param name="type">The type of TorchSharp's parameter.</param>
    /// <param name="shape">The shape of the first operand.</param>
    /// <returns>What TorchSharp is given, and what the row is given.</returns>
    public (object? Value, HostExpression Host) Draw(string name, Type type, long[] shape)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Device) || type == typeof(Generator)) return (null, HostExpression.Code("null"));
        if (type == typeof(string)) return Text(Pick(Equations));
        if (type == typeof(ScalarType)) return Member(Pick<object>(ScalarType.Float64, ScalarType.Int64), "ScalarType.");
        if (type == typeof(RoundingMode)) return Member(Pick<object>(RoundingMode.floor, RoundingMode.trunc), "RoundingMode.");
        if (type == typeof(PaddingModes)) return Member(Pick<object>(PaddingModes.Replicate, PaddingModes.Circular, PaddingModes.Reflect), "PaddingModes.");
        if (type.IsEnum) return Member(Enum.ToObject(type, random.Next(2)), "TorchSharp.Modules.GELU.Approximate.");
        return TorchSharpMembers.KindOf(type) switch
        {
            ParameterKind.Bool => random.Next(2) == 0 ? (true, HostExpression.Code("true")) : (false, HostExpression.Code("false")),
            ParameterKind.Int => Whole(CallForm.IsAxis(name) ? Axis(shape) : Small(name), type),
            ParameterKind.Ints => Wholes(List(name, type, shape), type),
            _ => Number(Pick(0.5, 1.5, 0.25, 2, -0.5, 1), type),
        };
    }

    long Axis(long[] shape) => random.Next(-Math.Max(shape.Length, 1), Math.Max(shape.Length, 1));

    long Small(string name) => name switch
    {
        "start" or "index" or "offset" or "diagonal" or "padding" => random.Next(0, 2),
        "classes" or "stop" or "end" or "high" => random.Next(4, 7),
        _ => random.Next(1, 4),
    };

    long[] List(string name, Type type, long[] shape)
    {
        if (type.IsValueType) return [.. Enumerable.Range(0, type.GetGenericArguments().Length).Select(_ => Small(name))];
        var elements = shape.Aggregate(1L, (product, size) => product * size);
        return name switch
        {
            "dims" when random.Next(2) == 0 => Shuffled(Enumerable.Range(0, shape.Length).Select(axis => (long)axis)),
            "dim" or "dims" or "destination" => [.. Shuffled(Enumerable.Range(0, Math.Max(1, shape.Length)).Select(axis => (long)axis)).Take(random.Next(1, 3))],
            "shape" => random.Next(6) switch
            {
                0 => [-1],
                1 => [-1, 2],
                2 => [-1, 2, 2],
                3 => [.. shape.Select((size, axis) => axis == 0 ? -1 : size == 1 ? 3 : size)],
                4 => [-1, 1, .. shape.Skip(1)],
                _ => [random.Next(1, 3), 4],
            },
            "sizes" => random.Next(3) switch
            {
                0 => [1, .. shape.Skip(1).Select(_ => (long)random.Next(1, 3))],
                1 => [1, 3],
                _ => [2, -1],
            },
            "pad" => [random.Next(0, 3), random.Next(0, 2)],
            "shifts" => [random.Next(1, 3)],
            _ => [.. Enumerable.Range(0, Math.Max(1, Math.Min(3, shape.Length - 2))).Select(_ => Small(name))],
        };
    }

    static (object? Value, HostExpression Host) Text(string text) => (text, HostExpression.Code($"\"{text}\""));

    static (object? Value, HostExpression Host) Member(object value, string type) => (value, HostExpression.Code(type + value));

    static (object? Value, HostExpression Host) Whole(long value, Type type) => (type == typeof(int) ? (int)value : value, HostExpression.Of(value));

    static (object? Value, HostExpression Host) Wholes(long[] values, Type type) => (
        type == typeof(int[]) ? values.Select(value => (int)value).ToArray()
            : type == typeof((long, long)) ? (values[0], values[1])
            : type == typeof((long, long, long)) ? (values[0], values[1], values[2])
            : values,
        HostExpression.List(values.Select(HostExpression.Of)));

    /// <summary>A number as the parser writes it: of its C# type.</summary>
    static (object? Value, HostExpression Host) Number(double value, Type type)
    {
        var text = value.ToString("0.0###", CultureInfo.InvariantCulture) + (type == typeof(float) ? "F" : "D");
        return (type == typeof(float) ? (float)value : type == typeof(double) ? value : (Scalar)value, HostExpression.Code(text));
    }

    long[] Shuffled(IEnumerable<long> items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
