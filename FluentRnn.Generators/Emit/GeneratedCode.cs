namespace FluentRnn.Generators.Emit;

/// <summary>The attribute that says which tool wrote a member.</summary>
internal static class GeneratedCode
{
    public const string Tool = "FluentRnn.Generators";

    public static string Version { get; } = typeof(GeneratedCode).Assembly.GetName().Version.ToString(3);

    public static string Attribute { get; } = $"[global::System.CodeDom.Compiler.GeneratedCode(\"{Tool}\", \"{Version}\")]";
}
