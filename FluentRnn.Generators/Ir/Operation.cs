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

    /// <summary>Whether the same call can be made for all steps at once, on their rows.</summary>
    public TimeRule Time { get; init; } = TimeRule.None;

    /// <summary>
    /// The operands that may change from step to step when the operation is computed for all at once, the others being the same at every step; empty when all may.
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

/// <summary>Whether an operation can be computed for all steps at once, the T steps of each of B rows being B · T rows; and, where the compiler asks, what kind of operation it is.</summary>
internal enum TimeRule
{
    /// <summary>Not known to keep rows apart: the operation stays in the loop.</summary>
    None,

    /// <summary>Element by element, operands aligned to the right.</summary>
    Elementwise,

    /// <summary>A product of matrices: the last axis of the first operand is contracted.</summary>
    Product,

    /// <summary>The argument <c>shape</c> may begin with the size of the batch, which is then the number of all rows.</summary>
    LeadingShape,

    /// <summary>Any other, on rows as it is on those of one step, unless it combines them (<see cref="BatchMixing"/>).</summary>
    Any,
}
