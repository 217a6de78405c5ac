using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>The fields, the constructor and the properties of the modules.</summary>
internal static class ConstructorEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        var kept = Needs.Parameters(context.Spec);
        foreach (var parameter in kept)
        {
            writer.Line($"private readonly {parameter.Type} {Field(parameter)};");
        }

        writer.Blank();
        WriteConstructor(writer, context, kept);
        foreach (var module in context.Spec.Modules)
        {
            WriteProperty(writer, module);
            if (context.Spec.HasBackwardModules)
            {
                WriteProperty(writer, module with { Name = Bidirection.Backward(module.Name) });
            }
        }
    }

    private static void WriteConstructor(SourceWriter writer, EmitContext context, IReadOnlyList<DefineParameter> kept)
    {
        var (spec, names) = (context.Spec, context.Names);
        var taken = spec.Parameters.Select(Name).ToList();
        var locals = new NameAllocator(taken);
        var (device, dtype, modules) = (locals.Take("device"), locals.Take("dtype"), locals.Take("modules"));
        var parameters = spec.Parameters
            .Select(parameter => $"{parameter.Type} {Name(parameter)}{(parameter.Default is { } value ? " = " + value : string.Empty)}")
            .Concat([$"{names.Torch}.Device? {device} = null", $"{names.Torch}.ScalarType? {dtype} = null"]);
        var arguments = spec.Parameters.Select(Name).Prepend($"new {Runtime.Builder}()");

        writer.Summary("Makes the container with new weights.");
        foreach (var parameter in spec.Parameters)
        {
            writer.Param(parameter.Name, $"Passed to Define as '{Identifier.Unescape(parameter.Name)}'.");
        }

        writer.Param(device, "Where the weights are; null for torch's default device.");
        writer.Param(dtype, "The floating-point type of the weights; null for torch's default.");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"public {spec.Type.Name}({string.Join(", ", parameters)})");
        using (writer.Indent())
        {
            writer.Line($": base(\"{Identifier.Unescape(spec.Type.Name)}\", {names.Static(WellKnownNames.Define, taken)}({string.Join(", ", arguments)}))");
        }

        using (writer.Block())
        {
            foreach (var parameter in kept)
            {
                writer.Line($"{Field(parameter)} = {Name(parameter)};");
            }

            WriteModules(writer, context, modules, name => name);
            if (spec.HasBackwardModules)
            {
                WriteModules(writer, context, locals.Take("backward"), Bidirection.Backward);
            }

            writer.Line($"{ContainerNames.Member("Complete", taken)}({device}, {dtype});");
        }

        writer.Blank();
    }

    private static void WriteModules(SourceWriter writer, EmitContext context, string modules, Func<string, string> registered)
    {
        var (spec, names) = (context.Spec, context.Names);
        if (spec.Modules.Count == 0)
        {
            return;
        }

        // The anonymous type of the modules group has no name; an object of the same shape stands for it.
        var members = spec.Modules.Select(module => $"{Identifier.Escape(Identifier.Unescape(module.Name))} = default({module.Type})!");
        var taken = spec.Parameters.Select(Name).ToList();
        writer.Line($"var {modules} = {ContainerNames.Member("Definition", taken)}.CreateModules(new {{ {string.Join(", ", members)} }});");
        foreach (var module in spec.Modules)
        {
            var name = registered(Identifier.Unescape(module.Name));
            var member = $"{modules}.{Identifier.Escape(Identifier.Unescape(module.Name))}";
            if (module.Kind == ModuleKind.Module)
            {
                // Named in full, because a parameter of Define may have the same name.
                writer.Line($"this.{Identifier.Escape(name)} = {member};");
            }

            var register = "register_" + module.Kind.ToString().ToLowerInvariant();
            writer.Line($"{ContainerNames.Member(register, taken)}(\"{name}\", {member});");
        }
    }

    /// <summary>The property has the name of the module, as TorchSharp's own have, which is also its key in the state_dict.</summary>
    private static void WriteProperty(SourceWriter writer, ModuleSlot module)
    {
        var name = Identifier.Unescape(module.Name);
        var declaration = $"{module.Accessibility} {module.Type} {Identifier.Escape(name)}";
        writer.Summary($"The {module.Kind.ToString().ToLowerInvariant()} '{name}'.");
        writer.Line(GeneratedCode.Attribute);
        if (module.Kind == ModuleKind.Module)
        {
            writer.Line($"{declaration} {{ get; }}");
        }
        else
        {
            // Moving a container replaces its parameters and buffers: TorchSharp sets the property that has the name of what was registered.
            using (writer.Block(declaration))
            {
                writer.Line($"get => get_{module.Kind.ToString().ToLowerInvariant()}(\"{name}\")!;");
                writer.Line($"private set => ConditionallyRegister{module.Kind}(\"{name}\", value);");
            }
        }

        writer.Blank();
    }

    private static string Field(DefineParameter parameter) => ContainerNames.Field(parameter.Name);

    private static string Name(DefineParameter parameter) => Identifier.Escape(Identifier.Unescape(parameter.Name));
}
