namespace FluentRnn.Tests.Runtime;

/// <summary>Tests that seed the random numbers, or count the tensors, of the whole process: one after the other, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Sequential
{
    public const string Name = "Sequential";
}
