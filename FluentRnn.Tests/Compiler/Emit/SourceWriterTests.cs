using FluentRnn.Generators.Emit;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>Indentation, blank lines, headings; names.</summary>
public class SourceWriterTests
{
    [Fact]
    public void Blocks_are_indented_and_blank_lines_are_one()
    {
        var writer = new SourceWriter();
        using (writer.Block("class A"))
        {
            writer.Blank();
            writer.Line("int a;\r\n\r\nint b;\rint c;");
            writer.Blank();
            writer.Blank();
            writer.Line("int d;");
            writer.Blank();
        }

        Assert.Equal("class A\n{\n    int a;\n\n    int b;\n    int c;\n\n    int d;\n}\n", writer.ToString());
    }

    [Fact]
    public void A_part_without_a_line_is_left_out()
    {
        var writer = new SourceWriter();
        using (writer.Block("void F()"))
        {
            writer.Part("Empty");
            writer.Part("Full");
            writer.Line("a();");
            writer.Part("Next");
            writer.Line("b();");
            writer.Part("Last");
        }

        Assert.Equal("void F()\n{\n    // Full\n    a();\n\n    // Next\n    b();\n}\n", writer.ToString());
    }

    [Theory]
    [InlineData("h", "h")]
    [InlineData("class", "@class")]
    [InlineData("@class", "@class")]
    [InlineData("await", "@await")]
    [InlineData("größe", "größe")]
    [InlineData("cell.weight", "cell_weight")]
    [InlineData("_", "value")]
    [InlineData("taken", "taken_1")]
    [InlineData("Taken", "Taken")]
    public void A_name_is_kept_where_it_can_be(string preferred, string expected) => Assert.Equal(expected, new NameAllocator(["taken"]).Take(preferred));

    [Fact]
    public void A_name_is_given_once()
    {
        var names = new NameAllocator([]);

        Assert.Equal(["h", "h_1", "h_2", "H"], new[] { "h", "h", "h", "H" }.Select(name => names.Take(name)));
        Assert.Equal("h_3", names.Take("h", name => name == "x"));
        Assert.Equal("x_1", names.Take("x", name => name == "x"));
    }
}
