namespace FluentRnn;

/// <summary>What becomes of an output that both directions of a bidirectional recurrence give.</summary>
public enum Merge
{
    /// <summary>Both, one after the other on the last axis.</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their product, element by element.</summary>
    Product,

    /// <summary>Both as they are, each a member of its own: <c>Y</c> and <c>YBackward</c>.</summary>
    Apart,
}
