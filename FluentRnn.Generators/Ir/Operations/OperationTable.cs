using System.Reflection;

namespace FluentRnn.Generators.Ir;

/// <summary>
/// All operations the compiler knows. A row is a static property of one of the families below; adding an operation is adding a property.
/// </summary>
internal static class OperationTable
{
    /// <summary>The classes whose static properties are the rows.</summary>
    private static readonly Type[] Families =
    [
        typeof(Elementwise), typeof(Activations), typeof(Comparison), typeof(Products), typeof(LinearAlgebra), typeof(Reductions), typeof(Shapes),
        typeof(Joining), typeof(Indexing), typeof(Normalization), typeof(Convolution), typeof(Sampling), typeof(Creation), typeof(Casting), typeof(Operations),
    ];

    private static readonly ILookup<string, (CallPattern Pattern, Operation Operation)> ByMember = All
        .SelectMany(operation => operation.Calls.Select(call => (Pattern: CallPattern.Parse(call), Operation: operation)))
        .ToLookup(row => row.Pattern.Member, StringComparer.Ordinal);

    private static readonly Dictionary<string, Operation> ByName = All.ToDictionary(operation => operation.Name, StringComparer.Ordinal);

    /// <summary>Every row, family by family.</summary>
    public static IReadOnlyList<Operation> All => field ??= [.. Families.SelectMany(family => RowsOf(family))];

    /// <summary>The name of the family a row is in.</summary>
    public static string FamilyOf(Operation operation) => Families.First(family => RowsOf(family).Contains(operation)).Name;

    /// <summary>The row that a call of a TorchSharp member is, or null when the table has none.</summary>
    /// <param name="type">The simple name of the type that declares the member: <c>torch</c>, <c>Tensor</c>, <c>functional</c>, <c>special</c>, ….</param>
    /// <param name="member">The name of the method or property; <c>operator +</c> for an operator.</param>
    /// <param name="arguments">The arguments, the receiver first, those left to their defaults included; those of a <c>params</c> parameter are one.</param>
    public static CallMatch? Find(string type, string member, IReadOnlyList<CallArgument> arguments) => ByMember[member]
        .Select(row => (row.Pattern, row.Operation, Fit: row.Pattern.Match(type, arguments)))
        .Where(row => row.Fit is not null)
        .OrderByDescending(row => row.Fit)
        .Select(row => new CallMatch(row.Operation, row.Pattern, arguments))
        .FirstOrDefault();

    /// <summary>The row of that name, or null.</summary>
    public static Operation? Find(string name) => ByName.TryGetValue(name, out var operation) ? operation : null;

    /// <summary>Whether the table has any row for a member of that name, with whatever arguments.</summary>
    public static bool Knows(string member) => ByMember.Contains(member);

    /// <summary>The rows of one family.</summary>
    public static IEnumerable<Operation> RowsOf(Type family) => family
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(Operation))
        .Select(property => (Operation)property.GetValue(null)!);
}
