namespace FluentRnn.Tests.Compiler;

/// <summary>What the snapshot tests rely on, whether Verify.Xunit or its stand-in is compiled in.</summary>
[UsesVerify]
public class VerifierTests
{
    [Fact]
    public Task Equal_text_passes() => Verifier.Verify("first\nsecond", "txt");

    [Fact]
    public Task Line_endings_do_not_matter() => Verifier.Verify("first\r\nsecond", "txt");

    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    public Task A_theory_has_a_file_a_case(string text) => Verifier.Verify(text, "txt").UseTextForParameters(text);
}
