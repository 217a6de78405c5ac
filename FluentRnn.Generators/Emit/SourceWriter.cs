using System.Text;

namespace FluentRnn.Generators.Emit;

/// <summary>Writes indented C#; every line ends in '\n', on every system.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _blank;
    private bool _open;
    private string? _heading;

    /// <summary>Writes a line, or several when the text has line breaks of whatever kind.</summary>
    public void Line(string text)
    {
        if (_heading is { } heading)
        {
            _heading = null;
            Line(heading);
        }

        if (_blank)
        {
            _blank = false;
            _text.Append('\n');
        }

        _open = false;
        foreach (var line in Lines(text))
        {
            // A blank line inside a text (a raw string) has no indentation.
            _text.Append(' ', line.Length == 0 ? 0 : _depth * 4).Append(line).Append('\n');
        }
    }

    /// <summary>Asks for a blank line before the next one; several requests give one, and none is left next to a brace.</summary>
    public void Blank() => _blank = !_open;

    /// <summary>Begins a part with a comment, after a blank line. A part without a line is left out.</summary>
    public void Part(string heading)
    {
        Blank();
        _heading = $"// {heading}";
    }

    /// <summary>Writes a header and an opening brace; disposing the result writes the closing one.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        return Block();
    }

    /// <summary>Writes an opening brace; disposing the result writes the closing one.</summary>
    public IDisposable Block()
    {
        Line("{");
        _open = true;
        _depth++;
        return new Closing(this, "}");
    }

    /// <summary>Indents what follows until the result is disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Closing(this, null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>A parameter list in parentheses: on one line where it is short, else one parameter a line.</summary>
    public static string ParameterList(IReadOnlyList<string> parameters) => parameters.Sum(parameter => parameter.Length) <= 120
        ? $"({string.Join(", ", parameters)})"
        : $"(\n    {string.Join(",\n    ", parameters)})";

    /// <summary>The lines of a text, whatever ends them.</summary>
    public static string[] Lines(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');

    private sealed class Closing(SourceWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer._blank = false;
            writer._heading = null;
            if (close is not null)
            {
                writer.Line(close);
            }
        }
    }
}
