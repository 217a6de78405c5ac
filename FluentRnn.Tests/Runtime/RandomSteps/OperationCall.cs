using System.Runtime.CompilerServices;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>A way to call a row of the operation table: an overload of TorchSharp, and which of its optional parameters are given.</summary>
sealed record OperationCall(CallMatch Match, TorchSharpMembers.Overload Member, IReadOnlyList<CallArgument> Told)
{
    static readonly HashSet<Type> Drawable =
    [
        typeof(Tensor), typeof(Tensor[]), typeof(IList<Tensor>), typeof(IEnumerable<Tensor>), typeof(int), typeof(long), typeof(int[]), typeof(long[]), typeof(bool), typeof(float),
        typeof(double), typeof(Scalar), typeof(ScalarType), typeof(string), typeof(Device), typeof(Generator), typeof(RoundingMode), typeof(PaddingModes), typeof(TorchSharp.Modules.GELU.Approximate),
        typeof((long, long)), typeof((long, long, long)),
    ];

    /// <summary>Every row that has an overload of which all arguments can be drawn, with its calls.</summary>
    public static ILookup<Operation, OperationCall> All { get; } = TorchSharpMembers.All
        .Where(member => member.ParameterTypes.All(type => Drawable.Contains(Nullable.GetUnderlyingType(type) ?? type)))
        .SelectMany(member => member.Calls().Select(told => (Match: OperationTable.Find(member.Type, member.Member, told), Member: member, Told: told)))
        .Where(call => call.Match is not null)
        .Select(call => new OperationCall(call.Match!, call.Member, call.Told))
        .ToLookup(call => call.Match.Operation);

    public Operation Operation => Match.Operation;

    /// <summary>Runs the overload.</summary>
    /// <param name="arguments">The receiver, if any, and the arguments.</param>
    /// <returns>The results, or null when torch refuses.</returns>
    public Tensor[]? Run(object?[] arguments)
    {
        var method = Member.Method;
        object? result = null;
        if (Record.Exception(() => result = method.IsStatic ? method.Invoke(null, arguments) : method.Invoke(arguments[0], arguments[1..])) is not null) return null;
        return result switch
        {
            Tensor tensor => [tensor],
            Tensor[] tensors => tensors,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
            _ => null,
        };
    }

    /// <summary>The value of an optional parameter that is left out.</summary>
    public object? Default(int parameter)
    {
        var index = parameter - (Member.Method.IsStatic ? 0 : 1);
        var declared = Member.Method.GetParameters()[index];
        return declared.HasDefaultValue ? declared.DefaultValue : false;
    }
}
