namespace FluentRnn.Generators.Ir;

/// <summary>Operations that stand for no single member of TorchSharp.</summary>
internal static class Operations
{
    /// <summary>A call the compiler does not know: its C# is in <see cref="Op.Call"/>, its results are of unknown type, and it stays where it is.</summary>
    public static Operation Opaque { get; } = new()
    {
        Name = "call",
        Form = "{operands}",
        Derivative = DerivativeRule.Unknown("the compiler does not know what is called"),
        Effects = Effects.Opaque,
    };
}
