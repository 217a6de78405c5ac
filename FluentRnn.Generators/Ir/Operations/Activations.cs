namespace FluentRnn.Generators.Ir;

/// <summary>Activation functions, element by element. <c>sigmoid</c> and <c>tanh</c> are in <see cref="Elementwise"/>.</summary>
internal static class Activations
{
    public static Operation Relu { get; } = Method("relu", DerivativeRules.Relu, "relu(self, _=false)");
    public static Operation Relu6 { get; } = Method("relu6", DerivativeRules.Relu6, "relu6(self, _=false)");
    public static Operation Selu { get; } = Method("selu", DerivativeRules.Selu, "selu(self, _=false)");
    public static Operation Silu { get; } = Method("silu", DerivativeRules.Silu, "silu(self, _=false)", "SiLU(self, _=false)");
    public static Operation Hardsigmoid { get; } = Method("hardsigmoid", DerivativeRules.Hardsigmoid, "hardsigmoid(self, _=false)");
    public static Operation Hardswish { get; } = Method("hardswish", DerivativeRules.Hardswish, "hardswish(self, _=false)");
    public static Operation Gelu { get; } = Method("gelu", DerivativeRules.Gelu, "gelu(self, _=false)");

    public static Operation Mish { get; } = Function("mish", "({self})", DerivativeRules.Mish, "mish(self, _=false)", "Mish(self)");
    public static Operation Softsign { get; } = Function("softsign", "({self})", DerivativeRules.Softsign, "softsign(self, _=false)", "Softsign(self)");
    public static Operation Tanhshrink { get; } = Function("tanhshrink", "({self})", DerivativeRules.Tanhshrink, "tanhshrink(self, _=false)", "Tanhshrink(self)");
    public static Operation Logsigmoid { get; } = Function("logsigmoid", "({self})", DerivativeRules.Logsigmoid, "logsigmoid(self)", "log_sigmoid(self)");
    public static Operation Softshrink { get; } = Function("softshrink", "({self}, {lambda})", DerivativeRules.Shrink, "softshrink(self, lambda)", "Softshrink(self, lambda)");
    public static Operation Hardshrink { get; } = Function("hardshrink", "({self}, {lambda})", DerivativeRules.Shrink, "hardshrink(self, lambda)", "Hardshrink(self, lambda)");

    public static Operation GeluApproximate { get; } = new()
    {
        Name = "gelu_approximate",
        Calls = ["gelu(self, approximate:other)", "gelu(self, approximate:other, _=false)"],
        Form = "{self}.gelu({approximate})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.GeluApproximate,
        Time = TimeRule.Elementwise,
    };

    public static Operation Elu { get; } = new()
    {
        Name = "elu",
        Calls = ["elu(self, alpha)", "elu(self, alpha, _=false)"],
        Form = "{self}.elu({alpha})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Elu,
        Time = TimeRule.Elementwise,
    };

    public static Operation EluScaled { get; } = new()
    {
        Name = "elu_scaled",
        Calls = ["elu(self, alpha, scale, input_scale)"],
        Form = "{self}.elu({alpha}, {scale}, {input_scale})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.EluScaled,
        Time = TimeRule.Elementwise,
    };

    public static Operation Celu { get; } = new()
    {
        Name = "celu",
        Calls = ["celu(self, alpha)", "celu(self, alpha, _=false)", "celu(self) with alpha = 1"],
        Form = "{self}.celu({alpha})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Celu,
        Time = TimeRule.Elementwise,
    };

    public static Operation LeakyRelu { get; } = new()
    {
        Name = "leaky_relu",
        Calls = ["leaky_relu(self, negative_slope)", "leaky_relu(self, negative_slope, _=false)"],
        Form = "{self}.leaky_relu({negative_slope})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.LeakyRelu,
        Time = TimeRule.Elementwise,
    };

    public static Operation Hardtanh { get; } = new()
    {
        Name = "hardtanh",
        Calls = ["hardtanh(self, min, max)", "hardtanh(self, min, max, _=false)", "Hardtanh(self, min, max, _=false)"],
        Form = "{self}.hardtanh({min}, {max})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Hardtanh,
        Time = TimeRule.Elementwise,
    };

    public static Operation Softplus { get; } = new()
    {
        Name = "softplus",
        Calls = ["softplus(self, beta, threshold)"],
        Form = "{self}.softplus({beta}, {threshold})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Softplus,
        Time = TimeRule.Elementwise,
    };

    public static Operation Threshold { get; } = new()
    {
        Name = "threshold",
        Calls = ["threshold(self, threshold, value)", "threshold(self, threshold, value, _=false)", "Threshold(self, threshold, value, _=false)"],
        Form = "{self}.threshold({threshold}, {value})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Threshold,
        Time = TimeRule.Elementwise,
    };

    /// <summary>With one slope a channel, and channels on the second axis.</summary>
    public static Operation Prelu { get; } = new()
    {
        Name = "prelu",
        Calls = ["prelu(self, weight)"],
        Form = "{self}.prelu({weight})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRules.Prelu,
        Time = TimeRule.Any,
        TimeOperands = ["self"],
    };

    public static Operation Glu { get; } = new()
    {
        Name = "glu",
        Calls = ["glu(self, dim)"],
        Form = "{self}.glu({dim})",
        Shape = ShapeRules.Glu,
        Derivative = DerivativeRules.Glu,
        Time = TimeRule.Any,
    };

    private static Operation Method(string name, DerivativeRule derivative, params string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [name + "(self)", .. alsoCalled],
        Form = "{self}." + name + "()",
        Shape = ShapeRules.SameReal,
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };

    private static Operation Function(string name, string arguments, DerivativeRule derivative, params string[] calls) => new()
    {
        Name = name,
        Calls = calls,
        Form = "torch.nn.functional." + name + arguments,
        Shape = ShapeRules.SameReal,
        Derivative = derivative,
        Time = TimeRule.Elementwise,
    };
}
