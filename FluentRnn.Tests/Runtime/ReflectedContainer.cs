using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Which steps of the rows of a batch count.</summary>
public enum Rows
{
    /// <summary>All.</summary>
    Complete,

    /// <summary>Those before the length of each row.</summary>
    OfLengths,

    /// <summary>Some are masked, at others rows are reset.</summary>
    Masked,
}

/// <summary>A container of any assembly by reflection, in float64: weights and inputs are the same for each one of the same name.</summary>
sealed class ReflectedContainer : IDisposable
{
    const long Any = 6;

    readonly nn.Module module;
    readonly Recurrence definition;

    public ReflectedContainer(Type type, bool training)
    {
        manual_seed(5);
        var constructor = type.GetConstructors().Single();
        var next = 3;
        module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(int) ? next++ : parameter.Name == "dtype" ? ScalarType.Float64 : parameter.DefaultValue)]);
        definition = (Recurrence)type.GetProperty("Definition", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(module)!;
        if (!training) module.eval();
    }

    /// <summary>Whether a container is made of sizes alone; those that are given modules, or whatever else, have tests of their own.</summary>
    public static bool IsConstructible(Type type) =>
        type.GetConstructors().Single().GetParameters().All(parameter => parameter.ParameterType == typeof(int) || parameter.HasDefaultValue);

    /// <summary>The containers of this project that are made of sizes alone, and behave as the others do.</summary>
    public static IEnumerable<Type> OfThisProject => typeof(ReflectedContainer).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<RecurrentContainerAttribute>() is not null)
        // The states of two change shape, which no mask can hold; the outputs of the third cannot be merged, on purpose.
        .Where(type => type.Name is not ("Growing" or "CachedAttention" or "Scalars"))
        .Where(IsConstructible)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>The container's own.</summary>
    public long BufferBudget
    {
        set => module.GetType().GetProperty(nameof(BufferBudget))!.SetValue(module, value);
    }

    public void Dispose() => module.Dispose();

    /// <summary>Everything a gradient can be taken by: the weights, and what is in an input.</summary>
    public Tensor[] Leaves(object input) => [.. module.parameters().Concat(Tensors(input)).Where(tensor => tensor.requires_grad)];

    public object Input(int batch, int steps, Rows rows = Rows.Complete)
    {
        var type = module.GetType().GetNestedType("Input")!;
        var constructor = type.GetConstructors().Single(constructor => constructor.GetParameters().Length > 0);
        var length = definition.FixedSteps ?? steps;
        var values = constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "Steps" => (object?)steps,
            "Batch" => batch,
            "TeacherForcing" => 0.5,
            "State" => State(batch),
            "FirstStep" => 2L,
            "Lengths" => rows == Rows.OfLengths ? randint(0, length + 1, [batch]) : null,
            "Mask" => rows == Rows.Masked ? rand(batch, length).gt(0.3) : null,
            "Resets" => rows == Rows.Masked ? rand(batch, length).lt(0.2) : null,
            "Cancellation" => CancellationToken.None,
            { } target when target.EndsWith("Target", StringComparison.Ordinal) => Value(definition.States.First(slot => Named(slot, target[..^6])), [batch, length]),
            { } name when definition.Sequences.FirstOrDefault(slot => Named(slot, name)) is { } sequence => Value(sequence, [batch, steps]),
            { } name => Value(definition.Constants.First(slot => Named(slot, name)), [batch]),
            null => throw new InvalidOperationException(),
        });
        return constructor.Invoke([.. values]);
    }

    public object?[] StepInput(int batch) => [.. module.GetType().GetMethod("step")!.GetParameters().Select(parameter => parameter.Name switch
    {
        "batch" => (object?)batch,
        "firstStep" => 2L,
        "state" => State(batch),
        { } name => Value(definition.Sequences.Concat(definition.Constants).First(slot => slot.Name == name), [batch]),
        null => throw new InvalidOperationException(),
    })];

    public Tensor[] Forward(Executor executor, object input) => Invoke(executor, "forward", [input.GetType()], [input]);

    public Tensor[] Step(Executor executor, object?[] input) =>
        Invoke(executor, "step", [.. module.GetType().GetMethod("step")!.GetParameters().Select(parameter => parameter.ParameterType)], input);

    // Only states without a default are given a value.
    object? State(int batch) => definition.States.Any(slot => slot.Shape.Contains(Dsl.Any))
        ? module.GetType().GetNestedType("State")!.GetConstructors().Single(constructor => constructor.GetParameters().Length > 0)
            .Invoke([.. definition.States.Select(slot => slot.Shape.Contains(Dsl.Any) ? Value(slot, [batch]) : null)])
        : null;

    // A slot that is called like an argument of every call has "Value" behind its name.
    static bool Named(SlotSpec slot, string property) =>
        property.Equals(slot.Name, StringComparison.OrdinalIgnoreCase) || property.Equals(slot.Name + "Value", StringComparison.OrdinalIgnoreCase);

    static Tensor Value(SlotSpec slot, long[] leading)
    {
        long[] shape = [.. leading, .. slot.Shape.Select(size => size == Dsl.Any ? Any : size)];
        return slot.DType switch
        {
            ScalarType.Int64 => randint(3, shape),
            ScalarType.Bool => rand(shape).gt(0.3),
            var dtype => rand(shape, dtype ?? ScalarType.Float64).add(0.1).requires_grad_(),
        };
    }

    Tensor[] Invoke(Executor executor, string method, Type[] types, object?[] arguments)
    {
        manual_seed(13);
        module.GetType().GetProperty("Executor")!.SetValue(module, executor);
        return [.. Tensors(module.GetType().GetMethod(method, types)!.Invoke(module, arguments))];
    }

    static IEnumerable<Tensor> Tensors(object? value) => value switch
    {
        null => [],
        Tensor tensor => [tensor],
        object?[] values => values.SelectMany(Tensors),
        _ when value.GetType() is { IsValueType: true, Namespace: not "System" } type =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).SelectMany(property => Tensors(property.GetValue(value))),
        _ => [],
    };
}
