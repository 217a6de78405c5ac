using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <summary>Reads the modules group: <c>() => new { cell = LSTMCell(input, hidden), … }</c>.</summary>
internal static class ModuleReader
{
    public static ModuleDeclaration? Read(string name, ExpressionSyntax value, SemanticModel model, DefineScope scope)
    {
        if (model.GetTypeInfo(value).Type is not { } type || type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        var kind = type.IsModule() ? ModuleKind.Module
            : type.FullName() == WellKnownNames.Parameter ? ModuleKind.Parameter
            : type.IsTensor() ? ModuleKind.Buffer
            : (ModuleKind?)null;
        return kind is not { } known
            ? null
            : new ModuleDeclaration(
                new ModuleSlot(name, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).CSharp(), known)
                {
                    Accessibility = HierarchyReader.IsPublic(type as INamedTypeSymbol) ? "public" : "internal",
                },
                type.FullName(),
                FactoryArguments(model.GetOperation(value), scope),
                known == ModuleKind.Module ? TensorType.Unknown : WeightReader.Read(model.GetOperation(value), known, scope))
            {
                Container = type is INamedTypeSymbol named && InnerContainers.IsContainer(named, model.Compilation) ? named : null,
            };
    }

    /// <summary>The arguments of TorchSharp's own factory or of a container's constructor, by parameter name; null when the module is made in some other way.</summary>
    private static IReadOnlyDictionary<string, HostExpression>? FactoryArguments(IOperation? operation, DefineScope scope)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion)
        {
            operation = conversion.Operand;
        }

        IEnumerable<IArgumentOperation>? given = operation switch
        {
            // A unit is known by its layer.
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "Of" } of } unit when of.ContainingType.FullName() == WellKnownNames.RecurrentUnit =>
                (unit.Arguments[0].Value as IInvocationOperation)?.Arguments,
            IInvocationOperation { TargetMethod: { IsStatic: true } method } invocation when method.ContainingType.FullName() == "TorchSharp.torch.nn" => invocation.Arguments,
            IObjectCreationOperation { Type: INamedTypeSymbol type } creation when InnerContainers.IsContainer(type) => creation.Arguments,
            _ => null,
        };
        if (given is null)
        {
            return null;
        }

        var arguments = new Dictionary<string, HostExpression>(StringComparer.Ordinal);
        foreach (var argument in given)
        {
            if (argument.Parameter is { } parameter && HostReader.Read(argument.Value, scope.Resolve) is { } value)
            {
                // A size is a number of another type where the parameter has one.
                arguments[parameter.Name] = operation is IInvocationOperation || value.Size is null || parameter.Type.IsInteger()
                    ? value
                    : HostExpression.Code($"(({parameter.Type.CSharp()}){HostReader.Text(value)})");
            }
            else if (argument is { Parameter: { } unread, ArgumentKind: ArgumentKind.Explicit } && unread.Name is not ("device" or "dtype"))
            {
                return null;
            }
        }

        return arguments;
    }
}
