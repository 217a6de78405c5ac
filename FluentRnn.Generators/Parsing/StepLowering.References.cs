using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FluentRnn.Generators.Parsing;

/// <content>References: locals, parameters, members, slots.</content>
internal sealed partial class StepLowering
{
    private Lowered Local(ILocalReferenceOperation local)
    {
        if (_bindings.TryGetValue(local.Local, out var bound))
        {
            return bound;
        }

        if (DefineScope.Owns(local.Local))
        {
            if (local.Local.Type.IsTensor())
            {
                container.Sink.Report("FRNN042", local.Syntax, local.Local.Name, "Constants");
                throw new UnreadableException($"the tensor '{local.Local.Name}' is captured", local.Syntax);
            }

            if (container.Scope.IsReassigned(local.Local))
            {
                container.Sink.Report("FRNN040", local.Syntax, local.Local.Name);
                throw new UnreadableException($"the local '{local.Local.Name}' can change", local.Syntax);
            }
        }

        return Host(local) ?? throw Unreadable($"the local '{local.Local.Name}' is not known while compiling", local.Syntax);
    }

    private Lowered Parameter(IParameterReferenceOperation parameter)
    {
        if (_bindings.TryGetValue(parameter.Parameter, out var bound))
        {
            return bound;
        }

        if (parameter.Type.IsTensor())
        {
            container.Sink.Report("FRNN042", parameter.Syntax, parameter.Parameter.Name, "Constants");
            throw new UnreadableException($"the tensor '{parameter.Parameter.Name}' is captured", parameter.Syntax);
        }

        return Host(parameter) ?? throw Unreadable($"the parameter '{parameter.Parameter.Name}' is not known while compiling", parameter.Syntax);
    }

    private Lowered Property(IPropertyReferenceOperation property)
    {
        if (property.Instance is null)
        {
            if (property.Type.IsTensor())
            {
                container.Sink.Report("FRNN042", property.Syntax, property.Property.Name, "Constants");
                throw new UnreadableException($"the tensor '{property.Property.Name}' is captured", property.Syntax);
            }

            return Host(property) ?? throw NotAllowed(property);
        }

        if (Host(property) is { } host)
        {
            return host;
        }

        var name = property.Property.Name;
        switch (Expression(property.Instance))
        {
            case Lowered.Group group:
                return Slot(group.Kind, name, property.Syntax);
            case Lowered.Members members when members.Items.FirstOrDefault(item => item.Key == name) is { Key: not null } member:
                return member.Value;
            case Lowered.Struct structure when structure.Items.FirstOrDefault(item => item.Key == name) is { Key: not null } member:
                return member.Value;
            case Lowered.Several several when name is "Length" or "Count":
                return Int(several.Items.Count);
            case Lowered.Host { Expression.Items: { } items } when name is "Length" or "Count":
                return Int(items.Count);
            case Lowered.Module module when property.Type.IsTensor() && module.Declaration.Slot.Kind == ModuleKind.Module:
                return new Lowered.Tensor(_builder.Input(
                    InputKind.Weight, module.Declaration.Slot.Name + "." + name, ContainerContext.WeightType(module.Declaration, name)));
            case Lowered.Module module when !property.Type.IsModule():
                return new Lowered.Host(HostExpression.Code($"{{{module.Declaration.Slot.Name}}}.{name}"));
            case Lowered.Tensor tensor when name is "shape":
                return Shape(tensor.Id, property.Syntax);
            case Lowered.Tensor tensor when name is "mT" || (name is "T" && _builder[tensor.Id].Type.Rank is not (0 or 1)):
                return Transposed(tensor.Id, property.Syntax);
            case Lowered.Tensor tensor when OperationTable.Knows(name):
                return Apply(name, property.Syntax, tensor);
            default:
                throw Unreadable($"'{Brief(property.Syntax)}' is not known while compiling", property.Syntax);
        }
    }

    private Lowered Slot(SlotGroup group, string name, SyntaxNode at)
    {
        if (group == SlotGroup.Modules)
        {
            return container.Modules.FirstOrDefault(module => module.Slot.Name == name) is { } declaration
                ? new Lowered.Module(declaration)
                : throw Unreadable($"the module '{name}' is not declared in a way that the compiler can follow", at);
        }

        var (slots, kind) = group switch
        {
            SlotGroup.Sequences => (container.Sequences, InputKind.Sequence),
            SlotGroup.Constants => (container.Constants, InputKind.Constant),
            _ => (container.States, InputKind.State),
        };
        return slots.FirstOrDefault(slot => slot.Name == name) is { } declared
            ? new Lowered.Tensor(declared.Lag is null ? _builder.Input(kind, name, declared.Type) : Oldest(declared))
            : throw Unreadable($"'{name}' is not a slot", at);
    }

    private Lowered Field(IFieldReferenceOperation field)
    {
        if (field.Instance is { } instance && Expression(instance) is Lowered.Several { IsTuple: true } tuple)
        {
            var position = field.Field.CorrespondingTupleField?.Name ?? field.Field.Name;
            return position.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(position.Substring(4), out var index) && index <= tuple.Items.Count
                ? tuple.Items[index - 1]
                : throw Unreadable($"'{Brief(field.Syntax)}' is not known while compiling", field.Syntax);
        }

        if (field.Type.IsTensor() || field.Type.IsModule())
        {
            container.Sink.Report("FRNN042", field.Syntax, field.Field.Name, field.Type.IsModule() ? "Modules" : "Constants");
            throw new UnreadableException($"the field '{field.Field.Name}' is captured", field.Syntax);
        }

        if (field.Field.CanChange())
        {
            var declaration = field.Field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
            container.Sink.Report(Finding.Of("FRNN041", field.Field.Name), field.Syntax, also: declaration);
            return new Lowered.Host(HostExpression.Code(field.Field.ContainingType.CSharp() + "." + field.Field.Name.Escaped()));
        }

        return Host(field) ?? throw NotAllowed(field);
    }
}
