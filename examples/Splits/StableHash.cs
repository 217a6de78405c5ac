namespace FluentRnn.Examples.Splits;

/// <summary>A hash (FNV-1a with a final mix) that is the same on every machine and in every run, unlike <see cref="object.GetHashCode"/>.</summary>
static class StableHash
{
    /// <summary>The hash of a text.</summary>
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return Mix(hash);
    }

    /// <summary>The hash of a number.</summary>
    public static uint Of(int number) => Mix((uint)number * 2654435769u);

    static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
        x = (x ^ (x >> 13)) * 0xC2B2AE35u;
        return x ^ (x >> 16);
    }
}
