using System.Reflection;

namespace FluentRnn.Tests.Compiler;

/// <summary>
/// FluentRnn.Tests.Runtime needs libtorch, FluentRnn.Tests.Compiler does not; the trait says which, so that
/// <c>dotnet test --filter Category!=Libtorch</c> runs in seconds and on any system.
/// </summary>
public class TraitTests
{
    [Fact]
    public void Every_class_in_Runtime_has_the_trait() =>
        Assert.All(TestClasses("FluentRnn.Tests.Runtime"), type => Assert.True(NeedsLibtorch(type), $"{type} lacks [Trait(\"Category\", \"Libtorch\")]"));

    [Fact]
    public void No_class_in_Compiler_has_the_trait() =>
        Assert.All(TestClasses("FluentRnn.Tests.Compiler"), type => Assert.False(NeedsLibtorch(type), $"{type} belongs into FluentRnn.Tests.Runtime"));

    static IEnumerable<Type> TestClasses(string root)
    {
        var classes = typeof(TraitTests).Assembly.GetTypes()
            .Where(type => $"{type.Namespace}.".StartsWith($"{root}.", StringComparison.Ordinal))
            .Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any()))
            .ToList();
        Assert.NotEmpty(classes);
        return classes;
    }

    // A trait on an abstract base class counts for its subclasses, as it does for xunit.
    static bool NeedsLibtorch(Type type) => type.BaseType is { } parent && NeedsLibtorch(parent)
        || type.CustomAttributes.Any(attribute => attribute.AttributeType == typeof(TraitAttribute)
            && attribute.ConstructorArguments is [{ Value: "Category" }, { Value: "Libtorch" }]);
}
