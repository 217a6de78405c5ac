using System.Reflection;
using FluentRnn.Generators.Ir;
using TorchSharp;

namespace FluentRnn.Tests.Compiler.Ir;

/// <summary>TorchSharp's public functions on tensors, and those of FluentRnn, as the operation table sees them. Reflection only: libtorch is not loaded.</summary>
internal static class TorchSharpMembers
{
    private static readonly Type[] Types = [typeof(torch), typeof(torch.Tensor), typeof(torch.nn.functional), typeof(torch.special), typeof(Dsl), typeof(torch.linalg)];

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "operator +",
        ["op_Subtraction"] = "operator -",
        ["op_Multiply"] = "operator *",
        ["op_Division"] = "operator /",
        ["op_Modulus"] = "operator %",
        ["op_UnaryNegation"] = "operator -",
        ["op_OnesComplement"] = "operator ~",
        ["op_BitwiseAnd"] = "operator &",
        ["op_BitwiseOr"] = "operator |",
        ["op_ExclusiveOr"] = "operator ^",
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
        ["op_LessThan"] = "operator <",
        ["op_LessThanOrEqual"] = "operator <=",
        ["op_GreaterThan"] = "operator >",
        ["op_GreaterThanOrEqual"] = "operator >=",
    };

    /// <summary>Every overload that gives a tensor or several.</summary>
    public static IReadOnlyList<Overload> All { get; } =
    [
        .. Types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => GivesTensors(method.ReturnType) && !method.IsGenericMethod)
            .Where(method => !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
            .Select(method => new Overload(method)),
    ];

    /// <summary>The kind of a parameter of that type: what a parser passes to the lookup.</summary>
    public static ParameterKind KindOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(ReadOnlySpan<>) || generic == typeof(IList<>) || generic == typeof(IEnumerable<>)))
        {
            type = type.GetGenericArguments()[0].MakeArrayType();
        }

        return type == typeof(torch.Tensor) ? ParameterKind.Tensor
            : type == typeof(torch.Tensor[]) ? ParameterKind.Tensors
            : type == typeof(int) || type == typeof(long) ? ParameterKind.Int
            : type == typeof(int[]) || type == typeof(long[]) || type == typeof(torch.Size) || IsTupleOfInts(type) ? ParameterKind.Ints
            : type == typeof(bool) ? ParameterKind.Bool
            : type == typeof(float) || type == typeof(double) || type == typeof(Scalar) ? ParameterKind.Number
            : type == typeof(torch.ScalarType) ? ParameterKind.Type
            : ParameterKind.Other;
    }

    private static bool IsTupleOfInts(Type type) => type is { IsGenericType: true, Namespace: "System" } && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)
        && type.GetGenericArguments().All(item => item == typeof(int) || item == typeof(long));

    private static bool GivesTensors(Type type) => type == typeof(torch.Tensor) || type == typeof(torch.Tensor[])
        || (type is { IsGenericType: true, Namespace: "System" } && type.GetGenericArguments().All(item => item == typeof(torch.Tensor)));

    /// <summary>One overload: the receiver, if any, and the parameters.</summary>
    internal sealed record Overload(MethodInfo Method)
    {
        public string Type => Method.DeclaringType!.Name;

        public string Member =>
            Operators.TryGetValue(Method.Name, out var symbol) ? symbol
            : Method.IsSpecialName && Method.Name.StartsWith("get_", StringComparison.Ordinal) ? Method.Name["get_".Length..]
            : Method.Name;

        public IReadOnlyList<Type> ParameterTypes { get; } =
        [
            .. Method.IsStatic ? [] : new[] { Method.DeclaringType! },
            .. Method.GetParameters().Select(parameter => parameter.ParameterType),
        ];

        public override string ToString() => $"{Type}.{Member}({string.Join(", ", ParameterTypes.Select(type => type.Name))})";

        /// <summary>The ways to call it: optional parameters given up to some point, and left to their defaults from there on.</summary>
        public IEnumerable<IReadOnlyList<CallArgument>> Calls()
        {
            var skip = Method.IsStatic ? 0 : 1;
            var given = ParameterTypes.Select(type => new CallArgument(KindOf(type))).ToList();
            var defaults = given.Select((argument, i) => i >= skip && Method.GetParameters()[i - skip] is { HasDefaultValue: true } parameter
                ? argument with { Literal = Literal(parameter) }
                : argument.Kind == ParameterKind.Bool ? argument with { Literal = "false" }
                : argument).ToList();
            return Enumerable.Range(0, given.Count + 1).Select(count => given.Take(count).Concat(defaults.Skip(count)).ToList())
                .DistinctBy(arguments => string.Join(",", arguments.Select(argument => argument.Literal)));
        }

        private static string? Literal(ParameterInfo parameter) => parameter.DefaultValue switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            Enum value => $"{value.GetType().Name}.{value}",
            double or float when Convert.ToDouble(parameter.DefaultValue, null) is var number && number == Math.Floor(number) => number.ToString("R", null),
            int or long => Convert.ToString(parameter.DefaultValue, null),
            _ => null,
        };
    }
}
