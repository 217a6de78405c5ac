using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Ir.Modules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>Calls of modules: by their equations when they are known, else as they are.</content>
internal sealed partial class StepLowering
{
    /// <summary>Modules that change their own buffers when they are called.</summary>
    private static readonly HashSet<string> StatefulModules = new(StringComparer.Ordinal)
    {
        "TorchSharp.Modules.BatchNorm1d", "TorchSharp.Modules.BatchNorm2d", "TorchSharp.Modules.BatchNorm3d",
    };

    /// <summary>A module's call: by its equations when they are known, else as it is.</summary>
    private Lowered CallModule(ModuleDeclaration module, IInvocationOperation invocation)
    {
        _called.Add(module.Slot.Name);
        if (module.Container is not null)
        {
            var given = Arguments(invocation);
            return (invocation.TargetMethod.Name == "step" ? StepOf(module, invocation, given) : null) ?? CallContainer(module, invocation, given);
        }

        if (invocation.TargetMethod.Name is not ("call" or "forward"))
        {
            return Host(invocation) ?? CallAsItIs(invocation, new Lowered.Module(module), Arguments(invocation));
        }

        if (StatefulModules.Contains(module.TypeName))
        {
            container.Sink.Report("FRNN046", invocation.Syntax, module.Slot.Name);
        }

        var arguments = Arguments(invocation);
        var operands = arguments.SelectMany(argument => Flatten(argument.Value)).ToList();
        if (module.Arguments is { } made && ModuleTable.Find(module.TypeName) is { } decompose && operands.All(operand => operand is null or Lowered.Tensor))
        {
            var mark = _builder.Mark();
            var call = new ModuleCall(_builder, module.Slot.Name, made, [.. operands.Select(operand => (operand as Lowered.Tensor)?.Id)]);
            var outer = _at;
            _at = invocation.Syntax;
            var results = decompose(call);
            _at = outer;
            foreach (var value in _builder.Ops.Skip(mark).SelectMany(op => op.Results))
            {
                container.Sink.Places?.Add(value.Id, invocation.Syntax);
            }

            if (results is not null)
            {
                Locate(mark, invocation.Syntax, module.Slot.Name);
                return results.Count == 1
                    ? new Lowered.Tensor(results[0])
                    : new Lowered.Several([.. results.Select(id => new Lowered.Tensor(id))], IsTuple: true);
            }

            _builder.Rollback(mark);
        }

        return CallAsItIs(invocation, new Lowered.Module(module), arguments);
    }

    private static IEnumerable<Lowered?> Flatten(Lowered value) => value switch
    {
        Lowered.Several several => several.Items.SelectMany(Flatten),
        Lowered.Host { Expression.Text: "null" or "default" } => [null],
        _ => [value],
    };
}
