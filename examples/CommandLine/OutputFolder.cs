namespace FluentRnn.Examples.CommandLine;

/// <summary>Where the examples leave their files.</summary>
static class OutputFolder
{
    /// <summary>The folder "output" beside the project file, wherever the program is started from; else one in the current folder.</summary>
    public static string Default()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Examples.csproj")))
                return Path.Combine(folder.FullName, "output");
        }

        return Path.GetFullPath("output");
    }
}
