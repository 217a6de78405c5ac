namespace FluentRnn.Examples.Names;

/// <summary>
/// An n-gram model: the probability of a character after the <c>order</c> characters before it, counted in the training names, and smoothed with that of shorter contexts
/// (Witten and Bell 1991, doi:10.1109/18.87000, method C).
/// </summary>
sealed class CharacterModel
{
    const char Edge = '\0';

    readonly int order;
    readonly Dictionary<string, Dictionary<char, int>> counts = [];

    public CharacterModel(int order, IEnumerable<string> names)
    {
        this.order = order;
        foreach (var (context, character) in names.SelectMany(Characters))
        {
            for (var length = 0; length <= order; length++)
            {
                var after = context[(order - length)..];
                if (!counts.TryGetValue(after, out var seen)) counts[after] = seen = [];
                seen[character] = seen.GetValueOrDefault(character) + 1;
            }
        }
    }

    /// <summary>Bits a character, ends counted as characters.</summary>
    public double BitsPerCharacter(IEnumerable<string> names) =>
        names.SelectMany(Characters).Average(pair => -Math.Log2(Probability(pair.Context, pair.Character)));

    double Probability(string context, char character)
    {
        var shorter = context.Length == 0 ? 1.0 / NameTokens.Count : Probability(context[1..], character);
        if (!counts.TryGetValue(context, out var seen)) return shorter;
        return (seen.GetValueOrDefault(character) + (seen.Count * shorter)) / (seen.Values.Sum() + seen.Count);
    }

    /// <summary>Every character of a name and its end, each with those before it.</summary>
    IEnumerable<(string Context, char Character)> Characters(string name)
    {
        var text = new string(Edge, order) + name + Edge;
        return Enumerable.Range(0, name.Length + 1).Select(i => (text.Substring(i, order), text[i + order]));
    }
}
