using System.Reflection;

namespace FluentRnn;

/// <summary>The members of a group, read from its type: an anonymous type, whose constructor takes them in the order of their declaration.</summary>
sealed class Group
{
    readonly ConstructorInfo? constructor;
    readonly PropertyInfo[] properties;

    Group(ConstructorInfo? constructor, PropertyInfo[] properties)
    {
        this.constructor = constructor;
        this.properties = properties;
    }

    /// <summary>The names of the members, in the order of their declaration.</summary>
    public IReadOnlyList<string> Names => [.. properties.Select(property => property.Name)];

    /// <summary>The members of <typeparamref name="T"/>; none for <see cref="None"/>.</summary>
    /// <param name="word">Where the group stands, for the message.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not an anonymous type.</exception>
    public static Group Of<T>(string word)
    {
        if (typeof(T) == typeof(None)) return new Group(null, []);
        var constructor = typeof(T).GetConstructors().FirstOrDefault()
            ?? throw NotAGroup<T>(word);
        var properties = constructor.GetParameters().Select(parameter => typeof(T).GetProperty(parameter.Name!)).ToList();
        return properties.Count == 0 || properties.Any(property => property is null)
            ? throw NotAGroup<T>(word)
            : new Group(constructor, [.. properties.Select(property => property!)]);
    }

    /// <summary>A group of these members; null when there is no group.</summary>
    public object? Create(object?[] members) => constructor?.Invoke(members);

    /// <summary>The members of a group.</summary>
    public object?[] Read(object? group) => group is null ? [] : [.. properties.Select(property => property.GetValue(group))];

    static ArgumentException NotAGroup<T>(string word) =>
        new($"{word} takes an anonymous object with at least one member, such as new {{ x = … }}, not {typeof(T).Name}.");
}
