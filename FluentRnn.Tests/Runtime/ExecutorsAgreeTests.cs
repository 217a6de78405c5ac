using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime;

/// <summary>Every container of this project gives the same on both executors: outputs, states and gradients, over sequences and single steps.</summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class ExecutorsAgreeTests : IDisposable
{
    const long Any = 6;

    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string, int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int, bool>();
            foreach (var type in Containers)
            {
                foreach (var (batch, steps, training) in new[] { (3, 5, true), (3, 5, false), (1, 1, false), (2, 0, false) }) cases.Add(type.FullName!, batch, steps, training);
            }

            return cases;
        }
    }

    /// <summary>Those that can run a single step: in both directions there is none.</summary>
    public static TheoryData<string, int, bool> StepCases
    {
        get
        {
            var cases = new TheoryData<string, int, bool>();
            foreach (var type in Containers.Where(type => type.GetMethod("step") is not null))
            {
                foreach (var (batch, training) in new[] { (3, true), (3, false), (1, false) }) cases.Add(type.FullName!, batch, training);
            }

            return cases;
        }
    }

    static IEnumerable<Type> Containers => typeof(ExecutorsAgreeTests).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<RecurrentContainerAttribute>() is not null)
        // The states of two change shape, which no mask can hold; the outputs of the third cannot be merged, on purpose.
        .Where(type => type.Name is not ("Growing" or "CachedAttention" or "Scalars"))
        // Those that are given modules, or whatever else is not a size, have tests of their own.
        .Where(type => type.GetConstructors().Single().GetParameters().All(parameter => parameter.ParameterType == typeof(int) || parameter.HasDefaultValue))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence(string name, int batch, int steps, bool training)
    {
        using var container = new Container(name, training);
        var input = container.Input(batch, steps);

        var expected = container.Forward(Executor.Reference, input);
        var actual = container.Forward(Executor.Generated, input);

        Agree(container, input, expected, actual);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence_without_gradients(string name, int batch, int steps, bool training)
    {
        using var container = new Container(name, training);
        var input = container.Input(batch, steps);
        using var none = no_grad();

        var expected = container.Forward(Executor.Reference, input);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var actual = container.Forward(Executor.Generated, input);
        var left = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;

        Assert.Equal(actual.Length, left);
        Assert.Equal(actual.Length, actual.Distinct<Tensor>(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
    }

    [Theory]
    [MemberData(nameof(StepCases))]
    public void A_step(string name, int batch, bool training)
    {
        using var container = new Container(name, training);
        var input = container.StepInput(batch);

        var expected = container.Step(Executor.Reference, input);
        var actual = container.Step(Executor.Generated, input);

        Agree(container, input.Where(value => value is not null).Cast<object>().ToArray(), expected, actual);
    }

    static void Agree(Container container, object input, Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Same.Values(e, a);
        var by = container.Weights.Concat(Tensors(input)).Where(tensor => tensor.requires_grad).ToArray();
        if (by.Length > 0 && expected.Any(tensor => tensor.requires_grad)) Same.Gradients([.. expected.Where(tensor => tensor.requires_grad)], [.. actual.Where(tensor => tensor.requires_grad)], by);
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

    /// <summary>A container by reflection, in float64.</summary>
    sealed class Container : IDisposable
    {
        readonly nn.Module module;
        readonly Recurrence definition;

        public Container(string name, bool training)
        {
            manual_seed(5);
            var type = typeof(ExecutorsAgreeTests).Assembly.GetType(name)!;
            var constructor = type.GetConstructors().Single();
            var next = 3;
            module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(int) ? next++ : parameter.Name == "dtype" ? ScalarType.Float64 : parameter.DefaultValue)]);
            definition = (Recurrence)type.GetProperty("Definition", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(module)!;
            if (!training) module.eval();
        }

        public IEnumerable<Tensor> Weights => module.parameters();

        public void Dispose() => module.Dispose();

        public object Input(int batch, int steps)
        {
            var type = module.GetType().GetNestedType("Input")!;
            var constructor = type.GetConstructors().Single(constructor => constructor.GetParameters().Length > 0);
            var values = constructor.GetParameters().Select(parameter => parameter.Name switch
            {
                "Steps" => (object?)steps,
                "Batch" => batch,
                "TeacherForcing" => 0.5,
                "State" => State(batch),
                "FirstStep" => 2L,
                "Lengths" => null,

                // Some steps are masked and some rows reset, but for a single row.
                "Mask" => batch > 1 ? rand(batch, definition.FixedSteps ?? steps).gt(0.3) : null,
                "Resets" => batch > 1 ? rand(batch, definition.FixedSteps ?? steps).lt(0.2) : null,
                "Cancellation" => CancellationToken.None,
                { } target when target.EndsWith("Target", StringComparison.Ordinal) => Value(definition.States.First(slot => Named(slot, target[..^6])), [batch, definition.FixedSteps ?? steps]),
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
    }
}
