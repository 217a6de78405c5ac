using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Emit;

/// <summary>The fields, the constructor and the properties of the modules.</summary>
internal static class ConstructorEmitter
{
    public static void Write(SourceWriter writer, EmitContext context)
    {
        var kept = Needs.Parameters(context.Spec, context.Names);
        foreach (var parameter in kept)
        {
            writer.Line($"private readonly {parameter.Type} {Field(context, parameter)};");
        }

        writer.Blank();
        WriteConstructor(writer, context, kept);
        foreach (var module in context.Spec.Modules)
        {
            WriteProperty(writer, context, module);
        }
    }

    private static void WriteConstructor(SourceWriter writer, EmitContext context, IReadOnlyList<DefineParameter> kept)
    {
        var (spec, names) = (context.Spec, context.Names);
        var locals = new NameAllocator(spec.Parameters.Select(parameter => parameter.Name));
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
            writer.Line($": base(\"{Identifier.Unescape(spec.Type.Name)}\", Define({string.Join(", ", arguments)}))");
        }

        using (writer.Block())
        {
            foreach (var parameter in kept)
            {
                writer.Line($"{Field(context, parameter)} = {Name(parameter)};");
            }

            WriteModules(writer, context, modules);
            writer.Line($"Complete({device}, {dtype});");
        }

        writer.Blank();
    }

    private static void WriteModules(SourceWriter writer, EmitContext context, string modules)
    {
        var (spec, names) = (context.Spec, context.Names);
        if (spec.Modules.Count == 0)
        {
            return;
        }

        // The anonymous type of the modules group has no name; an object of the same shape stands for it.
        var members = spec.Modules.Select(module => $"{Identifier.Escape(Identifier.Unescape(module.Name))} = default({module.Type})!");
        writer.Line($"var {modules} = Definition.CreateModules(new {{ {string.Join(", ", members)} }});");
        foreach (var module in spec.Modules)
        {
            var name = Identifier.Unescape(module.Name);
            var (method, target) = module.Kind switch
            {
                ModuleKind.Parameter => ("register_parameter", $"{modules}.{Identifier.Escape(name)}"),
                ModuleKind.Buffer => ("register_buffer", $"{modules}.{Identifier.Escape(name)}"),
                _ => ("register_module", names.Module(module.Name)!),
            };
            if (module.Kind == ModuleKind.Module)
            {
                writer.Line($"{target} = {modules}.{Identifier.Escape(name)};");
            }

            writer.Line($"{method}(\"{name}\", {target});");
        }
    }

    private static void WriteProperty(SourceWriter writer, EmitContext context, ModuleSlot module)
    {
        var name = Identifier.Unescape(module.Name);
        var property = context.Names.Module(module.Name);
        writer.Summary($"The {module.Kind.ToString().ToLowerInvariant()} '{name}'.");
        writer.Line(GeneratedCode.Attribute);

        // Moving a module to another device replaces its parameters and buffers, so they are looked up.
        switch (module.Kind)
        {
            case ModuleKind.Parameter:
                WriteLookUp(writer, module, property!, "get_parameter", "ConditionallyRegisterParameter");
                break;
            case ModuleKind.Buffer:
                WriteLookUp(writer, module, property!, "get_buffer", "ConditionallyRegisterBuffer");
                break;
            default:
                writer.Line($"{module.Accessibility} {module.Type} {property} {{ get; }}");
                break;
        }

        writer.Blank();
    }

    private static void WriteLookUp(SourceWriter writer, ModuleSlot module, string property, string get, string set)
    {
        var name = Identifier.Unescape(module.Name);
        if (property != name)
        {
            writer.Line($"{module.Accessibility} {module.Type} {property} => {get}(\"{name}\")!;");
            return;
        }

        // Where a property has the very name of what is registered, TorchSharp sets the property instead of registering again.
        using (writer.Block($"{module.Accessibility} {module.Type} {property}"))
        {
            writer.Line($"get => {get}(\"{name}\")!;");
            writer.Line($"private set => {set}(\"{name}\", value);");
        }
    }

    private static string Field(EmitContext context, DefineParameter parameter) => context.Names.Field(Identifier.Unescape(parameter.Name));

    private static string Name(DefineParameter parameter) => Identifier.Escape(Identifier.Unescape(parameter.Name));
}
