using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace FluentRnn.Tests.Package;

/// <summary>The package as its users meet it: packed from this build, referenced by a new project, run.</summary>
[Trait("Category", "Package")]
public sealed class PackageTests : IDisposable
{
    // Not the version of a release, which the package cache might already have.
    const string Version = "0.0.0-test";

    readonly string folder = Directory.CreateTempSubdirectory("FluentRnn").FullName;

    public PackageTests() => Dotnet(Repository.Root,
        "pack", "FluentRnn", "--no-build", "-c", Repository.Configuration, "-o", folder, $"-p:PackageVersion={Version}");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_holds_the_library_the_generator_and_the_build_files()
    {
        using var package = ZipFile.OpenRead(Path.Combine(folder, $"FluentRnn.{Version}.nupkg"));

        var files = package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "README.md",
                "analyzers/dotnet/cs/FluentRnn.Generators.dll",
                "build/FluentRnn.props",
                "build/FluentRnn.targets",
                "buildTransitive/FluentRnn.props",
                "buildTransitive/FluentRnn.targets",
                "lib/net10.0/FluentRnn.dll",
                "lib/net10.0/FluentRnn.xml",
            ],
            files.Where(file => file.Contains('/') || file.EndsWith(".md", StringComparison.Ordinal))
                .Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_new_project_restores_builds_and_runs_with_it()
    {
        // The package cache serves everything but FluentRnn, so nothing is downloaded and nothing is left behind.
        File.WriteAllText(Path.Combine(folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreSources>{folder}</RestoreSources>
                <RestorePackagesPath>{folder}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{Repository.PackageCache}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FluentRnn" Version="{Version}" />
                <PackageReference Include="libtorch-cpu-{RuntimeInformation.RuntimeIdentifier}" Version="2.10.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            System.Console.Write(TorchSharp.torch.ones(2).sum().item<float>());
            """);

        Dotnet(folder, "build", "-o", "out");

        Assert.Equal("2", Dotnet(folder, Path.Combine("out", "App.dll")));
    }

    static string Dotnet(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host was started by a build, whose variables would steer the new one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}{error.Result}");
        return output;
    }
}
