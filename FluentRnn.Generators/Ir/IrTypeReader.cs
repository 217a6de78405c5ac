using System.Globalization;

namespace FluentRnn.Generators.Ir;

/// <summary>Reads the types, sizes and host expressions of IR text.</summary>
internal sealed class IrTypeReader(IrScanner scanner)
{
    public HostExpression Host() => scanner.Peek('`') ? HostExpression.Code(scanner.Quoted()) : HostExpression.Of(Size());

    public TensorType Type()
    {
        var word = scanner.Word();
        if (!Enum.TryParse<ElementType>(word, ignoreCase: true, out var element))
        {
            throw new FormatException($"There is no element type '{word}'.");
        }

        scanner.Expect("[");
        return scanner.TryTake('?', ']') ? new TensorType(null, element) : new TensorType(new(scanner.List(Size, ']')), element);
    }

    /// <summary>A polynomial: <c>4 * n - 1</c>.</summary>
    public Dim Size()
    {
        var sum = scanner.TryTake('-') ? Dim.Constant(0) - Product() : Product();
        while (true)
        {
            if (scanner.TryTake('+'))
            {
                sum += Product();
            }
            else if (scanner.TryTake('-'))
            {
                sum -= Product();
            }
            else
            {
                return sum;
            }
        }
    }

    private Dim Product()
    {
        var product = Factor();
        while (scanner.TryTake('*'))
        {
            product *= Factor();
        }

        return product;
    }

    private Dim Factor()
    {
        if (scanner.TryTake('?'))
        {
            return scanner.TryTake('?') ? Dim.Inferred(scanner.Quoted()) : Dim.RunTime(scanner.Quoted());
        }

        var word = scanner.Word();
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Dim.Constant(number)
            : word == Dim.BatchSymbol ? Dim.Batch
            : word == Dim.TimeSymbol ? Dim.Time
            : Dim.Symbol(word);
    }
}
