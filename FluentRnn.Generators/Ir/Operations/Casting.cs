namespace FluentRnn.Generators.Ir;

/// <summary>Other element types, and the same tensor again.</summary>
internal static class Casting
{
    public static Operation ToType { get; } = new()
    {
        Name = "to_type",
        Calls = ["to_type(self, dtype, _=false, _=false, _=false)", "to(self, dtype:type, _=false, _=false, _=false)", "type(self, dtype:type)"],
        Form = "{self}.to_type({dtype})",
        Shape = ShapeRules.SameAs,
        Derivative = DerivativeRules.Same,
        Time = TimeRule.Elementwise,
    };

    public static Operation Bool { get; } = To("bool", ElementType.Bool, DerivativeRule.Constant);
    public static Operation Byte { get; } = To("byte", ElementType.Byte, DerivativeRule.Constant);
    public static Operation Char { get; } = To("char", ElementType.Int8, DerivativeRule.Constant);
    public static Operation Short { get; } = To("short", ElementType.Int16, DerivativeRule.Constant);
    public static Operation Int { get; } = To("int", ElementType.Int32, DerivativeRule.Constant);
    public static Operation Long { get; } = To("long", ElementType.Int64, DerivativeRule.Constant);
    public static Operation Half { get; } = To("half", ElementType.Float16, DerivativeRules.Same);
    public static Operation BFloat16 { get; } = To("bfloat16", ElementType.BFloat16, DerivativeRules.Same);
    public static Operation Float { get; } = To("float", ElementType.Float32, DerivativeRules.Same);
    public static Operation Double { get; } = To("double", ElementType.Float64, DerivativeRules.Same);

    public static Operation TypeAs { get; } = new()
    {
        Name = "type_as",
        Calls = ["type_as(self, other)"],
        Form = "{self}.type_as({other})",
        Shape = ShapeRules.TypeAs,
        Derivative = DerivativeRules.Same,
        Time = TimeRule.Elementwise,
        TimeOperands = ["self"],
    };

    /// <summary>Cuts the gradient.</summary>
    public static Operation Detach { get; } = Itself("detach", DerivativeRule.Constant);

    public static Operation Alias { get; } = Itself("alias", DerivativeRules.Same);
    public static Operation Clone { get; } = Itself("clone", DerivativeRules.Same);

    private static Operation To(string name, ElementType element, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self)"],
        Form = "{self}.@" + name + "()",
        Shape = ShapeRules.SameOf(element),
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };

    private static Operation Itself(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self)"],
        Form = "{self}." + name + "()",
        Shape = ShapeRules.Same,
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };
}
