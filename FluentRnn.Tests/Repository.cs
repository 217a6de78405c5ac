using System.Reflection;

namespace FluentRnn.Tests;

/// <summary>Where this build of the tests comes from.</summary>
static class Repository
{
    public static string TestProject { get; } = Metadata("ProjectDirectory");

    public static string Root { get; } = Path.GetDirectoryName(TestProject)!;

    /// <summary>Debug or Release.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>NuGet's global packages folder.</summary>
    public static string PackageCache { get; } = Metadata("PackageCache");

    static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
