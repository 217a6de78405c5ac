namespace FluentRnn.Generators.Ir;

/// <summary>What the compiler may do to a step. The public enumeration of the same name in the library has the same members and values.</summary>
[Flags]
internal enum Optimizations
{
    None = 0,
    Simplify = 1 << 0,
    SplitContractions = 1 << 1,
    OrderSums = 1 << 2,
    PackProducts = 1 << 3,
    JoinSiblings = 1 << 4,
    FuseArithmetic = 1 << 5,
    HoistInvariants = 1 << 6,
    BatchSteps = 1 << 7,
    SinkOutputs = 1 << 8,
    ReuseMemory = 1 << 9,
    UseLayers = 1 << 10,
    UseOneDnn = 1 << 11,
    JoinDirections = 1 << 12,
    All = (1 << 13) - 1,
}
