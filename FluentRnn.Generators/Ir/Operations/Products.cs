namespace FluentRnn.Generators.Ir;

/// <summary>Products of vectors and matrices.</summary>
internal static class Products
{
    public static Operation MatMul { get; } = Product("matmul", DerivativeRules.MatMul, ShapeRules.MatMul, TimeRule.Product);
    public static Operation Mm { get; } = Product("mm", DerivativeRules.MatMul, ShapeRules.Product(2, 2), TimeRule.Product);
    public static Operation Bmm { get; } = Product("bmm", DerivativeRules.MatMul, ShapeRules.Product(3, 3), TimeRule.Product);
    public static Operation Mv { get; } = Product("mv", DerivativeRules.MatMul, ShapeRules.Product(2, 1), TimeRule.Product);
    public static Operation Dot { get; } = Product("dot", DerivativeRules.MatMul, ShapeRules.Product(1, 1), TimeRule.None, "vdot(self, other)");
    public static Operation Outer { get; } = Product("outer", DerivativeRules.Outer, ShapeRules.Outer, TimeRule.None, "ger(self, other)");

    public static Operation Linear { get; } = new()
    {
        Name = "linear",
        Calls = ["functional.linear(input, weight, bias)"],
        Form = "torch.nn.functional.linear({input}, {weight}{, bias})",
        Shape = ShapeRules.Linear,
        Derivative = DerivativeRules.Linear,
        Time = TimeRule.Product,
        TimeOperands = ["input"],
    };

    public static Operation Bilinear { get; } = new()
    {
        Name = "bilinear",
        Calls = ["functional.bilinear(self, other, weight, bias)"],
        Form = "torch.nn.functional.bilinear({self}, {other}, {weight}{, bias})",
        Shape = ShapeRules.Bilinear,
        Derivative = DerivativeRules.Bilinear,
        Time = TimeRule.Any,
        TimeOperands = ["self", "other"],
    };

    public static Operation Addmm { get; } = Added("addmm", ShapeRules.AddedProduct(2, 2));
    public static Operation Addmv { get; } = Added("addmv", ShapeRules.AddedProduct(2, 1));

    // Not here: Tensor.baddbmm. TorchSharp 0.107 passes its operands in another order than it says, so it is called as it is written.
    public static Operation Einsum { get; } = new()
    {
        Name = "einsum",
        Calls = ["torch.einsum(equation, tensors)"],
        Form = "torch.einsum({equation}, {tensors})",
        Shape = ShapeRules.Einsum,
        Derivative = DerivativeRules.Einsum,
    };

    public static Operation Attention { get; } = new()
    {
        Name = "scaled_dot_product_attention",
        Calls = ["functional.scaled_dot_product_attention(query, key, value, mask, _=0, is_causal)"],
        Form = "torch.nn.functional.scaled_dot_product_attention({query}, {key}, {value}, {mask}, 0, {is_causal})",
        Shape = ShapeRules.Attention,
        Derivative = DerivativeRules.Attention,
    };

    private static Operation Product(string name, DerivativeRule derivative, ShapeRule shape, TimeRule time, params string[] alsoCalled) => new()
    {
        Name = name,
        Calls = [name + "(self, other)", .. alsoCalled],
        Form = "{self}." + name + "({other})",
        Shape = shape,
        Derivative = derivative,
        Time = time,
    };

    private static Operation Added(string name, ShapeRule shape) => new()
    {
        Name = name,
        Calls = [name + "(self, left, right, beta, alpha)"],
        Form = "{self}." + name + "({left}, {right}{, beta=1}{, alpha=1})",
        Shape = shape,
        Derivative = DerivativeRules.AddedProduct,
        Time = TimeRule.Product,
    };
}
