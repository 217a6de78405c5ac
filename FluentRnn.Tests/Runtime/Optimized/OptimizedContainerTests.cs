using System.Reflection;
using FluentRnn.Tests.Compiler;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Optimized;

/// <summary>
/// Every container computes the same whatever the compiler may do to it: with all optimisations, with none, and without each, values and all gradients are those of the reference
/// executor.
/// </summary>
[Trait("Category", "Libtorch")]
[Collection(Sequential.Name)]
public sealed class OptimizedContainerTests(CompiledContainers compiled) : IClassFixture<CompiledContainers>
{
    const int Batch = 3, Steps = 5;

    const double Tolerance = 1e-10;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var allowed in new[] { "All", "None" }.Concat(Enum.GetValues<Optimizations>().Where(IsSingle).Select(single => $"All -{single}")))
            {
                foreach (var name in CompiledContainers.Names) cases.Add(allowed, name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_container(string allowed, string name)
    {
        var type = compiled.With(allowed).GetType(name)!;

        Agree(type, training: true, Rows.Complete);
        Agree(type, training: true, Rows.Masked);
        Agree(type, training: false, Rows.OfLengths);
        AgreeWithoutGradients(type);
    }

    static void Agree(Type type, bool training, Rows rows)
    {
        using var scope = NewDisposeScope();
        using var container = new ReflectedContainer(type, training);
        var input = container.Input(Batch, Steps, rows);

        var expected = container.Forward(Executor.Reference, input);
        var actual = container.Forward(Executor.Generated, input);

        Same.Values(expected, actual, Tolerance, $"{rows}: result");
        var leaves = container.Leaves(input);
        Same.Values(Same.Gradient(expected, leaves), Same.Gradient(actual, leaves), Tolerance, $"{rows}: gradient");
    }

    static void AgreeWithoutGradients(Type type)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var container = new ReflectedContainer(type, training: false);
        var input = container.Input(Batch, Steps);

        Same.Values(container.Forward(Executor.Reference, input), container.Forward(Executor.Generated, input), Tolerance, "without gradients: result");
    }

    static bool IsSingle(Optimizations allowed) => System.Numerics.BitOperations.PopCount((uint)allowed) == 1;
}
