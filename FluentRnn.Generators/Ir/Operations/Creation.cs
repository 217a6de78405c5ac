namespace FluentRnn.Generators.Ir;

/// <summary>New tensors with known contents.</summary>
internal static class Creation
{
    public static Operation ZerosLike { get; } = Like("zeros_like");
    public static Operation OnesLike { get; } = Like("ones_like");

    public static Operation FullLike { get; } = new()
    {
        Name = "full_like",
        Calls = ["full_like(self, value, dtype, device, _=false)", "full_like(self, value, dtype, device, _=false, _=null)"],
        Form = "{self}.full_like({value}{, dtype}{, device})",
        Shape = ShapeRules.SameAs,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    public static Operation Zeros { get; } = Constant("zeros");
    public static Operation Ones { get; } = Constant("ones");

    public static Operation Full { get; } = new()
    {
        Name = "full",
        Calls = [.. Shaped("torch.full", "value, ", "dtype, device, _=false, _=null")],
        Form = "torch.full({shape:list}, {value}{, dtype}{, device})",
        Shape = ShapeRules.Created,
        Derivative = DerivativeRule.Constant,
    };

    public static Operation NewZeros { get; } = New("new_zeros", "", "");

    /// <summary>The only one of its family that takes no list; without the type, new_ones(2, 3) could also be a row of element type 3.</summary>
    public static Operation NewOnes { get; } = new()
    {
        Name = "new_ones",
        Calls = [.. Shaped("Tensor.new_ones", "", "dtype, device, _=false").Skip(1).Select(call => call.Replace("(", "(self, "))],
        Form = "{self}.new_ones({shape:args}, {dtype}, {device})",
        Shape = ShapeRules.CreatedLike,
        Derivative = DerivativeRule.Constant,
    };

    public static Operation NewFull { get; } = New("new_full", "value, ", ", {value}");

    public static Operation Arange { get; } = new()
    {
        Name = "arange",
        Calls =
        [
            "torch.arange(start, stop, step, dtype, device, _=false)", "torch.arange(start:number, stop:number, dtype:type, device, _=false) with step = 1",
            "torch.arange(stop, dtype, device, _=false) with start = 0, step = 1",
        ],
        Form = "torch.arange({start}, {stop}, {step}{, dtype}{, device})",
        Shape = ShapeRules.Range,
        Derivative = DerivativeRule.Constant,
    };

    public static Operation Linspace { get; } = new()
    {
        Name = "linspace",
        Calls = ["torch.linspace(start, end, steps, dtype, device, _=false)"],
        Form = "torch.linspace({start}, {end}, {steps}{, dtype}{, device})",
        Shape = ShapeRules.Linspace,
        Derivative = DerivativeRule.Constant,
    };

    public static Operation Eye { get; } = new()
    {
        Name = "eye",
        Calls = ["torch.eye(rows, columns, dtype, device, _=false, _=null)"],
        Form = "torch.eye({rows}, {columns}{, dtype}{, device})",
        Shape = ShapeRules.Eye,
        Derivative = DerivativeRule.Constant,
    };

    /// <summary>One number. The overloads for the smaller whole types are called as they are written.</summary>
    public static Operation Tensor { get; } = new()
    {
        Name = "tensor",
        Calls = ["torch.tensor(value:number, dtype:type, device, _=false)", "torch.tensor(value:bool, dtype:type, device, _=false)"],
        Form = "torch.tensor({value:long}{, dtype}{, device})",
        Shape = ShapeRules.OfNumber,
        Derivative = DerivativeRule.Constant,
    };

    /// <summary>One <c>float</c>: with an element type the call would be another, of a <c>double</c>.</summary>
    public static Operation TensorOfFloat { get; } = new()
    {
        Name = "tensor_of_float",
        Calls = ["torch.tensor(value:real, device:other, _=false)"],
        Form = "torch.tensor({value}{, device:named})",
        Shape = static _ => [TensorType.Of(ElementType.Float32)],
        Derivative = DerivativeRule.Constant,
    };

    /// <summary>The calls of a member that takes a shape as a list or as one to four numbers.</summary>
    internal static IEnumerable<string> Shaped(string member, string between, string rest) => Enumerable.Range(0, 5)
        .Select(count => count == 0 ? "shape:ints" : string.Join(", ", Enumerable.Repeat("shape:int", count)))
        .Select(shape => $"{member}({shape}, {between}{rest})");

    private static Operation Like(string name) => new()
    {
        Name = name,
        Calls = [name + "(self, dtype, device, _=false)", name + "(self, dtype, device, _=false, _=null)"],
        Form = "{self}." + name + "({dtype}{, device})",
        Shape = ShapeRules.SameAs,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Elementwise,
    };

    private static Operation Constant(string name) => new()
    {
        Name = name,
        Calls = [.. Shaped("torch." + name, "", "dtype, device, _=false, _=null")],
        Form = "torch." + name + "({shape:list}{, dtype}{, device})",
        Shape = ShapeRules.Created,
        Derivative = DerivativeRule.Constant,
    };

    private static Operation New(string name, string between, string betweenForm) => new()
    {
        Name = name,
        Calls = [.. Shaped("Tensor." + name, between, "dtype, device, _=false").Select(call => call.Replace("(", "(self, "))],
        Form = "{self}." + name + "({shape:list}" + betweenForm + "{, dtype}{, device})",
        Shape = ShapeRules.CreatedLike,
        Derivative = DerivativeRule.Constant,
    };
}
