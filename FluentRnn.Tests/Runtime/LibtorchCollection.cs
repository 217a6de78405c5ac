namespace FluentRnn.Tests.Runtime;

/// <summary>Tests that run networks run one after the other: the random state and the number of living tensors belong to the process.</summary>
[CollectionDefinition(Name)]
public sealed class LibtorchCollection
{
    public const string Name = "Libtorch";
}
