using System.Globalization;
using System.Xml.Linq;

namespace FluentRnn.Examples.Plotting;

/// <summary>The few elements of SVG that the plots are made of.</summary>
static class Svg
{
    static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>A document of this size with a white background.</summary>
    public static XElement Document(double width, double height, params IEnumerable<XElement> content) =>
        Element("svg",
            ("width", width), ("height", height), ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width:0.##} {height:0.##}")),
            ("font-family", "sans-serif"), ("font-size", 12))
        .With(Rectangle(0, 0, width, height, "white"))
        .With(content);

    public static XElement Rectangle(double x, double y, double width, double height, string fill) =>
        Element("rect", ("x", x), ("y", y), ("width", width), ("height", height), ("fill", fill));

    public static XElement Segment(double x1, double y1, double x2, double y2, string stroke) =>
        Element("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", stroke));

    /// <param name="anchor">Which end of the text stands at (x, y): start, middle or end.</param>
    public static XElement Text(double x, double y, string text, string anchor = "start", int size = 12) =>
        Element("text", ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), (XNamespace.Xml + "space", "preserve")).With(text);

    public static XElement Polyline(IEnumerable<(double X, double Y)> points, string stroke, bool dashed)
    {
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));
        var line = Element("polyline", ("points", path), ("fill", "none"), ("stroke", stroke), ("stroke-width", 1.6), ("stroke-linejoin", "round"));
        if (dashed)
            line.SetAttributeValue("stroke-dasharray", "5 4");
        return line;
    }

    /// <summary>Writes the document, making its folder if there is none.</summary>
    public static void Save(XElement document, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        new XDocument(document).Save(path);
    }

    static XElement Element(string name, params ReadOnlySpan<(XName Name, object Value)> attributes)
    {
        var element = new XElement(Namespace + name);
        foreach (var (attribute, value) in attributes)
            element.SetAttributeValue(attribute, value is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : value);
        return element;
    }

    static XElement With(this XElement element, object content)
    {
        element.Add(content);
        return element;
    }
}
