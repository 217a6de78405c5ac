namespace FluentRnn;

/// <summary>What runs the steps of a container. Both give the same numbers.</summary>
public enum Executor
{
    /// <summary>The generated loop.</summary>
    Generated,

    /// <summary>The lambda of the declaration, step by step: slow and obvious, to compare with and to debug.</summary>
    Reference,
}
