namespace FluentRnn.Generators.Ir;

/// <summary>Tensors joined along an axis, and taken apart.</summary>
internal static class Joining
{
    public static Operation Cat { get; } = new()
    {
        Name = "cat",
        Calls = ["torch.cat(tensors, dim)", "torch.concat(tensors, dim)", "torch.concatenate(tensors, dim)"],
        Form = "torch.cat({tensors}, {dim})",
        Shape = ShapeRules.Cat,
        Derivative = DerivativeRules.Cat,
        Time = TimeRule.Any,
    };

    public static Operation Stack { get; } = new()
    {
        Name = "stack",
        Calls = ["torch.stack(tensors, dim)"],
        Form = "torch.stack({tensors}, {dim})",
        Shape = ShapeRules.Stack,
        Derivative = DerivativeRules.Stack,
        Time = TimeRule.Any,
    };

    public static Operation Chunk { get; } = Parting("chunk", ["chunk(self, chunks, dim)"], "{self}.chunk({chunks}, {dim})", ShapeRules.Chunk, ShapeRules.ChunkCount, DerivativeRules.Parts);

    public static Operation Split { get; } = Parting(
        "split", ["Tensor.split(self, size:int, dim)"], "{self}.split({size}, {dim:int})", ShapeRules.Split, ShapeRules.SplitCount, DerivativeRules.Parts);

    public static Operation SplitSizes { get; } = Parting(
        "split_sizes",
        ["split(self, sizes:ints, dim)", "split(self, sizes:ints) with dim = 0"],
        "{self}.split({sizes:list}, {dim})",
        ShapeRules.SplitSizes,
        ShapeRules.SplitSizesCount, DerivativeRules.Parts);

    public static Operation TensorSplit { get; } = Parting(
        "tensor_split", ["tensor_split(self, parts:int, dim)"], "{self}.tensor_split({parts}, {dim})", ShapeRules.TensorSplit, ShapeRules.TensorSplitCount, DerivativeRules.Parts);

    public static Operation Unbind { get; } = Parting("unbind", ["unbind(self, dim)"], "{self}.unbind({dim})", ShapeRules.Unbind, ShapeRules.UnbindCount, DerivativeRules.Unbind);

    private static Operation Parting(string name, string[] calls, string form, ShapeRule shape, Func<ShapeContext, int?> count, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = calls,
        Form = form,
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Any,
        Results = ResultForm.Array,
        Count = count,
    };
}
