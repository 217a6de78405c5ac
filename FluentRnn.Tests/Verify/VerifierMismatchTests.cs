using FluentRnn.Tests;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>What the stand-in does when text and snapshot differ.</summary>
[UsesVerify]
public class VerifierMismatchTests
{
    static string Received(string method) =>
        Path.Combine(Repository.TestProject, "Snapshots", $"{nameof(VerifierMismatchTests)}.{method}.received.txt");

    [Fact]
    public async Task Difference_is_shown_and_the_text_is_kept()
    {
        var exception = await Assert.ThrowsAsync<XunitException>(async () => await Verifier.Verify("first\nother\nthird", "txt"));

        Assert.Contains("  first\n- second\n+ other\n  third\n", exception.Message, StringComparison.Ordinal);
        var received = Received(nameof(Difference_is_shown_and_the_text_is_kept));
        Assert.Equal("first\nother\nthird", await File.ReadAllTextAsync(received));
        File.Delete(received);
    }

    [Fact]
    public async Task A_missing_snapshot_fails()
    {
        var exception = await Assert.ThrowsAsync<XunitException>(async () => await Verifier.Verify("new", "txt"));

        Assert.Contains("(new)", exception.Message, StringComparison.Ordinal);
        File.Delete(Received(nameof(A_missing_snapshot_fails)));
    }
}
