namespace FluentRnn.Generators.Ir;

/// <summary>The words and signs of IR text, one after the other; white space and comments between them do not count.</summary>
internal sealed class IrScanner(string source)
{
    private int _position;

    /// <summary>Takes a sign and the one after it, or neither.</summary>
    public bool TryTake(char first, char second)
    {
        var mark = _position;
        if (TryTake(first) && TryTake(second))
        {
            return true;
        }

        _position = mark;
        return false;
    }

    /// <summary>Items with commas between, up to a closing character.</summary>
    public List<T> List<T>(Func<T> item, char close)
    {
        var items = new List<T>();
        while (!TryTake(close))
        {
            if (items.Count > 0)
            {
                Expect(",");
            }

            items.Add(item());
        }

        return items;
    }

    public string Quoted()
    {
        Expect("`");
        var start = _position;
        while (_position < source.Length)
        {
            if (source[_position++] != '`')
            {
                continue;
            }

            if (_position >= source.Length || source[_position] != '`')
            {
                return source.Substring(start, _position - 1 - start).Replace("``", "`");
            }

            _position++;
        }

        throw Failure("a closing backtick");
    }

    public string Word()
    {
        Skip();
        var start = _position;
        while (_position < source.Length && (char.IsLetterOrDigit(source[_position]) || source[_position] is '_' or '.' or '@'))
        {
            _position++;
        }

        return _position > start ? source.Substring(start, _position - start) : throw Failure("a word");
    }

    public void Expect(string expected)
    {
        Skip();
        if (string.CompareOrdinal(source, _position, expected, 0, expected.Length) != 0)
        {
            throw Failure($"'{expected}'");
        }

        _position += expected.Length;
    }

    public bool Peek(char c)
    {
        Skip();
        return _position < source.Length && source[_position] == c;
    }

    public bool TryTake(char c)
    {
        if (!Peek(c))
        {
            return false;
        }

        _position++;
        return true;
    }

    public bool AtEnd()
    {
        Skip();
        return _position >= source.Length;
    }

    /// <summary>Goes on to the next character that counts.</summary>
    private void Skip()
    {
        while (_position < source.Length && (char.IsWhiteSpace(source[_position]) || source[_position] == '#'))
        {
            _position = source[_position] == '#' && source.IndexOf('\n', _position) is var end ? (end < 0 ? source.Length : end) : _position + 1;
        }
    }

    public FormatException Failure(string expected)
    {
        var line = source.Take(_position).Count(c => c == '\n') + 1;
        return new FormatException($"Line {line}: {expected} expected at '{source.Substring(_position, Math.Min(20, source.Length - _position)).Split('\n')[0]}'.");
    }
}
