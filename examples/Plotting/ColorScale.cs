using System.Globalization;

namespace FluentRnn.Examples.Plotting;

/// <summary>Colours for numbers from 0 (nearly white) to 1 (dark blue), about equally far apart for the eye.</summary>
static class ColorScale
{
    static readonly (byte R, byte G, byte B)[] Stops =
        [(247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107)];

    /// <summary>The colour of a number; one outside 0 to 1 counts as the nearest end.</summary>
    public static (byte R, byte G, byte B) At(float value)
    {
        var position = float.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1) * (Stops.Length - 1);
        var index = Math.Min((int)position, Stops.Length - 2);
        var share = position - index;
        var (from, to) = (Stops[index], Stops[index + 1]);
        return (Mix(from.R, to.R), Mix(from.G, to.G), Mix(from.B, to.B));

        byte Mix(byte a, byte b) => (byte)Math.Round(a + ((b - a) * share));
    }

    /// <summary>The colour as SVG writes it, such as "#08306b".</summary>
    public static string Hex(float value)
    {
        var (r, g, b) = At(value);
        return string.Create(CultureInfo.InvariantCulture, $"#{r:x2}{g:x2}{b:x2}");
    }
}
