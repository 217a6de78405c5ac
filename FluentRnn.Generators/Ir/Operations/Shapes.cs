namespace FluentRnn.Generators.Ir;

/// <summary>Other shapes of the same elements, and copies of them.</summary>
internal static class Shapes
{
    public static Operation View { get; } = Reshaping("view", "{self}.view({shape:args})", ShapeRules.View, DerivativeRules.View, "view(self, shape)");
    public static Operation Reshape { get; } = Reshaping("reshape", "{self}.reshape({shape:args})", ShapeRules.View, DerivativeRules.View, "reshape(self, shape)");

    public static Operation Expand { get; } = Reshaping(
        "expand", "{self}.expand({shape:args})", ShapeRules.Expand, DerivativeRules.Same, "expand(self, shape)", "expand(self, shape, _=false)", "broadcast_to(self, shape)");

    public static Operation ExpandAs { get; } = Like("expand_as", ShapeRules.ExpandAs, DerivativeRules.Same);
    public static Operation ViewAs { get; } = Like("view_as", ShapeRules.LikeOther, DerivativeRules.View);

    public static Operation Flatten { get; } = new()
    {
        Name = "flatten",
        Calls = ["flatten(self, start_dim:int, end_dim:int)", "ravel(self) with start_dim = 0, end_dim = -1"],
        Form = "{self}.flatten({start_dim}, {end_dim})",
        Shape = ShapeRules.Flatten,
        Derivative = DerivativeRules.View,
        Time = TimeRule.Any,
    };

    public static Operation Unflatten { get; } = new()
    {
        Name = "unflatten",
        Calls = ["unflatten(self, dim:int, sizes:ints)"],
        Form = "{self}.unflatten({dim}, {sizes:args})",
        Shape = ShapeRules.Unflatten,
        Derivative = DerivativeRules.View,
        Time = TimeRule.Any,
    };

    public static Operation Squeeze { get; } = new()
    {
        Name = "squeeze",
        Calls = ["squeeze(self, dim)"],
        Form = "{self}.squeeze({dim})",
        Shape = ShapeRules.Squeeze,
        Derivative = DerivativeRules.View,
        Time = TimeRule.Any,
    };

    public static Operation SqueezeAll { get; } = new()
    {
        Name = "squeeze_all",
        Calls = ["squeeze(self, _=null)"],
        Form = "{self}.squeeze()",
        Shape = ShapeRules.SqueezeAll,
        Derivative = DerivativeRules.View,
    };

    public static Operation Unsqueeze { get; } = new()
    {
        Name = "unsqueeze",
        Calls = ["unsqueeze(self, dim)"],
        Form = "{self}.unsqueeze({dim})",
        Shape = ShapeRules.Unsqueeze,
        Derivative = DerivativeRules.View,
        Time = TimeRule.Any,
    };

    public static Operation Transpose { get; } = new()
    {
        Name = "transpose",
        Calls =
        [
            "transpose(self, dim0, dim1)", "swapaxes(self, dim0, dim1)", "swapdims(self, dim0, dim1)", "mT(self) with dim0 = -2, dim1 = -1",
        ],
        Form = "{self}.transpose({dim0}, {dim1})",
        Shape = ShapeRules.Transpose,
        Derivative = DerivativeRules.Transpose,
        Time = TimeRule.Any,
    };

    /// <summary>A matrix transposed.</summary>
    public static Operation T { get; } = new()
    {
        Name = "t",
        Calls = ["t(self)"],
        Form = "{self}.t()",
        Shape = ShapeRules.TransposeMatrix,
        Derivative = DerivativeRules.TransposeMatrix,
    };

    public static Operation ReverseAxes { get; } = new()
    {
        Name = "reverse_axes",
        Calls = ["T(self)"],
        Form = "{self}.T",
        Shape = ShapeRules.Reverse,
        Derivative = DerivativeRules.ReverseAxes,
    };

    public static Operation Permute { get; } = new()
    {
        Name = "permute",
        Calls = ["permute(self, dims:ints)"],
        Form = "{self}.permute({dims:args})",
        Shape = ShapeRules.Permute,
        Derivative = DerivativeRules.Permute,
        Time = TimeRule.Any,
    };

    public static Operation MoveDim { get; } = new()
    {
        Name = "movedim",
        Calls =
        [
            "movedim(self, dim:int, destination:int)", "movedim(self, dim:ints, destination:ints)",
            "moveaxis(self, dim:int, destination:int)", "moveaxis(self, dim:ints, destination:ints)",
        ],
        Form = "{self}.movedim({dim:list}, {destination:list})",
        Shape = ShapeRules.MoveAxis,
        Derivative = DerivativeRules.MoveAxis,
        Time = TimeRule.Any,
    };

    public static Operation Repeat { get; } = new()
    {
        Name = "repeat",
        Calls = ["repeat(self, sizes)"],
        Form = "{self}.repeat({sizes:args})",
        Shape = ShapeRules.Repeat,
        Derivative = DerivativeRules.Repeat,
    };

    public static Operation Tile { get; } = new()
    {
        Name = "tile",
        Calls = ["tile(self, sizes)"],
        Form = "{self}.tile({sizes:list})",
        Shape = ShapeRules.Repeat,
        Derivative = DerivativeRules.Repeat,
    };

    public static Operation RepeatInterleave { get; } = new()
    {
        Name = "repeat_interleave",
        Calls = ["repeat_interleave(self, repeats:int, dim, _=null)"],
        Form = "{self}.repeat_interleave({repeats}, {dim})",
        Shape = ShapeRules.RepeatInterleave,
        Derivative = DerivativeRules.RepeatInterleave,
        Time = TimeRule.Any,
    };

    /// <summary>All elements in a row, each several times.</summary>
    public static Operation RepeatInterleaveAll { get; } = new()
    {
        Name = "repeat_interleave_all",
        Calls = ["repeat_interleave(self, repeats:int, _=null, _=null)"],
        Form = "{self}.repeat_interleave({repeats})",
        Shape = ShapeRules.RepeatInterleaveAll,
        Derivative = DerivativeRules.RepeatInterleaveAll,
    };

    public static Operation Flip { get; } = new()
    {
        Name = "flip",
        Calls = ["flip(self, dims)", "fliplr(self) with dims = 1", "flipud(self) with dims = 0"],
        Form = "{self}.flip({dims:args})",
        Shape = ShapeRules.Flip,
        Derivative = DerivativeRules.Flip,
        Time = TimeRule.Any,
    };

    public static Operation Roll { get; } = new()
    {
        Name = "roll",
        Calls = ["roll(self, shifts:int, dims:int)", "roll(self, shifts:ints, dims:ints)"],
        Form = "{self}.roll({shifts:list}, {dims:list})",
        Shape = ShapeRules.Flip,
        Derivative = DerivativeRules.Roll,
        Time = TimeRule.Any,
    };

    /// <summary>All elements in a row, rolled.</summary>
    public static Operation RollAll { get; } = new()
    {
        Name = "roll_all",
        Calls = ["roll(self, shifts:int, _=null)"],
        Form = "{self}.roll({shifts})",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRules.RollAll,
    };

    public static Operation Tril { get; } = Triangle("tril", DerivativeRules.Tril);
    public static Operation Triu { get; } = Triangle("triu", DerivativeRules.Triu);

    public static Operation Diag { get; } = new()
    {
        Name = "diag",
        Calls = ["diag(self, diagonal)"],
        Form = "{self}.diag({diagonal})",
        Shape = ShapeRules.Diag,
        Derivative = DerivativeRules.Diag,
    };

    public static Operation Diagonal { get; } = new()
    {
        Name = "diagonal",
        Calls = ["diagonal(self, offset, dim0, dim1)"],
        Form = "{self}.diagonal({offset}, {dim0}, {dim1})",
        Shape = ShapeRules.Diagonal,
        Derivative = DerivativeRules.Diagonal,
        Time = TimeRule.Any,
    };

    public static Operation DiagEmbed { get; } = new()
    {
        Name = "diag_embed",
        Calls = ["diag_embed(self, offset, dim0, dim1)"],
        Form = "{self}.diag_embed({offset}, {dim0}, {dim1})",
        Shape = ShapeRules.DiagEmbed,
        Derivative = DerivativeRules.DiagEmbed,
        Time = TimeRule.Any,
    };

    /// <summary>Filled up with one value.</summary>
    public static Operation Pad { get; } = new()
    {
        Name = "pad",
        Calls = ["functional.pad(self, pad:ints, _=PaddingModes.Constant, value)"],
        Form = "torch.nn.functional.pad({self}, {pad:list}{, value:named=0})",
        Shape = ShapeRules.Pad,
        Derivative = DerivativeRules.Pad,
        Time = TimeRule.Any,
        TimeOperands = ["self"],
    };

    /// <summary>Filled up with what the tensor holds; torch wants a certain rank there.</summary>
    public static Operation PadMode { get; } = new()
    {
        Name = "pad_mode",
        Calls = ["functional.pad(self, pad:ints, mode, value)"],
        Form = "torch.nn.functional.pad({self}, {pad:list}, {mode}, {value})",
        Shape = ShapeRules.Pad,
        Derivative = DerivativeRules.PadMode,
    };

    public static Operation Contiguous { get; } = new()
    {
        Name = "contiguous",
        Calls = ["contiguous(self)"],
        Form = "{self}.contiguous()",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRules.Same,
        Time = TimeRule.Elementwise,
    };

    private static Operation Reshaping(string name, string form, ShapeRule shape, DerivativeRule derivative, params string[] calls) => new()
    {
        Name = name,
        Calls = calls,
        Form = form,
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.LeadingShape,
    };

    private static Operation Like(string name, ShapeRule shape, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self, other)"],
        Form = "{self}." + name + "({other})",
        Shape = shape,
        Derivative = derivative,
    };

    private static Operation Triangle(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self, diagonal)"],
        Form = "{self}." + name + "({diagonal})",
        Shape = ShapeRules.Triangle,
        Derivative = derivative,
        Time = TimeRule.Any,
    };
}
