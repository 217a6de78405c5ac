using System.Reflection;
using FluentRnn.Generators;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using FluentRnn.Generators.Planning;

namespace FluentRnn.Tests.Compiler.ModelShape;

/// <summary>What the pipeline caches is plain data: no part of a compilation, compared by value, without a place in the source.</summary>
public class ModelShapeTests
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] PureFolders = ["Ir", "Planning", "Emit"];

    public static TheoryData<string> Containers => CanonicalContainers.All;

    [Fact]
    public void No_source_of_the_pure_layers_names_Roslyn()
    {
        var sources = PureFolders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, "FluentRnn.Generators", folder), "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.True(sources.Count > 30);
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains("FluentRnn.Generators.Parsing", StringComparison.Ordinal));
    }

    [Fact]
    public void No_signature_of_the_pure_layers_has_a_type_of_Roslyn()
    {
        var types = typeof(RecurrentContainerGenerator).Assembly.GetTypes().Where(IsPure).ToList();
        Assert.True(types.Count > 50);
        Assert.Empty(types.SelectMany(Signatures).SelectMany(pair => Parts(pair.Type).Where(IsRoslyn).Select(type => $"{pair.Member}: {type}")));
    }

    /// <summary>Entries of the operation table are singletons, compared by reference; everything else is compared by value.</summary>
    [Theory]
    [InlineData(typeof(ContainerSpec))]
    [InlineData(typeof(ForwardPlan))]
    public void Every_part_of_the_model_is_compared_by_value(Type root)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>([root]);
        while (open.TryPop(out var type))
        {
            if (Nullable.GetUnderlyingType(type) is { } underlying)
            {
                type = underlying;
            }

            if (!reached.Add(type) || type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Operation))
            {
                continue;
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>))
            {
                open.Push(type.GetGenericArguments()[0]);
                continue;
            }

            Assert.True(type.GetMethod("<Clone>$") is not null, $"{type} is not a record");
            Assert.True(type.IsSealed, $"{type} is not sealed");
            Assert.True(typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type), $"{type} is not equatable");
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                Assert.True(field.IsInitOnly, $"{type}.{field.Name} can change");
                open.Push(field.FieldType);
            }
        }

        Assert.Contains(typeof(StepGraph), reached);
        Assert.Contains(typeof(Dim), reached);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void Equal_sources_give_equal_specs_and_plans(string container)
    {
        var first = TestCompilation.Parse(CanonicalContainers.Compile(container))!;
        var second = TestCompilation.Parse(CanonicalContainers.Compile(container))!;
        AssertEqual(first, second);
        Assert.NotSame(first, second);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void A_spec_holds_no_place(string container)
    {
        var source = CanonicalContainers.Source(container);
        var moved = "// " + new string('-', 77) + "\n\n\n" + source.Replace("\n", "\n    ", StringComparison.Ordinal);
        var first = TestCompilation.Parse(CanonicalContainers.Compile(container))!;
        var compilation = TestCompilation.Of(TestCompilation.ImplicitUsings).AddSyntaxTrees(TestCompilation.Tree(moved, "/another/place.cs"));
        AssertEqual(first, TestCompilation.Parse(compilation)!);
    }

    [Theory]
    [InlineData("state.h)", "state.h * 2)")]
    [InlineData("int right", "long right")]
    [InlineData("b = Vector(right)", "b = Matrix(right, 1)")]
    [InlineData("summary", "total")]
    [InlineData("sealed partial class", "sealed partial class Other { } internal sealed partial class")]
    public void Different_sources_give_different_specs(string before, string after)
    {
        var source = CanonicalContainers.Source("TwoSequences");
        var edited = source.Replace(before, after, StringComparison.Ordinal);
        if (after.Contains("Other", StringComparison.Ordinal))
        {
            edited = source.Replace("public sealed partial class", "internal sealed partial class", StringComparison.Ordinal);
        }

        Assert.NotEqual(source, edited);
        Assert.NotEqual(TestCompilation.Parse(TestCompilation.Of(source)), TestCompilation.Parse(TestCompilation.Of(edited)));
    }

    /// <summary>The objects of a spec and of its plan, as they are: nothing of the compilation hangs on them.</summary>
    [Theory]
    [MemberData(nameof(Containers))]
    public void No_object_of_a_plan_belongs_to_Roslyn(string container)
    {
        var plan = ForwardPlanner.Plan(TestCompilation.Parse(CanonicalContainers.Compile(container))!);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(plan, seen);
        Assert.True(seen.Count > 20);
        Assert.DoesNotContain(seen.Select(value => value.GetType()), IsRoslyn);
    }

    private static void Visit(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || !seen.Add(value))
        {
            return;
        }

        if (value is Array array)
        {
            foreach (var item in array)
            {
                Visit(item, seen);
            }

            return;
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(field => !typeof(Delegate).IsAssignableFrom(field.FieldType)))
        {
            Visit(field.GetValue(value), seen);
        }
    }

    private static void AssertEqual(ContainerSpec first, ContainerSpec second)
    {
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        var (plan, other) = (ForwardPlanner.Plan(first), ForwardPlanner.Plan(second));
        Assert.Equal(plan, other);
        Assert.Equal(plan.GetHashCode(), other.GetHashCode());
    }

    private static bool IsPure(Type type) => PureFolders.Any(folder => $"{type.Namespace}.".StartsWith($"FluentRnn.Generators.{folder}.", StringComparison.Ordinal));

    private static bool IsRoslyn(Type type) => type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static IEnumerable<(string Member, Type Type)> Signatures(Type type)
    {
        IEnumerable<(string Name, Type Type)> members =
        [
            .. type.GetFields(Declared).Select(field => (field.Name, field.FieldType)),
            .. type.GetProperties(Declared).Select(property => (property.Name, property.PropertyType)),
            .. type.GetMethods(Declared).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).Select(of => (method.Name, of))),
            .. type.GetConstructors(Declared).SelectMany(constructor => constructor.GetParameters().Select(parameter => (constructor.Name, parameter.ParameterType))),
            .. type.GetInterfaces().Select(of => ("interface", of)),
            ("base", type.BaseType ?? typeof(object)),
        ];
        return members.Select(member => ($"{type.Name}.{member.Name}", member.Type));
    }

    /// <summary>A type and everything it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition())
        : [type];
}
