namespace FluentRnn.Generators.Ir;

/// <summary>Comparisons and logic, element by element; the results are truth values.</summary>
internal static class Comparison
{
    public static Operation Eq { get; } = Operator("eq", "==", "eq(self, other)");
    public static Operation Ne { get; } = Operator("ne", "!=", "ne(self, other)", "not_equal(self, other)");
    public static Operation Lt { get; } = Operator("lt", "<", "lt(self, other)", "less(self, other)");
    public static Operation Le { get; } = Operator("le", "<=", "le(self, other)", "less_equal(self, other)");
    public static Operation Gt { get; } = Operator("gt", ">", "gt(self, other)", "greater(self, other)");
    public static Operation Ge { get; } = Operator("ge", ">=", "ge(self, other)", "greater_equal(self, other)");

    public static Operation LogicalAnd { get; } = Logical("logical_and");
    public static Operation LogicalOr { get; } = Logical("logical_or");
    public static Operation LogicalXor { get; } = Logical("logical_xor");
    public static Operation LogicalNot { get; } = Test("logical_not");

    public static Operation BitwiseAnd { get; } = Bitwise("bitwise_and", "&");
    public static Operation BitwiseOr { get; } = Bitwise("bitwise_or", "|");
    public static Operation BitwiseXor { get; } = Bitwise("bitwise_xor", "^");

    public static Operation BitwiseNot { get; } = new()
    {
        Name = "bitwise_not",
        Calls = ["operator ~(self)", "bitwise_not(self)"],
        Form = "~{self}",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    public static Operation IsNan { get; } = Test("isnan");
    public static Operation IsInf { get; } = Test("isinf");
    public static Operation IsFinite { get; } = Test("isfinite");
    public static Operation IsPosInf { get; } = Test("isposinf");
    public static Operation IsNegInf { get; } = Test("isneginf");
    public static Operation SignBit { get; } = Test("signbit");

    public static Operation IsClose { get; } = new()
    {
        Name = "isclose",
        Calls = ["isclose(self, other, rtol, atol, equal_nan)"],
        Form = "{self}.isclose({other}, {rtol}, {atol}{, equal_nan})",
        Shape = ShapeRules.BroadcastBool("self", "other"),
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    /// <summary>A comparison, written as C# writes it, so that a host number may stand on either side.</summary>
    private static Operation Operator(string name, string symbol, params string[] calls) => new()
    {
        Name = name,
        Calls = [$"operator {symbol}(self, other)", .. calls],
        Form = $"{{self:operand}} {symbol} {{other:operand}}",
        Shape = ShapeRules.BroadcastBool("self", "other"),
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    private static Operation Logical(string name) => new()
    {
        Name = name,
        Calls = [name + "(self, other)"],
        Form = "{self}." + name + "({other})",
        Shape = ShapeRules.BroadcastBool("self", "other"),
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    private static Operation Bitwise(string name, string symbol) => new()
    {
        Name = name,
        Calls = [$"operator {symbol}(self, other)", name + "(self, other)"],
        Form = $"{{self}} {symbol} {{other}}",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    private static Operation Test(string name) => new()
    {
        Name = name,
        Calls = [name + "(self)"],
        Form = "{self}." + name + "()",
        Shape = ShapeRules.SameBool,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };
}
