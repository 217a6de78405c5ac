using System.Globalization;
using System.Reflection;

namespace FluentRnn.Tests.Cultures;

/// <summary>
/// Runs the tests of a class once more in another culture: Turkish (a decimal comma, an i whose upper case is not I), Arabic (other digits and signs) or Finnish
/// (U+2212 for minus).
/// </summary>
static class Repeat
{
    static readonly string[] Cultures = ["tr-TR", "ar-SA", "fi-FI"];

    /// <summary>Every culture with every class.</summary>
    public static TheoryData<string, Type> Each(IEnumerable<Type> classes)
    {
        var data = new TheoryData<string, Type>();
        foreach (var type in classes)
        {
            foreach (var culture in Cultures) data.Add(culture, type);
        }

        return data;
    }

    /// <summary>The classes of some namespaces whose tests need nothing to be constructed.</summary>
    public static IEnumerable<Type> Classes(params string[] namespaces) => typeof(Repeat).Assembly.GetTypes()
        .Where(type => namespaces.Contains(type.Namespace) && !type.IsAbstract && type.GetConstructor([]) is not null && Tests(type).Any());

    public static async Task In(string culture, Type type)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (var test in Tests(type))
            {
                foreach (var arguments in Rows(test)) await Run(type, test, arguments);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    static async Task Run(Type type, MethodInfo test, object?[] arguments)
    {
        var instance = Activator.CreateInstance(type);
        using var disposable = instance as IDisposable;
        if (test.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null) is Task task) await task;
    }

    static IEnumerable<MethodInfo> Tests(Type type) => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute)));

    /// <summary>The arguments of a test: none, or those of its data.</summary>
    static IEnumerable<object?[]> Rows(MethodInfo test) => test.GetParameters().Length == 0
        ? [[]]
        : test.GetCustomAttributes<Xunit.Sdk.DataAttribute>().SelectMany(data => data.GetData(test));
}
