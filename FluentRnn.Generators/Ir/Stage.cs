namespace FluentRnn.Generators.Ir;

/// <summary>
/// When a value can be computed: its binding time. The first three are ordered, and an operation has the latest stage of its operands;
/// random and opaque operations are at least <see cref="Carry"/>, because they run at every step.
/// </summary>
internal enum Stage
{
    /// <summary>Depends on weights, constants and sizes only: once a call.</summary>
    Invariant,

    /// <summary>Depends on sequences, not on any state: could be computed for all steps at once.</summary>
    Time,

    /// <summary>Depends on the state before: step by step.</summary>
    Carry,

    /// <summary>Depends on the state before, but no next state depends on it: could be computed after the loop.</summary>
    Out,
}
