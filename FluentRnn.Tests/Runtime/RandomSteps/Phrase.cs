using System.Globalization;
using FluentRnn.Generators.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>What a step can say beside the operation table, of one or two values (B, n): modules, functions of the user, indexers, conditions.</summary>
/// <param name="Text">The C#, with {0} and {1} for the values.</param>
/// <param name="Columns">The size of the second axis of the result; none for (B).</param>
sealed record Phrase(string Text, int? Columns = Surroundings.Size)
{
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new("net.layer.call({0})"), new("net.norm.call({0})"), new("net.cell.call({0}, {1})"), new("net.drop.call({0})"), new("net.own.call({0})"), new("Mix({0}, {1})"),
        new("(Training ? {0} : {1} * 2)"), new("{0}[.., 1..]", 3), new("{0}[.., 0]", null), new("cat([{0}[.., 1..], {0}[.., 0].unsqueeze(1)], 1)"), new("(1 - {0}) * 0.5f"), new("-{0} + {1}"), new("SequenceDropout({0}, 0.3)"), new("Zoneout({0}, {1}, 0.2)"),
    ];

    public string Write(Live first, Live second) => string.Format(CultureInfo.InvariantCulture, Text, first.Text, second.Text);

    /// <summary>The type of the result. That of a call the compiler does not know is not known.</summary>
    public TensorType Type => Text.Contains("net.own", StringComparison.Ordinal) ? TensorType.Unknown
        : TensorType.Of(ElementType.Floating, Columns is { } columns ? [Dim.Batch, Dim.Constant(columns)] : [Dim.Batch]);

    /// <summary>Numbers such as the result could have.</summary>
    public Tensor Sample() => Surroundings.Sample(ElementType.Floating, Columns is { } columns ? [Surroundings.Batch, columns] : [Surroundings.Batch]);
}
