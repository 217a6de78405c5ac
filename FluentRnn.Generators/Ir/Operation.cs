using FluentRnn.Generators.Common;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// An entry of the operation table: everything the compiler knows of one primitive. Entries are singletons, compared by reference;
/// they live in <c>Ir/Operations/*.cs</c>, and adding an operation is adding an entry there.
/// </summary>
internal sealed class Operation
{
    private IReadOnlyList<string>? _parameters;

    /// <summary>The operation's name in IR text, unique in the table.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The TorchSharp members it stands for, as <c>name(parameter, …)</c> with the table's own parameter names in TorchSharp's order; the first
    /// parameter is the receiver of an instance method. The full notation is that of <see cref="CallPattern"/>.
    /// </summary>
    public string[] Calls { get; init; } = [];

    /// <summary>
    /// The C# form, with <c>{parameter}</c> for arguments: <c>{self}.narrow({dim}, {start}, {length})</c>. Every argument of the operation is in it.
    /// The full notation is that of <see cref="CallForm"/>.
    /// </summary>
    public string Form { get; init; } = "";

    /// <summary>The names of the arguments, in the order they have in an <see cref="Op"/>: the order of <see cref="Form"/>.</summary>
    public IReadOnlyList<string> Parameters => _parameters ??= CallForm.ParametersOf(Form);

    /// <summary>The type of each result, or a <see cref="Finding"/> when the operands cannot be used so.</summary>
    public ShapeRule Shape { get; init; } = static _ => [TensorType.Unknown];

    /// <summary>How gradients pass it backward; null for a row that does not say, which a test finds.</summary>
    public DerivativeRule? Derivative { get; init; }

    /// <summary>How the same operation is written for all steps at once, on operands with a leading time axis.</summary>
    public TimeRule Time { get; init; } = TimeRule.None;

    /// <summary>
    /// The operands that may have the time axis when the operation is computed for all steps at once, the others being the same at every step;
    /// empty when all may.
    /// </summary>
    public string[] TimeOperands { get; init; } = [];

    public Effects Effects { get; init; } = Effects.Pure;

    /// <summary>How the C# form gives several results.</summary>
    public ResultForm Results { get; init; } = ResultForm.Single;

    /// <summary>How many results there are, known also where their types are not; null when only running tells.</summary>
    public Func<ShapeContext, int?> Count { get; init; } = static _ => 1;

    /// <summary>The name the user calls it by: TorchSharp's, where the table's own tells two forms apart.</summary>
    public string Member => Calls.Length > 0 ? Calls[0].Substring(0, Calls[0].IndexOf('(')).Split('.').Last() : Name;

    public override string ToString() => Name;
}

/// <summary>The shape rule of an operation.</summary>
internal delegate IReadOnlyList<TensorType> ShapeRule(ShapeContext context);

/// <summary>What an operation does beside computing its results from its operands.</summary>
internal enum Effects
{
    /// <summary>Nothing: may be moved, merged and removed.</summary>
    Pure,

    /// <summary>Draws random numbers: executed exactly once a step, in order.</summary>
    Random,

    /// <summary>Not known to the compiler: executed exactly once a step, in order.</summary>
    Opaque,
}

/// <summary>How C# receives the results of an operation.</summary>
internal enum ResultForm
{
    /// <summary>One tensor.</summary>
    Single,

    /// <summary>A tuple of tensors.</summary>
    Tuple,

    /// <summary>An array of tensors.</summary>
    Array,
}

/// <summary>How an operation is computed for all steps at once, on operands with a time axis in front.</summary>
internal enum TimeRule
{
    /// <summary>Not known to be possible: the operation stays in the loop.</summary>
    None,

    /// <summary>Element by element: operands aligned to the right, an axis of size one put after time where a rank is missing.</summary>
    Elementwise,

    /// <summary>The last axes are contracted; time joins the leading axes.</summary>
    Product,

    /// <summary>
    /// The same call with the non-negative numbers among its axes (the arguments <see cref="CallForm.IsAxis"/> names) shifted by one;
    /// operands without a time axis are expanded to have one, unless <see cref="Operation.TimeOperands"/> leaves them out.
    /// </summary>
    ShiftAxes,

    /// <summary>The argument <c>dims</c> names every axis: time goes in front, the others are shifted by one.</summary>
    AllAxes,

    /// <summary>Acts on the last axes only; unchanged.</summary>
    LastAxes,

    /// <summary>The argument <c>shape</c> gains time in front.</summary>
    LeadingShape,

    /// <summary>Time is folded into the batch, which must be the first axis, before, and taken out after.</summary>
    FoldIntoBatch,
}
