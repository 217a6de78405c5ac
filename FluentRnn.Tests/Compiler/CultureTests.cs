using FluentRnn.Tests.Cultures;

namespace FluentRnn.Tests.Compiler;

/// <summary>The tests of the compiler's parts pass in every culture.</summary>
public class CultureTests
{
    public static TheoryData<string, Type> Classes => Repeat.Each(Repeat.Classes(
        "FluentRnn.Tests.Compiler.Ir", "FluentRnn.Tests.Compiler.Ir.Shapes", "FluentRnn.Tests.Compiler.Parsing", "FluentRnn.Tests.Compiler.Planning", "FluentRnn.Tests.Compiler.ModelShape"));

    [Theory]
    [MemberData(nameof(Classes))]
    public Task The_tests_pass_in(string culture, Type type) => Repeat.In(culture, type);
}
