namespace FluentRnn.Generators.Ir;

/// <summary>Activation functions, element by element. <c>sigmoid</c> and <c>tanh</c> are in <see cref="Elementwise"/>.</summary>
internal static class Activations
{
    public static Operation Relu { get; } = Method("relu", "relu(self, _=false)");
    public static Operation Relu6 { get; } = Method("relu6", "relu6(self, _=false)");
    public static Operation Selu { get; } = Method("selu", "selu(self, _=false)");
    public static Operation Silu { get; } = Method("silu", "silu(self, _=false)", "SiLU(self, _=false)");
    public static Operation Hardsigmoid { get; } = Method("hardsigmoid", "hardsigmoid(self, _=false)");
    public static Operation Hardswish { get; } = Method("hardswish", "hardswish(self, _=false)");
    public static Operation Gelu { get; } = Method("gelu", "gelu(self, _=false)");

    public static Operation Mish { get; } = Function("mish", "({self})", "mish(self, _=false)", "Mish(self)");
    public static Operation Softsign { get; } = Function("softsign", "({self})", "softsign(self, _=false)", "Softsign(self)");
    public static Operation Tanhshrink { get; } = Function("tanhshrink", "({self})", "tanhshrink(self, _=false)", "Tanhshrink(self)");
    public static Operation Logsigmoid { get; } = Function("logsigmoid", "({self})", "logsigmoid(self)", "log_sigmoid(self)");
    public static Operation Softshrink { get; } = Function("softshrink", "({self}, {lambda})", "softshrink(self, lambda)", "Softshrink(self, lambda)");
    public static Operation Hardshrink { get; } = Function("hardshrink", "({self}, {lambda})", "hardshrink(self, lambda)", "Hardshrink(self, lambda)");

    public static Operation GeluApproximate { get; } = new()
    {
        Name = "gelu_approximate",
        Calls = ["gelu(self, approximate:other)", "gelu(self, approximate:other, _=false)"],
        Form = "{self}.gelu({approximate})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation Elu { get; } = new()
    {
        Name = "elu",
        Calls = ["elu(self, alpha)", "elu(self, alpha, _=false)"],
        Form = "{self}.elu({alpha})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation EluScaled { get; } = new()
    {
        Name = "elu_scaled",
        Calls = ["elu(self, alpha, scale, input_scale)"],
        Form = "{self}.elu({alpha}, {scale}, {input_scale})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation Celu { get; } = new()
    {
        Name = "celu",
        Calls = ["celu(self, alpha)", "celu(self, alpha, _=false)", "celu(self) with alpha = 1"],
        Form = "{self}.celu({alpha})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation LeakyRelu { get; } = new()
    {
        Name = "leaky_relu",
        Calls = ["leaky_relu(self, negative_slope)", "leaky_relu(self, negative_slope, _=false)"],
        Form = "{self}.leaky_relu({negative_slope})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation Hardtanh { get; } = new()
    {
        Name = "hardtanh",
        Calls = ["hardtanh(self, min, max)", "hardtanh(self, min, max, _=false)", "Hardtanh(self, min, max, _=false)"],
        Form = "{self}.hardtanh({min}, {max})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation Softplus { get; } = new()
    {
        Name = "softplus",
        Calls = ["softplus(self, beta, threshold)"],
        Form = "{self}.softplus({beta}, {threshold})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    public static Operation Threshold { get; } = new()
    {
        Name = "threshold",
        Calls = ["threshold(self, threshold, value)", "threshold(self, threshold, value, _=false)", "Threshold(self, threshold, value, _=false)"],
        Form = "{self}.threshold({threshold}, {value})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    /// <summary>With one slope a channel, and channels on the second axis.</summary>
    public static Operation Prelu { get; } = new()
    {
        Name = "prelu",
        Calls = ["prelu(self, weight)"],
        Form = "{self}.prelu({weight})",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.FoldIntoBatch,
        TimeOperands = ["self"],
    };

    public static Operation Glu { get; } = new()
    {
        Name = "glu",
        Calls = ["glu(self, dim)"],
        Form = "{self}.glu({dim})",
        Shape = ShapeRules.Glu,
        Time = TimeRule.ShiftAxes,
    };

    private static Operation Method(string name, params string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [name + "(self)", .. alsoCalled],
        Form = "{self}." + name + "()",
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };

    private static Operation Function(string name, string arguments, params string[] calls) => new()
    {
        Name = name,
        Calls = calls,
        Form = "torch.nn.functional." + name + arguments,
        Shape = ShapeRules.SameReal,
        Time = TimeRule.Elementwise,
    };
}
