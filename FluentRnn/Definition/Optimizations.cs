namespace FluentRnn;

/// <summary>
/// What the compiler may do to make a container faster. None changes what a container computes; those that add numbers in another order change the last digits. With a name after the
/// other the MSBuild property <c>FluentRnnOptimize</c> says the same for a project: <c>All -PackProducts</c>, <c>None</c>.
/// </summary>
[Flags]
public enum Optimizations
{
    /// <summary>Nothing: the generated loop does what the step says, operation by operation.</summary>
    None = 0,

    /// <summary>Operations that change nothing are left out, equal ones computed once; products with one-hot vectors are look-ups.</summary>
    Simplify = 1 << 0,

    /// <summary>[x, h]·W is computed as x·Wx + h·Wh, when x is known before h. Changes the order of additions.</summary>
    SplitContractions = 1 << 1,

    /// <summary>Sums begin with what is known first, what does not change goes into a bias, and a common factor is multiplied once. Changes the order of additions.</summary>
    OrderSums = 1 << 2,

    /// <summary>Products of one input with several weights are one product.</summary>
    PackProducts = 1 << 3,

    /// <summary>The same function of neighbouring parts of a vector is computed once, of the whole; so are their layer norms, whose rounding that changes.</summary>
    JoinSiblings = 1 << 4,

    /// <summary>Products and sums, and interpolations, are single operations of torch. Changes the rounding.</summary>
    FuseArithmetic = 1 << 5,

    /// <summary>What is the same at every step is computed once a call.</summary>
    HoistInvariants = 1 << 6,

    /// <summary>What depends on sequences only is computed for all steps at once, before the loop.</summary>
    BatchSteps = 1 << 7,

    /// <summary>What only outputs need is computed for all steps at once, after the loop, or for the last step alone.</summary>
    SinkOutputs = 1 << 8,

    /// <summary>Where no gradients are recorded, operations write over what nobody reads any more.</summary>
    ReuseMemory = 1 << 9,

    /// <summary>A step that is that of a layer of torch is computed by it, where that is faster: the LSTM. Changes the order of additions; torch's layer may have no second derivatives.</summary>
    UseLayers = 1 << 10,

    /// <summary>Where no gradients are recorded, large products with weights are computed on the CPU by oneDNN instead of torch's own library, in 32 bits. Changes the order of additions.</summary>
    UseOneDnn = 1 << 11,

    /// <summary>
    /// Runs both directions of a <c>Bidirectional</c> container in one loop, as rows of one batch, where no row is masked, reset or taught and the batch is small.
    /// </summary>
    JoinDirections = 1 << 12,

    /// <summary>Everything.</summary>
    All = (1 << 13) - 1,
}
