namespace FluentRnn.Generators.Ir;

/// <summary>Convolutions and pooling. Images are (batch, channels, size…) or (channels, size…).</summary>
internal static class Convolution
{
    public static Operation Conv1d { get; } = Convolve(
        "conv1d",
        "conv1d(input, weight, bias, stride, padding, dilation, groups)",
        "({input}, {weight}, {bias}, {stride}, {padding}, {dilation}, {groups})",
        1);

    public static Operation Conv2d { get; } = Convolve(
        "conv2d",
        "conv2d(input, weight, bias, stride, padding, dilation, groups)",
        "({input}, {weight}, {bias}, {stride:list}, {padding:list}, {dilation:list}, {groups})",
        2);

    public static Operation Conv3d { get; } = Convolve(
        "conv3d",
        "conv3d(input, weight, bias, stride, padding, dilation, groups)",
        "({input}, {weight}, {bias}, {stride:list}, {padding:list}, {dilation:list}, {groups})",
        3);

    public static Operation MaxPool1d { get; } = Pool(
        "max_pool1d",
        "max_pool1d(input, kernel, stride, padding, dilation, ceil_mode)",
        "({input}, {kernel}, {stride}, {padding}, {dilation}{, ceil_mode})",
        ShapeRules.Pool(1), DerivativeRules.MaxPool(1));

    public static Operation MaxPool2d { get; } = Pool(
        "max_pool2d",
        "max_pool2d(input, kernel, stride, padding, dilation, ceil_mode)",
        "({input}, {kernel}, {stride}, {padding}, {dilation}{, ceil_mode})",
        ShapeRules.Pool(2), DerivativeRules.MaxPool(2));

    public static Operation AvgPool1d { get; } = Pool(
        "avg_pool1d",
        "avg_pool1d(input, kernel, stride, padding, ceil_mode, count_include_pad)",
        "({input}, {kernel}, {stride}, {padding}{, ceil_mode}{, count_include_pad=true})",
        ShapeRules.Pool(1), DerivativeRules.AvgPool(1));

    public static Operation AvgPool2d { get; } = Pool(
        "avg_pool2d",
        "avg_pool2d(input, kernel, stride, padding, ceil_mode, count_include_pad, divisor)",
        "({input}, {kernel}, {stride}, {padding}{, ceil_mode}{, count_include_pad=true}{, divisor})",
        ShapeRules.Pool(2), DerivativeRules.AvgPool(2));

    public static Operation AdaptiveAvgPool1d { get; } = Pool(
        "adaptive_avg_pool1d", "adaptive_avg_pool1d(input, size)", "({input}, {size})", ShapeRules.AdaptivePool(1), DerivativeRules.AdaptiveAvgPool(1));

    public static Operation AdaptiveAvgPool2d { get; } = Pool(
        "adaptive_avg_pool2d", "adaptive_avg_pool2d(input, size)", "({input}, {size})", ShapeRules.AdaptivePool(2), DerivativeRules.AdaptiveAvgPool(2));

    private static Operation Convolve(string name, string call, string arguments, int axes) => new()
    {
        Name = name,
        Calls = ["functional." + call],
        Form = "torch.nn.functional." + name + arguments,
        Shape = ShapeRules.Convolution(axes),
        Derivative = DerivativeRules.Convolution(axes),
        Time = TimeRule.Any,
        TimeOperands = ["input"],
    };

    private static Operation Pool(string name, string call, string arguments, ShapeRule shape, DerivativeRule derivative) => new()
    {
        Name = name,
        Calls = ["functional." + call],
        Form = "torch.nn.functional." + name + arguments,
        Shape = shape,
        Derivative = derivative,
        Time = TimeRule.Any,
        TimeOperands = ["input"],
    };
}
