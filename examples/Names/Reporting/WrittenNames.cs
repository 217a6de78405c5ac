using System.Collections.Immutable;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Names;

/// <summary>Many names that a writer has written, and what can be said of them.</summary>
sealed partial record WrittenNames(ImmutableArray<string> Names)
{
    /// <summary>Draws names.</summary>
    public static WrittenNames Sample(NameWriter writer, int count, double topP, int seed)
    {
        using var decoded = writer.Decode(new(Batch: count), steps: TypeNames.Longest + 10, end: NameTokens.End).Sample(topP: topP, seed: seed);
        return new WrittenNames([.. decoded.Tokens.data<long>().ToArray().Chunk((int)decoded.Tokens.shape[1]).Select(NameTokens.Read)]);
    }

    /// <summary>The share of names that are in none of these.</summary>
    public double New(TypeNames names)
    {
        HashSet<string> known = [.. names.Training, .. names.HeldOut];
        return Share(name => !known.Contains(name));
    }

    /// <summary>The share of names that are words in upper camel case, and no longer than those trained on.</summary>
    public double WellFormed() => Share(name => name.Length <= TypeNames.Longest && UpperCamelCase().IsMatch(name));

    /// <summary>The share of names that are made of words of the training names only, in an order of their own.</summary>
    public double OfKnownWords(TypeNames names)
    {
        HashSet<string> words = [.. names.Training.SelectMany(Words)];
        return Share(name => Words(name).All(words.Contains));
    }

    static IEnumerable<string> Words(string name) => Word().Matches(name).Select(word => word.Value);

    double Share(Func<string, bool> predicate) => Names.Count(predicate) / (double)Names.Length;

    [GeneratedRegex("^([A-Z]+[a-z0-9]+|[A-Z]{2,}[0-9]*)+[A-Z]?$")]
    private static partial Regex UpperCamelCase();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
