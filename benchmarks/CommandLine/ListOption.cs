using System.CommandLine;

namespace FluentRnn.Benchmarks.CommandLine;

/// <summary>Makes options that take some of a list, by name, with commas between them; null without the option.</summary>
static class ListOption
{
    public static Option<IReadOnlyList<T>?> Create<T>(string name, string description, IReadOnlyList<T> all, Func<T, string> nameOf) => new(name)
    {
        Description = $"{description}: {string.Join(", ", all.Select(nameOf))}.",
        HelpName = "names",
        CustomParser = result =>
        {
            var chosen = new List<T>();
            foreach (var wanted in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            {
                if (all.Where(item => string.Equals(nameOf(item), wanted, StringComparison.OrdinalIgnoreCase)).Take(1).ToList() is [var found])
                    chosen.Add(found);
                else
                    result.AddError($"{name} takes {string.Join(", ", all.Select(nameOf))}, not '{wanted}'.");
            }

            return chosen;
        },
        AllowMultipleArgumentsPerToken = true,
    };
}
