using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>What the stand-in does when text and snapshot differ.</summary>
public sealed class VerifierMismatchTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("Snapshots").FullName;

    string Verified => Path.Combine(folder, "Class.Method.verified.txt");

    string Received => Path.Combine(folder, "Class.Method.received.txt");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Difference_is_shown_and_the_text_is_kept()
    {
        File.WriteAllText(Verified, "first\nsecond\nthird");

        var message = await Fails("first\nother\nthird");

        Assert.Contains("  first\n- second\n+ other\n  third\n", message, StringComparison.Ordinal);
        Assert.Equal("first\nother\nthird", File.ReadAllText(Received));
    }

    [Fact]
    public async Task A_missing_snapshot_fails()
    {
        Assert.Contains("(new)", await Fails("new"), StringComparison.Ordinal);
        Assert.False(File.Exists(Verified));
    }

    [Fact]
    public async Task An_update_overwrites_and_fails()
    {
        File.WriteAllText(Verified, "old");

        await Fails("new", update: true);

        Assert.Equal("new", File.ReadAllText(Verified));
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public async Task A_match_removes_what_was_received()
    {
        File.WriteAllText(Verified, "text");
        File.WriteAllText(Received, "an earlier text");

        await Compare("text", update: false);

        Assert.False(File.Exists(Received));
    }

    async Task<string> Fails(string text, bool update = false) =>
        (await Assert.ThrowsAsync<XunitException>(() => Compare(text, update))).Message;

    Task Compare(string text, bool update) => Verifier.Compare(text, Path.Combine(folder, "Class.Method"), "txt", update);
}
