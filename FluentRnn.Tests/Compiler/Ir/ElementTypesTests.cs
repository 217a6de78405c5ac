using FluentRnn.Generators.Ir;
using TorchSharp;

namespace FluentRnn.Tests.Compiler.Ir;

public class ElementTypesTests
{
    /// <summary>The types that TorchSharp has too; <c>Floating</c> stands for one that is known only when the container is built.</summary>
    private static readonly ElementType[] Known = [.. Enum.GetValues<ElementType>().Except([ElementType.Unknown, ElementType.Floating])];

    [Fact]
    public void Names_are_those_of_TorchSharp() => Assert.All(Known, type => Assert.True(Enum.TryParse<torch.ScalarType>(type.ToString(), out _), $"{type}"));

    [Fact]
    public void Promotion_is_commutative() => Assert.All(Enum.GetValues<ElementType>(), left => Assert.All(
        Enum.GetValues<ElementType>(), right => Assert.Equal(ElementTypes.Promote(left, right), ElementTypes.Promote(right, left))));

    [Fact]
    public void A_type_promotes_to_itself() => Assert.All(Enum.GetValues<ElementType>(), type => Assert.Equal(type, ElementTypes.Promote(type, type)));

    // torch's table of promote_types.
    [Theory]
    [InlineData("Bool", "Byte", "Byte")]
    [InlineData("Bool", "Float32", "Float32")]
    [InlineData("Byte", "Int8", "Int16")]
    [InlineData("Byte", "Int16", "Int16")]
    [InlineData("Byte", "Int64", "Int64")]
    [InlineData("Int8", "Int32", "Int32")]
    [InlineData("Int64", "Float16", "Float16")]
    [InlineData("Int64", "BFloat16", "BFloat16")]
    [InlineData("Float16", "BFloat16", "Float32")]
    [InlineData("Float16", "Float32", "Float32")]
    [InlineData("Float32", "Float64", "Float64")]
    [InlineData("Float32", "ComplexFloat32", "ComplexFloat32")]
    [InlineData("Float64", "ComplexFloat32", "ComplexFloat64")]
    [InlineData("Int64", "ComplexFloat64", "ComplexFloat64")]
    [InlineData("Floating", "Int64", "Floating")]
    [InlineData("Floating", "Bool", "Floating")]
    [InlineData("Floating", "Float64", "Float64")]
    [InlineData("Floating", "Float32", "Unknown")]
    [InlineData("Floating", "Float16", "Unknown")]
    [InlineData("Floating", "ComplexFloat64", "ComplexFloat64")]
    [InlineData("Floating", "ComplexFloat32", "Unknown")]
    [InlineData("Unknown", "Floating", "Unknown")]
    public void Two_types_promote(string left, string right, string expected) =>
        Assert.Equal(Enum.Parse<ElementType>(expected), ElementTypes.Promote(Enum.Parse<ElementType>(left), Enum.Parse<ElementType>(right)));

    [Theory]
    [InlineData("torch.int64", "Int64")]
    [InlineData("torch.@long", "Int64")]
    [InlineData("torch.@float", "Float32")]
    [InlineData("float32", "Float32")]
    [InlineData("global::TorchSharp.torch.ScalarType.BFloat16", "BFloat16")]
    [InlineData("ScalarType.Bool", "Bool")]
    [InlineData("torch.complex64", "ComplexFloat32")]
    [InlineData("x.dtype", "Unknown")]
    [InlineData("null", "Unknown")]
    [InlineData("", "Unknown")]
    public void The_name_of_a_type_is_read(string text, string expected) => Assert.Equal(Enum.Parse<ElementType>(expected), ElementTypes.Parse(text));

    [Theory]
    [InlineData("2", "Int64")]
    [InlineData("-2L", "Int64")]
    [InlineData("0.5", "Floating")]
    [InlineData("1e-5f", "Floating")]
    [InlineData("true", "Bool")]
    [InlineData("scale", "Unknown")]
    [InlineData("2 * scale", "Unknown")]
    public void The_category_of_a_number_is_read(string text, string expected) =>
        Assert.Equal(Enum.Parse<ElementType>(expected), ElementTypes.OfHost(HostExpression.Code(text)));

    [Fact]
    public void A_size_is_a_whole_number() => Assert.Equal(ElementType.Int64, ElementTypes.OfHost(HostExpression.Of(Dim.Symbol("n"))));

    [Fact]
    public void Every_type_has_at_most_one_category() =>
        Assert.All(Enum.GetValues<ElementType>(), type => Assert.True(new[] { type.IsFloating(), type.IsIntegral(), type.IsComplex() }.Count(yes => yes) <= 1));
}
