using System.Runtime.CompilerServices;

namespace FluentRnn.Tests;

/// <summary>Verify keeps snapshots beside the test's source; here they are in one folder. Part of the build with UseVerifyXunit only.</summary>
static class VerifyDirectory
{
    [ModuleInitializer]
    internal static void Use() => VerifyXunit.Verifier.DerivePathInfo((sourceFile, projectDirectory, type, method) =>
        new(Path.Combine(projectDirectory, "Snapshots"), type.Name, method.Name));
}
