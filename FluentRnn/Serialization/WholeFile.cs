namespace FluentRnn.Serialization;

/// <summary>A file that is there whole or not at all.</summary>
static class WholeFile
{
    /// <summary>Writes a temporary file beside the path, brings it to the disk, and then gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
