namespace FluentRnn.Generators.Ir;

/// <summary>Arithmetic and functions, element by element.</summary>
internal static class Elementwise
{
    // Arithmetic on two operands, either of which may be a host number.
    public static Operation Add { get; } = Operator("add", '+', DerivativeRules.Add, "add(self, other)");
    public static Operation Sub { get; } = Operator("sub", '-', DerivativeRules.Sub, "sub(self, other)", "subtract(self, other)");
    public static Operation Mul { get; } = Operator("mul", '*', DerivativeRules.Mul, "mul(self, other)", "multiply(self, other)");

    public static Operation Div { get; } = new()
    {
        Name = "div",
        Calls =
        [
            "operator /(self, other)", "div(self, other, _=RoundingMode.None)", "divide(self, other, _=RoundingMode.None)", "true_divide(self, other)",
        ],
        Form = "{self:operand} / {other:operand}",
        Shape = ShapeRules.BroadcastReal("self", "other"),
        Derivative = DerivativeRules.Div,
        Time = TimeRule.Elementwise,
    };

    public static Operation Remainder { get; } = new()
    {
        Name = "remainder",
        Calls = ["remainder(self:tensor, other)", "operator %(self:tensor, other)"],
        Form = "{self}.remainder({other})",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = DerivativeRules.Remainder,
        Time = TimeRule.Elementwise,
    };

    public static Operation AddScaled { get; } = new()
    {
        Name = "add_scaled",
        Calls = ["add(self, other, alpha)"],
        Form = "{self}.add({other}, {alpha})",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = DerivativeRules.AddScaled,
        Time = TimeRule.Elementwise,
    };

    /// <summary>Only the methods: TorchSharp's functions torch.div and torch.divide round otherwise than they are told.</summary>
    public static Operation DivRounded { get; } = new()
    {
        Name = "div_rounded",
        Calls = ["Tensor.div(self, other, rounding)", "Tensor.divide(self, other, rounding)"],
        Form = "{self}.div({other}, {rounding})",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = DerivativeRules.DivRounded,
        Time = TimeRule.Elementwise,
    };

    public static Operation Pow { get; } = Two("pow", "exponent", DerivativeRules.Pow);
    public static Operation Fmod { get; } = Two("fmod", "other", DerivativeRules.Fmod);
    public static Operation FloorDivide { get; } = Two("floor_divide", "other", DerivativeRule.Unknown("torch has no derivative of it"));
    public static Operation Maximum { get; } = Two("maximum", "other", DerivativeRules.Maximum, "max(self, other:tensor)");
    public static Operation Minimum { get; } = Two("minimum", "other", DerivativeRules.Minimum, "min(self, other:tensor)");
    public static Operation Fmax { get; } = Two("fmax", "other", DerivativeRules.Fmax);
    public static Operation Fmin { get; } = Two("fmin", "other", DerivativeRules.Fmin);
    public static Operation Atan2 { get; } = TwoReal("atan2", "other", DerivativeRules.Atan2, "arctan2(self, other)", "arctan(self, other)");
    public static Operation Hypot { get; } = TwoReal("hypot", "other", DerivativeRules.Hypot);
    public static Operation Copysign { get; } = TwoReal("copysign", "other", DerivativeRules.Copysign);
    public static Operation Logaddexp { get; } = TwoReal("logaddexp", "other", DerivativeRules.Logaddexp);
    public static Operation Logaddexp2 { get; } = TwoReal("logaddexp2", "other", DerivativeRules.Logaddexp2);
    public static Operation Xlogy { get; } = TwoReal("xlogy", "other", DerivativeRules.Xlogy);
    public static Operation Ldexp { get; } = TwoReal("ldexp", "other", DerivativeRules.Ldexp);
    public static Operation Heaviside { get; } = Two("heaviside", "values", DerivativeRule.Unknown("torch has no derivative of it"));
    public static Operation FloatPower { get; } = TwoReal("float_power", "exponent", DerivativeRules.FloatPower, element: ElementType.Float64);

    // Functions that keep the element type.
    public static Operation Neg { get; } = new()
    {
        Name = "neg",
        Calls = ["operator -(self)", "neg(self)", "negative(self)"],
        Form = "-{self}",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRules.Neg,
        Time = TimeRule.Elementwise,
    };

    public static Operation Abs { get; } = One("abs", DerivativeRules.Abs, "absolute(self)");
    public static Operation Sign { get; } = One("sign", DerivativeRule.Constant);
    public static Operation Square { get; } = One("square", DerivativeRules.Square, ShapeRules.Squared, []);
    public static Operation Positive { get; } = One("positive", DerivativeRules.Same);
    public static Operation Ceil { get; } = One("ceil", DerivativeRule.Constant);
    public static Operation Floor { get; } = One("floor", DerivativeRule.Constant);
    public static Operation Trunc { get; } = One("trunc", DerivativeRule.Constant, "fix(self)");
    public static Operation Frac { get; } = One("frac", DerivativeRules.Same);
    public static Operation Deg2Rad { get; } = OneReal("deg2rad", DerivativeRules.Deg2Rad);
    public static Operation Rad2Deg { get; } = OneReal("rad2deg", DerivativeRules.Rad2Deg);

    public static Operation Round { get; } = new()
    {
        Name = "round",
        Calls = ["round(self, decimals)"],
        Form = "{self}.round({decimals})",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    // Functions with real values.
    public static Operation Exp { get; } = OneReal("exp", DerivativeRules.Exp);
    public static Operation Exp2 { get; } = OneReal("exp2", DerivativeRules.Exp2);
    public static Operation Expm1 { get; } = OneReal("expm1", DerivativeRules.Expm1);
    public static Operation Log { get; } = OneReal("log", DerivativeRules.Log);
    public static Operation Log1p { get; } = OneReal("log1p", DerivativeRules.Log1p);
    public static Operation Log2 { get; } = OneReal("log2", DerivativeRules.Log2);
    public static Operation Log10 { get; } = OneReal("log10", DerivativeRules.Log10);
    public static Operation Sqrt { get; } = OneReal("sqrt", DerivativeRules.Sqrt);
    public static Operation Rsqrt { get; } = OneReal("rsqrt", DerivativeRules.Rsqrt);
    public static Operation Reciprocal { get; } = OneReal("reciprocal", DerivativeRules.Reciprocal);
    public static Operation Sin { get; } = OneReal("sin", DerivativeRules.Sin);
    public static Operation Cos { get; } = OneReal("cos", DerivativeRules.Cos);
    public static Operation Tan { get; } = OneReal("tan", DerivativeRules.Tan);
    public static Operation Asin { get; } = OneReal("asin", DerivativeRules.Asin, "arcsin(self)");
    public static Operation Acos { get; } = OneReal("acos", DerivativeRules.Acos, "arccos(self)");
    public static Operation Atan { get; } = OneReal("atan", DerivativeRules.Atan, "arctan(self)");
    public static Operation Sinh { get; } = OneReal("sinh", DerivativeRules.Sinh);
    public static Operation Cosh { get; } = OneReal("cosh", DerivativeRules.Cosh);
    public static Operation Tanh { get; } = OneReal("tanh", DerivativeRules.Tanh, "tanh(self, _=false)");
    public static Operation Asinh { get; } = OneReal("asinh", DerivativeRules.Asinh, "arcsinh(self)");
    public static Operation Acosh { get; } = OneReal("acosh", DerivativeRules.Acosh, "arccosh(self)");
    public static Operation Atanh { get; } = OneReal("atanh", DerivativeRules.Atanh, "arctanh(self)");
    public static Operation Sigmoid { get; } = OneReal("sigmoid", DerivativeRules.Sigmoid, "sigmoid(self, _=false)", "expit(self)");
    public static Operation Erf { get; } = OneReal("erf", DerivativeRules.Erf);
    public static Operation Erfc { get; } = OneReal("erfc", DerivativeRules.Erfc);

    /// <summary>Not torch.erfinv, which is another function in TorchSharp.</summary>
    public static Operation Erfinv { get; } = new()
    {
        Name = "erfinv",
        Calls = ["Tensor.erfinv(self)", "special.erfinv(self)"],
        Form = "{self}.erfinv()",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Erfinv,
        Time = TimeRule.Elementwise,
    };

    public static Operation Lgamma { get; } = OneReal("lgamma", DerivativeRules.Lgamma, "gammaln(self)");
    public static Operation Digamma { get; } = OneReal("digamma", DerivativeRules.Digamma, "psi(self)");
    public static Operation Sinc { get; } = OneReal("sinc", DerivativeRules.Sinc);

    public static Operation Logit { get; } = new()
    {
        Name = "logit",
        Calls = ["logit(self, eps)", "logit(self) with eps = null"],
        Form = "{self}.logit({eps})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Logit,
        Time = TimeRule.Elementwise,
    };

    public static Operation NanToNum { get; } = new()
    {
        Name = "nan_to_num",
        Calls = ["nan_to_num(self, nan, posinf, neginf)"],
        Form = "{self}.nan_to_num({nan}{, posinf}{, neginf})",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRules.NanToNum,
        Time = TimeRule.Elementwise,
    };

    // Bounds: host numbers, or tensors.
    public static Operation Clamp { get; } = new()
    {
        Name = "clamp",
        Calls = ["clamp(self, min, max)", "clip(self, min, max)"],
        Form = "{self}.clamp({min}, {max})",
        Shape = ShapeRules.Broadcast("self", "min", "max"),
        Derivative = DerivativeRules.Clamp,
        Time = TimeRule.Elementwise,
    };

    public static Operation ClampMin { get; } = Two("clamp_min", "min", DerivativeRules.ClampMin);
    public static Operation ClampMax { get; } = Two("clamp_max", "max", DerivativeRules.ClampMax);

    // Combinations of three and more.
    public static Operation Lerp { get; } = new()
    {
        Name = "lerp",
        Calls = ["lerp(self, end, weight)"],
        Form = "{self}.lerp({end}, {weight})",
        Shape = ShapeRules.Broadcast("self", "end", "weight"),
        Derivative = DerivativeRules.Lerp,
        Time = TimeRule.Elementwise,
    };

    public static Operation Addcmul { get; } = new()
    {
        Name = "addcmul",
        Calls = ["addcmul(self, tensor1, tensor2, value)"],
        Form = "{self}.addcmul({tensor1}, {tensor2}, {value})",
        Shape = ShapeRules.Broadcast("self", "tensor1", "tensor2"),
        Derivative = DerivativeRules.Addcmul,
        Time = TimeRule.Elementwise,
    };

    public static Operation Addcdiv { get; } = new()
    {
        Name = "addcdiv",
        Calls = ["addcdiv(self, tensor1, tensor2, value)", "addcdiv(self, tensor1, tensor2) with value = 1"],
        Form = "{self}.addcdiv({tensor1}, {tensor2}, {value})",
        Shape = ShapeRules.BroadcastReal("self", "tensor1", "tensor2"),
        Derivative = DerivativeRules.Addcdiv,
        Time = TimeRule.Elementwise,
    };

    public static Operation Where { get; } = new()
    {
        Name = "where",
        Calls = ["torch.where(condition, self, other)", "Tensor.where(self, condition, other)"],
        Form = "torch.where({condition}, {self}, {other})",
        Shape = ShapeRules.Where,
        Derivative = DerivativeRules.Where,
        Time = TimeRule.Elementwise,
    };

    public static Operation MaskedFill { get; } = new()
    {
        Name = "masked_fill",
        Calls = ["masked_fill(self, mask, value)"],
        Form = "{self}.masked_fill({mask}, {value})",
        Shape = ShapeRules.Masked,
        Derivative = DerivativeRules.MaskedFill,
        Time = TimeRule.Elementwise,
    };

    public static Operation Real { get; } = new()
    {
        Name = "real",
        Calls = ["real(self)"],
        Form = "{self}.real",
        Shape = ShapeRules.SameOf(ElementType.Unknown),
        Derivative = DerivativeRules.Real,
        Time = TimeRule.Elementwise,
    };

    private static Operation Operator(string name, char symbol, DerivativeRule derivative, params string[] calls) => new()
    {
        Name = name,
        Calls = [$"operator {symbol}(self, other)", .. calls],
        Form = $"{{self:operand}} {symbol} {{other:operand}}",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };

    private static Operation One(string name, DerivativeRule derivative, params string[] alsoCalled) => One(name, derivative, ShapeRules.Same, alsoCalled);

    private static Operation OneReal(string name, DerivativeRule derivative, params string[] alsoCalled) => One(name, derivative, ShapeRules.SameReal, alsoCalled);

    private static Operation One(string name, DerivativeRule derivative, ShapeRule shape, string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [name + "(self)", .. alsoCalled],
        Form = "{self}." + name + "()",
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };

    private static Operation Two(string name, string second, DerivativeRule derivative, params string[] alsoCalled) =>
        Two(name, second, derivative, ShapeRules.Broadcast("self", second), alsoCalled);

    private static Operation TwoReal(string name, string second, DerivativeRule derivative, params string[] alsoCalled) =>
        Two(name, second, derivative, ShapeRules.BroadcastReal("self", second), alsoCalled);

    private static Operation TwoReal(string name, string second, DerivativeRule derivative, ElementType element) =>
        Two(name, second, derivative, context => [ShapeRules.Broadcast("self", second)(context)[0] with { Element = element }], []);

    private static Operation Two(string name, string second, DerivativeRule derivative, ShapeRule shape, string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [$"{name}(self, {second})", .. alsoCalled],
        Form = $"{{self}}.{name}({{{second}}})",
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };
}
