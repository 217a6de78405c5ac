using static TorchSharp.torch;

namespace FluentRnn.Examples.Names;

/// <summary>Names as numbers: 0 is the end of a name, and what stands before its first character.</summary>
static class NameTokens
{
    public const long End = 0;

    const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A target of this value does not count: cross_entropy leaves it out.</summary>
    const long Ignored = -100;

    /// <summary>How many tokens there are.</summary>
    public const int Count = 63;

    /// <summary>The token of a character.</summary>
    public static long Of(char character) => Characters.IndexOf(character) + 1;

    /// <summary>The characters of tokens, up to the end of the name.</summary>
    public static string Read(IEnumerable<long> tokens) => string.Concat(tokens.TakeWhile(token => token != End).Select(Read));

    /// <summary>The character of a token that is not the end.</summary>
    public static char Read(long token) => Characters[(int)token - 1];

    /// <summary>Names with their ends, as what is fed, (B, T) with ends after the end, and as what is to be learnt, the same with what follows the end left out.</summary>
    public static (Tensor Fed, Tensor Learnt) Batch(IReadOnlyList<string> names)
    {
        var length = names.Max(name => name.Length) + 1;
        var (fed, learnt) = (new long[names.Count, length], new long[names.Count, length]);
        for (var row = 0; row < names.Count; row++)
        {
            for (var t = 0; t < length; t++)
            {
                fed[row, t] = t < names[row].Length ? Of(names[row][t]) : End;
                learnt[row, t] = t <= names[row].Length ? fed[row, t] : Ignored;
            }
        }

        return (tensor(fed), tensor(learnt));
    }
}
