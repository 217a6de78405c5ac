using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using FluentRnn.Tests;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>
/// Compares text with a file under Snapshots, as Verify.Xunit does; stands in for it (docs/decisions/0001-verify-stand-in.md).
/// With UPDATE_SNAPSHOTS=1 the file is overwritten, and the test still fails, so that the variable is not left on.
/// </summary>
public static class Verifier
{
    static readonly string Folder = Path.Combine(Repository.TestProject, "Snapshots");

    static bool Update => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    // Verify writes UTF-8 with a byte order mark.
    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: true);

    public static SettingsTask Verify(string target, string extension = "txt") =>
        new(parameters => Compare(target.ReplaceLineEndings("\n"), Path.Combine(Folder, FileName(parameters)), extension, Update));

    static string FileName(string? parameters)
    {
        var method = UsesVerifyAttribute.Current
            ?? throw new InvalidOperationException("Expected to find a `[UsesVerify]` on test class.");
        var type = method.ReflectedType!;
        var typeName = type.DeclaringType is { } parent ? $"{parent.Name}.{type.Name}" : type.Name;
        return parameters is null ? $"{typeName}.{method.Name}" : $"{typeName}.{method.Name}_{parameters}";
    }

    /// <param name="received">The text, with \n.</param>
    /// <param name="path">The file without .verified.ext.</param>
    /// <param name="extension">The file's extension.</param>
    /// <param name="update">Whether to overwrite the file.</param>
    internal static async Task Compare(string received, string path, string extension, bool update)
    {
        var verifiedPath = $"{path}.verified.{extension}";
        var receivedPath = $"{path}.received.{extension}";
        var verified = File.Exists(verifiedPath) ? (await File.ReadAllTextAsync(verifiedPath)).ReplaceLineEndings("\n") : null;

        if (received == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(update ? verifiedPath : receivedPath, received, Encoding);
        throw new XunitException(update
            ? $"Snapshot updated: {verifiedPath}. Run again without UPDATE_SNAPSHOTS."
            : $"Received: {receivedPath}\nVerified: {verifiedPath}{(verified is null ? " (new)" : "")}\n\n{Diff(verified ?? "", received)}");
    }

    /// <summary>The changed lines, each with three lines around it.</summary>
    internal static string Diff(string before, string after)
    {
        const int Around = 3;

        var lines = InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines;
        var text = new StringBuilder();
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = lines.Skip(i - Around).Take(Math.Min(i, Around) + 1 + Around).Any(line => line.Type != ChangeType.Unchanged);
            if (!near) continue;
            if (last >= 0 && last < i - 1) text.Append("…\n");
            last = i;
            var mark = lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            text.Append(mark).Append(' ').Append(lines[i].Text).Append('\n');
        }

        return text.ToString();
    }
}
