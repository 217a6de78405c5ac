using System.Reflection;
using FluentRnn.Tests.Runtime.Behaviour;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>Calls the generated methods of any container with arguments found by their names.</summary>
static class NamedCall
{
    public static void Choose(nn.Module container, Executor executor) => container.GetType().GetProperty("Executor")!.SetValue(container, executor);

    /// <summary>All steps.</summary>
    /// <param name="container">The container.</param>
    /// <param name="values">The values of its slots.</param>
    /// <param name="state">The state of an earlier call; null for that of <paramref name="values"/>.</param>
    /// <param name="lengths">The lengths of the rows, (B); null for whole rows.</param>
    public static NamedResult Forward(nn.Module container, SlotValues values, object? state = null, Tensor? lengths = null) =>
        Call(container, "forward", values, state, lengths);

    /// <summary>One step.</summary>
    public static NamedResult Step(nn.Module container, SlotValues values, object? state) => Call(container, "step", values, state, lengths: null);

    /// <summary>The text of the container's Plan.</summary>
    public static string Plan(nn.Module container) => ((RecurrencePlan)container.GetType().GetProperty("Plan")!.GetValue(null)!).Text;

    static NamedResult Call(nn.Module container, string name, SlotValues values, object? state, Tensor? lengths)
    {
        var method = Method(container.GetType(), name);
        var arguments = method.GetParameters().Select(parameter => parameter.Name switch
        {
            "state" => state ?? State(parameter.ParameterType, values),
            "lengths" => lengths,
            "steps" when !values.HasSequence => (int)values.Steps,
            "batch" => (int)values.Batch,
            "firstStep" => values.FirstStep,
            var slot => values.Find(slot!) ?? (parameter.HasDefaultValue ? parameter.DefaultValue : throw new InvalidOperationException($"'{slot}' was given no value.")),
        });
        return new NamedResult(method.Invoke(container, BindingFlags.DoNotWrapExceptions, binder: null, [.. arguments], culture: null)!);
    }

    /// <summary>The overload with an argument for each slot.</summary>
    static MethodInfo Method(Type container, string name) => container
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Single(method => method.Name == name && method.GetParameters().All(parameter => parameter.ParameterType.Name is not ("Input" or "PackedSequence")));

    static object State(Type nullable, SlotValues values)
    {
        var constructor = Nullable.GetUnderlyingType(nullable)!.GetConstructors().Single(candidate => candidate.GetParameters().Length > 0);
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => values.Find(Slot(parameter.Name!)))]);
    }

    // A property is named as its slot, with a capital.
    static string Slot(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}

/// <summary>A generated <c>Output</c> or <c>StepOutput</c>, by names.</summary>
sealed class NamedResult(object output)
{
    /// <summary>The results, by name and in order, without the state.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Values { get; } =
        [.. output.GetType().GetProperties().Where(property => property.PropertyType == typeof(Tensor)).Select(property => (property.Name, (Tensor)property.GetValue(output)!))];

    /// <summary>The state at the end; null when the container has none.</summary>
    public object? State { get; } = output.GetType().GetProperty("State")?.GetValue(output);

    /// <summary>The tensors of the state.</summary>
    public Tensor[] States => State is null ? [] : Results.Of(State);

    /// <summary>All tensors.</summary>
    public Tensor[] All => [.. Values.Select(value => value.Value), .. States];

    public Tensor this[string name] => Values.Single(value => value.Name == name).Value;
}
