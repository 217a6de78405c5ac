using FluentRnn.Tests.Cultures;

namespace FluentRnn.Tests.Runtime;

/// <summary>What the library reads, writes and tells does not depend on the culture.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public class CultureTests
{
    public static TheoryData<string, Type> Classes =>
        Repeat.Each([typeof(FaultTests), typeof(StateTests), typeof(ReferenceRecurrenceTests), typeof(GeneratedRecurrenceTests), typeof(Behaviour.FaultTests.Generated), .. Repeat.Classes("FluentRnn.Tests.Runtime.Files")]);

    [Theory]
    [MemberData(nameof(Classes))]
    public Task The_tests_pass_in(string culture, Type type) => Repeat.In(culture, type);
}
