using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Operators on values of the host and on tensors.</content>
internal sealed partial class StepLowering
{
    private Lowered Binary(IBinaryOperation binary)
    {
        if (Host(binary) is { } host)
        {
            return host;
        }

        return Binary(binary.OperatorKind, Expression(binary.LeftOperand), Expression(binary.RightOperand), binary);
    }

    /// <summary>An operator on two values of the host, or on tensors.</summary>
    private Lowered Binary(BinaryOperatorKind kind, Lowered left, Lowered right, IOperation whole) => (left, right) switch
    {
        (Lowered.Host a, Lowered.Host b) => HostReader.Binary(kind, a.Expression, b.Expression, whole.Type) is { } host ? new Lowered.Host(host) : throw NotAllowed(whole),
        _ => Apply("operator " + OperatorSymbol(kind, whole), whole.Syntax, left, right),
    };

    private Lowered Compound(ICompoundAssignmentOperation compound)
    {
        if (compound.OperatorMethod is { IsStatic: false })
        {
            container.Sink.Report("FRNN035", compound.Syntax, compound.OperatorMethod.Name, Brief(compound.Target.Syntax), "=");
            throw new UnreadableException($"'{Brief(compound.Syntax)}' changes a tensor in place", compound.Syntax);
        }

        return Binary(compound.OperatorKind, Expression(compound.Target), Expression(compound.Value), compound);
    }

    private Lowered Unary(IUnaryOperation unary)
    {
        if (Host(unary) is { } host)
        {
            return host;
        }

        var operand = Expression(unary.Operand);
        if (operand is Lowered.Host { Expression: var value })
        {
            return HostReader.Unary(unary.OperatorKind, value) is { } result ? new Lowered.Host(result) : throw NotAllowed(unary);
        }

        var symbol = unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => "operator -",
            UnaryOperatorKind.Not => "operator !",
            UnaryOperatorKind.BitwiseNegation => "operator ~",
            _ => throw NotAllowed(unary),
        };
        return Apply(symbol, unary.Syntax, operand);
    }

    private string OperatorSymbol(BinaryOperatorKind kind, IOperation operation) => kind switch
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
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        _ => throw NotAllowed(operation),
    };
}
