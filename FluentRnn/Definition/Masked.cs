namespace FluentRnn;

/// <summary>What a sequence output is at a masked step.</summary>
public enum Masked
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The output of the last valid step, in the order of processing; zeros before the first.</summary>
    Held,

    /// <summary>What the step makes of the states that are held and of inputs that are zeros.</summary>
    Computed,
}
