using System.CommandLine;
using System.Globalization;

namespace FluentRnn.Examples.CommandLine;

/// <summary>Makes options for whole numbers of at least some value.</summary>
static class NumberOption
{
    public static Option<int> Create(string name, string description, int defaultValue, int least) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least)
                return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number of {least} or more, not '{result.Tokens[0].Value}'."));
            return defaultValue;
        },
    };
}
