namespace FluentRnn.Generators.Ir;

/// <summary>Sums, extremes, norms and running sums over axes. Reductions over all axes are operations of their own.</summary>
internal static class Reductions
{
    public static Operation Sum { get; } = new()
    {
        Name = "sum",
        Calls =
        [
            "sum(self, dim:int, keepdim:bool, dtype:type)", "sum(self, dim:ints, keepdim:bool, dtype:type)",
            "sum(self, dim:int, dim:int, keepdim, dtype)", "sum(self, dim:int, dim:int, dim:int, keepdim, dtype)",
        ],

        // The flag stays: sum(0) would be the sum of all elements as ScalarType 0.
        Form = "{self}.sum({dim}, {keepdim}{, dtype})",
        Shape = ShapeRules.Reduce(ElementTypes.Accumulated),
        Derivative = DerivativeRules.Sum,
        Time = TimeRule.Any,
    };

    public static Operation SumAll { get; } = new()
    {
        Name = "sum_all",
        Calls = ["sum(self, dtype:type)"],
        Form = "{self}.sum({dtype})",
        Shape = ShapeRules.ReduceAll(ElementTypes.Accumulated),
        Derivative = DerivativeRules.SumAll,
    };

    public static Operation Mean { get; } = new()
    {
        Name = "mean",
        Calls = ["mean(self, dim:ints, keepdim, dtype)"],
        Form = "{self}.mean({dim:list}{, keepdim}{, dtype})",
        Shape = ShapeRules.Reduce(ElementTypes.Real),
        Derivative = DerivativeRules.Mean,
        Time = TimeRule.Any,
    };

    public static Operation MeanAll { get; } = All("mean_all", DerivativeRules.MeanAll, "mean", ElementTypes.Real);

    public static Operation Prod { get; } = new()
    {
        Name = "prod",
        Calls = ["prod(self, dim:int, keepdim, dtype)"],
        Form = "{self}.prod({dim}, {keepdim}{, dtype})",
        Shape = ShapeRules.Reduce(ElementTypes.Accumulated),
        Derivative = DerivativeRules.Prod,
        Time = TimeRule.Any,
    };

    public static Operation ProdAll { get; } = new()
    {
        Name = "prod_all",
        Calls = ["prod(self, dtype:type)"],
        Form = "{self}.prod({dtype})",
        Shape = ShapeRules.ReduceAll(ElementTypes.Accumulated),
        Derivative = DerivativeRules.ProdAll,
    };

    public static Operation Amax { get; } = Extreme("amax", DerivativeRules.Extreme);
    public static Operation Amin { get; } = Extreme("amin", DerivativeRules.Extreme);
    public static Operation MaxAll { get; } = All("max_all", DerivativeRules.ExtremeOfAll, "max", static element => element);
    public static Operation MinAll { get; } = All("min_all", DerivativeRules.ExtremeOfAll, "min", static element => element);
    public static Operation MedianAll { get; } = All("median_all", DerivativeRules.ExtremeOfAll, "median", static element => element);
    public static Operation NansumAll { get; } = All("nansum_all", DerivativeRules.Nansum, "nansum", ElementTypes.Accumulated);

    /// <summary>The largest values along an axis and their indices.</summary>
    public static Operation Max { get; } = WithIndices("max", DerivativeRules.Selection, "dim:int", ShapeRules.ReduceWithIndices);

    /// <summary>The smallest values along an axis and their indices.</summary>
    public static Operation Min { get; } = WithIndices("min", DerivativeRules.Selection, "dim:int", ShapeRules.ReduceWithIndices);

    /// <summary>The most frequent values along an axis and their indices.</summary>
    public static Operation Mode { get; } = WithIndices("mode", DerivativeRules.Selection, "dim:int", ShapeRules.ReduceWithIndices);

    public static Operation Argmax { get; } = Axis("argmax", DerivativeRule.Constant, static _ => ElementType.Int64);
    public static Operation Argmin { get; } = Axis("argmin", DerivativeRule.Constant, static _ => ElementType.Int64);
    public static Operation ArgmaxAll { get; } = All("argmax_all", DerivativeRule.Constant, "argmax", static _ => ElementType.Int64);
    public static Operation ArgminAll { get; } = All("argmin_all", DerivativeRule.Constant, "argmin", static _ => ElementType.Int64);
    public static Operation AllOf { get; } = Axis("all", DerivativeRule.Constant, static _ => ElementType.Bool);
    public static Operation AnyOf { get; } = Axis("any", DerivativeRule.Constant, static _ => ElementType.Bool);
    public static Operation AllOfAll { get; } = All("all_all", DerivativeRule.Constant, "all", static _ => ElementType.Bool);
    public static Operation AnyOfAll { get; } = All("any_all", DerivativeRule.Constant, "any", static _ => ElementType.Bool);
    public static Operation Logsumexp { get; } = Axis("logsumexp", DerivativeRules.Logsumexp, ElementTypes.Real);

    public static Operation Std { get; } = Spread("std", DerivativeRules.Std, ShapeRules.Spread, ResultForm.Single);
    public static Operation Var { get; } = Spread("var", DerivativeRules.Var, ShapeRules.Spread, ResultForm.Single);
    public static Operation StdMean { get; } = Spread("std_mean", DerivativeRules.StdMean, ShapeRules.SpreadAndMean, ResultForm.Tuple);
    public static Operation VarMean { get; } = Spread("var_mean", DerivativeRules.VarMean, ShapeRules.SpreadAndMean, ResultForm.Tuple);
    public static Operation StdAll { get; } = SpreadAll("std_all", DerivativeRules.StdAll, "std");
    public static Operation VarAll { get; } = SpreadAll("var_all", DerivativeRules.VarAll, "var");

    public static Operation Norm { get; } = new()
    {
        Name = "norm",

        // Not linalg.norm, which is that of a matrix.
        Calls = ["torch.norm(self, dim:int, keepdim, p)", "Tensor.norm(self, dim:int, keepdim, p)"],
        Form = "{self}.norm({dim:int}, {keepdim}, {p:float})",
        Shape = ShapeRules.Reduce(ElementTypes.Real),
        Derivative = DerivativeRules.Norm,
        Time = TimeRule.Any,
    };

    public static Operation NormAll { get; } = new()
    {
        Name = "norm_all",
        Calls = ["torch.norm(self, p)", "Tensor.norm(self, p)", "torch.norm(self) with p = 2"],

        // A whole number would be an axis.
        Form = "{self}.norm({p:float})",
        Shape = ShapeRules.ReduceAll(ElementTypes.Real),
        Derivative = DerivativeRules.NormAll,
    };

    public static Operation Softmax { get; } = new()
    {
        Name = "softmax",
        Calls = ["softmax(self, dim, dtype)"],
        Form = "{self}.softmax({dim}{, dtype})",
        Shape = ShapeRules.Along(ElementTypes.Real),
        Derivative = DerivativeRules.Softmax,
        Time = TimeRule.Any,
    };

    public static Operation LogSoftmax { get; } = new()
    {
        Name = "log_softmax",
        Calls = ["log_softmax(self, dim, dtype)", "log_softmax(self, dim) with dtype = null"],
        Form = "{self}.log_softmax({dim}{, dtype})",
        Shape = ShapeRules.Along(ElementTypes.Real),
        Derivative = DerivativeRules.LogSoftmax,
        Time = TimeRule.Any,
    };

    public static Operation Softmin { get; } = new()
    {
        Name = "softmin",
        Calls = ["softmin(self, dim)"],
        Form = "torch.nn.functional.softmin({self}, {dim})",
        Shape = ShapeRules.Along(ElementTypes.Real),
        Derivative = DerivativeRules.Softmin,
        Time = TimeRule.Any,
    };

    public static Operation Cumsum { get; } = Running("cumsum", DerivativeRules.Cumsum);
    public static Operation Cumprod { get; } = Running("cumprod", DerivativeRules.Cumprod);

    public static Operation Logcumsumexp { get; } = new()
    {
        Name = "logcumsumexp",
        Calls = ["logcumsumexp(self, dim)"],
        Form = "{self}.logcumsumexp({dim})",
        Shape = ShapeRules.Along(ElementTypes.Real),
        Derivative = DerivativeRules.Logcumsumexp,
        Time = TimeRule.Any,
    };

    public static Operation Cummax { get; } = RunningWithIndices("cummax", DerivativeRules.Reordering);
    public static Operation Cummin { get; } = RunningWithIndices("cummin", DerivativeRules.Reordering);

    public static Operation Sort { get; } = new()
    {
        Name = "sort",
        Calls = ["sort(self, dim, descending, stable)"],
        Form = "{self}.sort({dim}, {descending}{, stable})",
        Shape = ShapeRules.AlongWithIndices,
        Derivative = DerivativeRules.Reordering,
        Time = TimeRule.Any,
        Results = ResultForm.Tuple,
        Count = static _ => 2,
    };

    public static Operation Argsort { get; } = new()
    {
        Name = "argsort",
        Calls = ["argsort(self, dim, descending)"],
        Form = "{self}.argsort({dim}{, descending})",
        Shape = ShapeRules.Along(static _ => ElementType.Int64),
        Derivative = DerivativeRule.Constant,
        Time = TimeRule.Any,
    };

    public static Operation TopK { get; } = new()
    {
        Name = "topk",
        Calls = ["topk(self, k, dim, largest, sorted)"],
        Form = "{self}.topk({k:int}, {dim:int}{, largest=true}{, sorted=true})",
        Shape = ShapeRules.TopK,
        Derivative = DerivativeRules.Reordering,
        Time = TimeRule.Any,
        Results = ResultForm.Tuple,
        Count = static _ => 2,
    };

    private static Operation All(string name, DerivativeRule derivative, string member, Func<ElementType, ElementType> element) => new()
    {
        Name = name,
        Calls = [member + "(self)"],
        Form = "{self}." + member + "()",
        Shape = ShapeRules.ReduceAll(element),
        Derivative = derivative,
    };

    private static Operation Axis(string name, DerivativeRule derivative, Func<ElementType, ElementType> element) => new()
    {
        Name = name,
        Calls = [name + "(self, dim:int, keepdim)"],
        Form = "{self}." + name + "({dim}{, keepdim})",
        Shape = ShapeRules.Reduce(element),
        Derivative = derivative,
        Time = TimeRule.Any,
    };

    private static Operation Extreme(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [$"{name}(self, dim:ints, keepdim, _=null)", $"{name}(self, dim:ints) with keepdim = false"],
        Form = "{self}." + name + "({dim:list}, {keepdim})",
        Shape = ShapeRules.Reduce(static element => element),
        Derivative = derivative,
        Time = TimeRule.Any,
    };

    private static Operation WithIndices(string name, DerivativeRule derivative, string dim, ShapeRule shape) => new()
    {
        Name = name,
        Calls = [$"{name}(self, {dim}, keepdim)"],
        Form = "{self}." + name + "({dim}{, keepdim})",
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Any,
        Results = ResultForm.Tuple,
        Count = static _ => 2,
    };

    private static Operation Spread(string name, DerivativeRule derivative, ShapeRule shape, ResultForm results) => new()
    {
        Name = name,
        Calls = [$"{name}(self, dim:int, unbiased, keepdim, dtype)", $"{name}(self, dim:ints, unbiased, keepdim, dtype)"],
        Form = "{self}." + name + "({dim}, {unbiased}{, keepdim}{, dtype})",
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Any,
        Results = results,
        Count = _ => results == ResultForm.Tuple ? 2 : 1,
    };

    private static Operation SpreadAll(string name, DerivativeRule derivative, string member) => new()
    {
        Name = name,
        Calls = [member + "(self, unbiased:bool)"],
        Form = "{self}." + member + "({unbiased})",
        Shape = ShapeRules.ReduceAll(ElementTypes.Real),
        Derivative = derivative,
    };

    private static Operation Running(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self, dim, dtype)"],
        Form = "{self}." + name + "({dim}{, dtype})",
        Shape = ShapeRules.Along(ElementTypes.Accumulated),
        Derivative = derivative,
        Time = TimeRule.Any,
    };

    private static Operation RunningWithIndices(string name, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = [name + "(self, dim)"],
        Form = "{self}." + name + "({dim})",
        Shape = ShapeRules.AlongWithIndices,
        Derivative = derivative,
        Time = TimeRule.Any,
        Results = ResultForm.Tuple,
        Count = static _ => 2,
    };
}
