namespace FluentRnn.Generators.Ir;

/// <summary>Elements picked by position.</summary>
internal static class Indexing
{
    public static Operation Select { get; } = Along("select(self, dim, index)", "{self}.select({dim}, {index})", ShapeRules.Select, DerivativeRules.Select);
    public static Operation Narrow { get; } = Along("narrow(self, dim, start, length)", "{self}.narrow({dim}, {start}, {length})", ShapeRules.Narrow, DerivativeRules.Narrow);
    public static Operation Slice { get; } = Along("slice(self, dim, start, finish, step)", "{self}.slice({dim}, {start}, {finish}, {step})", ShapeRules.Slice, DerivativeRules.Slice);

    public static Operation IndexSelect { get; } = new()
    {
        Name = "index_select",
        Calls = ["index_select(self, dim, index)"],
        Form = "{self}.index_select({dim}, {index})",
        Shape = ShapeRules.IndexSelect,
        Derivative = DerivativeRules.IndexSelect,
        Time = TimeRule.ShiftAxes,
        TimeOperands = ["self"],
    };

    public static Operation Gather { get; } = new()
    {
        Name = "gather",
        Calls = ["gather(self, dim, index)", "gather(self, dim, index, _=false)"],
        Form = "{self}.gather({dim}, {index})",
        Shape = ShapeRules.Gather,
        Derivative = DerivativeRules.Gather,
        Time = TimeRule.ShiftAxes,
    };

    public static Operation TakeAlongDim { get; } = new()
    {
        Name = "take_along_dim",
        Calls = ["take_along_dim(self, index:tensor, dim:int)"],
        Form = "{self}.take_along_dim({index}, {dim})",
        Shape = ShapeRules.TakeAlongDim,
        Derivative = DerivativeRules.TakeAlongDim,
        Time = TimeRule.ShiftAxes,
    };

    public static Operation Scatter { get; } = Scattering("scatter", DerivativeRules.Scatter);
    public static Operation ScatterAdd { get; } = Scattering("scatter_add", DerivativeRules.ScatterAdd);

    public static Operation IndexAdd { get; } = new()
    {
        Name = "index_add",
        Calls = ["index_add(self, dim, index, source, alpha)"],
        Form = "{self}.index_add({dim}, {index}, {source}, {alpha})",
        Shape = ShapeRules.Scatter,
        Derivative = DerivativeRules.IndexAdd,
        Time = TimeRule.ShiftAxes,
        TimeOperands = ["self", "source"],
    };

    public static Operation IndexCopy { get; } = new()
    {
        Name = "index_copy",
        Calls = ["index_copy(self, dim, index, source)"],
        Form = "{self}.index_copy({dim}, {index}, {source})",
        Shape = ShapeRules.Scatter,
        Derivative = DerivativeRules.IndexCopy,
        Time = TimeRule.ShiftAxes,
        TimeOperands = ["self", "source"],
    };

    public static Operation IndexFill { get; } = new()
    {
        Name = "index_fill",
        Calls = ["index_fill(self, dim, index, value)"],
        Form = "{self}.index_fill({dim}, {index}, {value})",
        Shape = ShapeRules.Scatter,
        Derivative = DerivativeRules.IndexFill,
        Time = TimeRule.ShiftAxes,
        TimeOperands = ["self"],
    };

    public static Operation SelectScatter { get; } = new()
    {
        Name = "select_scatter",
        Calls = ["select_scatter(self, source, dim, index)"],
        Form = "{self}.select_scatter({source}, {dim}, {index})",
        Shape = ShapeRules.Scatter,
        Derivative = DerivativeRules.SelectScatter,
        Time = TimeRule.ShiftAxes,
    };

    public static Operation SliceScatter { get; } = new()
    {
        Name = "slice_scatter",
        Calls = ["slice_scatter(self, source, dim, start, finish, step)"],
        Form = "{self}.slice_scatter({source}, {dim}, {start}, {finish}, {step})",
        Shape = ShapeRules.Scatter,
        Derivative = DerivativeRules.SliceScatter,
        Time = TimeRule.ShiftAxes,
    };

    public static Operation Take { get; } = new()
    {
        Name = "take",
        Calls = ["take(self, index)"],
        Form = "{self}.take({index})",
        Shape = ShapeRules.Take,
        Derivative = DerivativeRules.Take,
        Time = TimeRule.LastAxes,
        TimeOperands = ["index"],
    };

    /// <summary>
    /// The rows of a table: what an embedding does, except for the gradient of its padding row. No function of TorchSharp is called so.
    /// </summary>
    public static Operation Embedding { get; } = new()
    {
        Name = "embedding",
        Calls = [],
        Form = "global::FluentRnn.Execution.Lookup.Rows({weight}, {index})",
        Shape = ShapeRules.Embedding,
        Derivative = DerivativeRules.Embedding,
        Time = TimeRule.LastAxes,
        TimeOperands = ["index"],
    };

    public static Operation OneHot { get; } = new()
    {
        Name = "one_hot",
        Calls = ["functional.one_hot(self, classes)"],
        Form = "torch.nn.functional.one_hot({self}, {classes})",
        Shape = ShapeRules.OneHot,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.LastAxes,
        TimeOperands = ["self"],
    };

    public static Operation Bucketize { get; } = new()
    {
        Name = "bucketize",
        Calls = ["bucketize(self, boundaries, _=false, right)"],
        Form = "{self}.bucketize({boundaries}, false, {right})",
        Shape = ShapeRules.Bucketize,
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.LastAxes,
        TimeOperands = ["self"],
    };

    private static Operation Along(string call, string form, ShapeRule shape, DerivativeRule derivative) => new()
    {
        Name = call.Substring(0, call.IndexOf('(')),
        Calls = [call],
        Form = form,
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.ShiftAxes,
    };

    private static Operation Scattering(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self, dim, index, source)"],
        Form = "{self}." + name + "({dim}, {index}, {source})",
        Shape = ShapeRules.Scatter,
        Derivative = derivative,
        Time = TimeRule.ShiftAxes,
    };
}
