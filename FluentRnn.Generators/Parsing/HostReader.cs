using System.Globalization;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>
/// Reads expressions of the host language: sizes, axes, flags, probabilities. Integers made of the parameters of <c>Define</c> become
/// sizes; everything else becomes C# text that is valid in the generated class.
/// </summary>
internal static class HostReader
{
    /// <summary>
    /// Reads <paramref name="operation"/>, or gives null when it is not a host expression that the generated class could evaluate.
    /// <paramref name="resolve"/> knows the locals and parameters in scope.
    /// </summary>
    public static HostExpression? Read(IOperation operation, Func<ISymbol, HostExpression?> resolve)
    {
        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return operation.Type is { TypeKind: TypeKind.Enum } type && constant.Value is { } value ? EnumMember(type, value) : Constant(constant.Value);
        }

        return operation switch
        {
            IParenthesizedOperation parenthesized => Read(parenthesized.Operand, resolve),
            IConversionOperation conversion => Conversion(conversion, resolve),
            IParameterReferenceOperation parameter => resolve(parameter.Parameter),
            ILocalReferenceOperation local => resolve(local.Local),
            IBinaryOperation binary => Binary(binary, resolve),
            IUnaryOperation unary => Unary(unary, resolve),
            IConditionalOperation conditional => Conditional(conditional, resolve),
            IFieldReferenceOperation { Field.IsStatic: true } field => StaticField(field),
            IPropertyReferenceOperation { Property.IsStatic: true } property => StaticProperty(property, resolve),
            IPropertyReferenceOperation { Instance: { } instance } property when property.Arguments.Length == 0 => Member(instance, property.Property.Name, resolve),
            IFieldReferenceOperation { Instance: { } instance } field => Member(instance, field.Field.Name, resolve),
            IInvocationOperation { TargetMethod.IsStatic: true } invocation => Call(invocation, resolve),
            IArrayCreationOperation { Initializer: { } initializer } => List(initializer.ElementValues, resolve),
            ICollectionExpressionOperation collection => List(collection.Elements, resolve),
            IDefaultValueOperation => HostExpression.Code("default"),
            _ => null,
        };
    }

    /// <summary>The C# of a host expression; sizes are written with the fields of the generated class.</summary>
    public static string Text(HostExpression expression) => expression switch
    {
        { Text: { } text } => text,
        { Size: { } size } when size.Value >= 0 || (size.Symbols.FirstOrDefault() is { } only && size == Dim.Symbol(only)) => Text(size),
        { Size: { } size } => "(" + Text(size) + ")",
        { Items: { } items } => "[" + string.Join(", ", items.Select(Text)) + "]",
        _ => "default",
    };

    private static string Text(Dim size) => size.ToText(symbol => Dim.RunTimeExpression(symbol) ?? Naming.Field(symbol));

    private static HostExpression EnumMember(ITypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value)) is { } member
            ? HostExpression.Code(type.CSharp() + "." + member.Name)
            : HostExpression.Code($"(({type.CSharp()}){SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})");

    private static HostExpression? Constant(object? value) => value switch
    {
        null => HostExpression.Code("null"),
        bool flag => HostExpression.Code(flag ? "true" : "false"),
        int or long or short or byte or sbyte or ushort or uint => HostExpression.Of(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        float or double or decimal or string or char => HostExpression.Code(Literal(value).Replace("{", "{{").Replace("}", "}}")),
        _ => null,
    };

    /// <summary>The C# of a constant.</summary>
    public static string Literal(object value) => value switch
    {
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) + value switch
        {
            float => "F",
            double => "D",
            decimal => "M",
            _ => string.Empty,
        },
    };

    private static HostExpression? Conversion(IConversionOperation conversion, Func<ISymbol, HostExpression?> resolve) =>
        Read(conversion.Operand, resolve) is { } operand ? Convert(conversion, operand) : null;

    /// <summary>The conversion of a value already read.</summary>
    public static HostExpression? Convert(IConversionOperation conversion, HostExpression operand)
    {
        if (conversion.IsImplicit || conversion.Type.IsInteger() && conversion.Operand.Type.IsInteger())
        {
            return operand;
        }

        return conversion.Type is null ? null : Opaque($"(({conversion.Type.CSharp()}){Text(operand)})", conversion.Type);
    }

    private static HostExpression? Binary(IBinaryOperation binary, Func<ISymbol, HostExpression?> resolve) =>
        Read(binary.LeftOperand, resolve) is { } left && Read(binary.RightOperand, resolve) is { } right
            ? Binary(binary.OperatorKind, left, right, binary.Type)
            : null;

    /// <summary>The result, of type <paramref name="type"/>, of an operator on values already read.</summary>
    public static HostExpression? Binary(BinaryOperatorKind kind, HostExpression left, HostExpression right, ITypeSymbol? type)
    {
        if (type.IsInteger() && left.Size is { } a && right.Size is { } b && Arithmetic(kind, a, b) is { } size)
        {
            return HostExpression.Of(size);
        }

        if (left.Size is { } first && right.Size is { } second && Comparison(kind, first, second) is { } outcome)
        {
            return HostExpression.Code(outcome ? "true" : "false");
        }

        return Symbol(kind) is { } symbol ? Opaque($"({Text(left)} {symbol} {Text(right)})", type) : null;
    }

    private static Dim? Arithmetic(BinaryOperatorKind kind, Dim left, Dim right) => kind switch
    {
        BinaryOperatorKind.Add => left + right,
        BinaryOperatorKind.Subtract => left - right,
        BinaryOperatorKind.Multiply => left * right,
        BinaryOperatorKind.Divide => left.DivideExactly(right),
        _ => null,
    };

    /// <summary>The outcome of a comparison that does not depend on any symbol.</summary>
    private static bool? Comparison(BinaryOperatorKind kind, Dim left, Dim right) => (left - right).Value is not { } difference ? null : kind switch
    {
        BinaryOperatorKind.Equals => difference == 0,
        BinaryOperatorKind.NotEquals => difference != 0,
        BinaryOperatorKind.LessThan => difference < 0,
        BinaryOperatorKind.LessThanOrEqual => difference <= 0,
        BinaryOperatorKind.GreaterThan => difference > 0,
        BinaryOperatorKind.GreaterThanOrEqual => difference >= 0,
        _ => null,
    };

    private static string? Symbol(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        BinaryOperatorKind.ConditionalAnd => "&&",
        BinaryOperatorKind.ConditionalOr => "||",
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        _ => null,
    };

    private static HostExpression? Unary(IUnaryOperation unary, Func<ISymbol, HostExpression?> resolve) =>
        Read(unary.Operand, resolve) is { } operand ? Unary(unary.OperatorKind, operand) : null;

    /// <summary>The result of an operator on a value already read.</summary>
    public static HostExpression? Unary(UnaryOperatorKind kind, HostExpression operand) => (kind, operand) switch
    {
        (UnaryOperatorKind.Plus, _) => operand,
        (UnaryOperatorKind.Minus, { Size: { } size }) => HostExpression.Of(Dim.Constant(0) - size),
        (UnaryOperatorKind.Minus, _) => HostExpression.Code("(-" + Text(operand) + ")"),
        (UnaryOperatorKind.Not, _) => HostExpression.Code("(!" + Text(operand) + ")"),
        _ => null,
    };

    private static HostExpression? Conditional(IConditionalOperation conditional, Func<ISymbol, HostExpression?> resolve) =>
        conditional.WhenFalse is { } otherwise
        && Read(conditional.Condition, resolve) is { } condition
        && Read(conditional.WhenTrue, resolve) is { } a
        && Read(otherwise, resolve) is { } b
            ? Opaque($"({Text(condition)} ? {Text(a)} : {Text(b)})", conditional.Type)
            : null;

    private static HostExpression? StaticField(IFieldReferenceOperation field) =>
        field.Field.CanChange() || field.Field.Type.IsTensor() || field.Field.Type.IsModule() ? null
            : Opaque(field.Field.ContainingType.CSharp() + "." + field.Field.Name.Escaped(), field.Field.ContainingType.TypeKind == TypeKind.Enum ? null : field.Type);

    private static HostExpression? StaticProperty(IPropertyReferenceOperation property, Func<ISymbol, HostExpression?> resolve) =>
        property.Property.Name == "Training" && property.Property.ContainingType.FullName() == WellKnownNames.Dsl
            ? resolve(property.Property) ?? HostExpression.Code("training")
            : property.Type.IsTensor() || property.Type.IsModule() ? null
            : Opaque(property.Property.ContainingType.CSharp() + "." + property.Property.Name.Escaped(), property.Type);

    private static HostExpression? Member(IOperation instance, string name, Func<ISymbol, HostExpression?> resolve) =>
        Read(instance, resolve) is { Items: null } receiver ? HostExpression.Code(Text(receiver) + "." + name.Escaped()) : null;

    private static HostExpression? Call(IInvocationOperation invocation, Func<ISymbol, HostExpression?> resolve)
    {
        var arguments = invocation.Arguments.OrderBy(argument => argument.Parameter?.Ordinal ?? 0).Select(argument => Read(argument.Value, resolve)).ToList();
        return arguments.Any(argument => argument is null) ? null : Call(invocation.TargetMethod, arguments.Select(argument => argument!));
    }

    /// <summary>The call of a static method with values already read, in the order of its parameters.</summary>
    public static HostExpression? Call(IMethodSymbol method, IEnumerable<HostExpression> arguments) =>
        method.ReturnsVoid || method.ReturnType.IsTensor() || method.ReturnType.IsModule() || method.TypeArguments.Length > 0
            ? null
            : Opaque($"{method.ContainingType.CSharp()}.{method.Name.Escaped()}({string.Join(", ", arguments.Select(Text))})", method.ReturnType);

    private static HostExpression? List(IEnumerable<IOperation> elements, Func<ISymbol, HostExpression?> resolve)
    {
        var items = elements.Select(element => Read(element, resolve)).ToList();
        return items.Any(item => item is null) ? null : HostExpression.List(items.Select(item => item!));
    }

    /// <summary>An integer the compiler cannot put into normal form is a size known only at run time.</summary>
    private static HostExpression Opaque(string text, ITypeSymbol? type) =>
        type.IsInteger() ? HostExpression.Of(Dim.RunTime(text)) : HostExpression.Code(text);
}
