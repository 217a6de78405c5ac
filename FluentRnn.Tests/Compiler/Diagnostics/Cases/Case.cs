namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>Code, and what the analyzer must say about it.</summary>
/// <param name="Id">The diagnostic the case is about.</param>
/// <param name="Name">What is special here; unique for the id.</param>
/// <param name="Code">The code. Every error and warning is marked in it, and the diagnostic itself whatever its severity; a near miss has no mark.</param>
/// <param name="Message">The message of the first diagnostic of the id; null for a near miss.</param>
sealed record Case(string Id, string Name, string Code, string? Message = null)
{
    /// <summary>Whether the C# compiler rejects the code too.</summary>
    public bool IsRejectedByTheCompiler { get; init; }

    public override string ToString() => $"{Id}: {Name}";
}
