namespace FluentRnn.Examples.Sunspots;

/// <summary>Between sunspot numbers and what the network sees: a square root, since the noise grows with the number.</summary>
static class SunspotScale
{
    const double Unit = 10;

    /// <summary>About 0 to 1.4 for the numbers seen in three centuries.</summary>
    public static float ToNetwork(double number) => (float)(Math.Sqrt(number) / Unit);

    /// <summary>The way back; there are no fewer than no sunspots.</summary>
    public static double FromNetwork(float value) => Math.Pow(Math.Max(value, 0) * Unit, 2);
}
