namespace FluentRnn.Generators.Ir;

/// <summary>Normalization of groups of elements, and distances.</summary>
internal static class Normalization
{
    public static Operation LayerNorm { get; } = new()
    {
        Name = "layer_norm",
        Calls = ["functional.layer_norm(self, shape, weight, bias, eps)"],
        Form = "torch.nn.functional.layer_norm({self}, {shape:list}, {weight}, {bias}, {eps})",
        Shape = ShapeRules.LayerNorm,
        Derivative = DerivativeRules.LayerNorm,
        Time = TimeRule.Any,
        TimeOperands = ["self"],
    };

    public static Operation GroupNorm { get; } = new()
    {
        Name = "group_norm",
        Calls = ["functional.group_norm(self, groups, weight, bias, eps)"],
        Form = "torch.nn.functional.group_norm({self}, {groups}, {weight}, {bias}, {eps})",
        Shape = ShapeRules.Channels,
        Derivative = DerivativeRules.GroupNorm,
        Time = TimeRule.Any,
        TimeOperands = ["self"],
    };

    public static Operation Normalize { get; } = new()
    {
        Name = "normalize",
        Calls = ["functional.normalize(self, p, dim, eps)"],
        Form = "torch.nn.functional.normalize({self}, {p}, {dim}, {eps})",
        Shape = ShapeRules.Along(ElementTypes.Real),
        Derivative = DerivativeRules.Normalize,
        Time = TimeRule.Any,
    };

    public static Operation CosineSimilarity { get; } = new()
    {
        Name = "cosine_similarity",
        Calls = ["functional.cosine_similarity(self, other, dim, eps)"],
        Form = "torch.nn.functional.cosine_similarity({self}, {other}, {dim}, {eps})",
        Shape = ShapeRules.Similarity,
        Derivative = DerivativeRules.CosineSimilarity,
    };
}
