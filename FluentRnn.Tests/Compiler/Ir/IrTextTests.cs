using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

public class IrTextTests
{
    /// <summary>A step with every construct of the IR: all kinds of inputs, lists, several results, host expressions, an opaque call, all groups.</summary>
    private const string Step = """
        inputs
          %x:floating[B, input] = sequence x
          %context:floating[B, memory] = constant context
          %h:floating[B, n] = state h
          %c:floating[B, n] = state c
          %weight:floating[4 * n, input + memory + n] = weight cell.weight
          %table:floating[?] = weight table
        let
          %input:floating[B, input + memory + n] = cat([%x, %context, %h], 1)
          %gates:floating[B, 4 * n] = linear(%input, %weight, `null`)
          %8:floating[B, n], %9:floating[B, n], %10:floating[B, n], %o:floating[B, n] = chunk(%gates, 4, 1)
          %i:floating[B, n] = sigmoid(%8)
          %f:floating[B, n] = sigmoid(%9)
          %g:floating[B, n] = tanh(%10)
          %15:floating[B, n] = mul(%f, %c)
          %16:floating[B, n] = mul(%i, %g)
          %c.1:floating[B, n] = add(%15, %16)
          %18:floating[B, n] = dropout(%c.1, `_rate`, `training`)
          %19:floating[B, n] = mul(%18, `0.5`)
          %20:floating[B, 2, ??`(n) / (2)`] = view(%19, [B, 2, -1])
          %21:floating[B, ?`{x}.shape[1]`] = narrow(%19, 1, 0, ?`{x}.shape[1]`)
          %22:unknown[?] = call([%20, %21], `Demo.F({0}, "a``b", {1})`)
          %23:bool[B, n] = gt(%c.1, 0)
          %done:bool[B] = any(%23, 1, `false`)
        in
          next h = %o
          next c = %c.1
          sequence y = %22
          last memory = %c.1
          done = %done

        """;

    [Fact]
    public void What_is_printed_is_what_was_read() => Assert.Equal(Step.ReplaceLineEndings("\n"), IrPrinter.Print(IrReader.Read(Step)));

    [Fact]
    public void Equal_texts_are_equal_graphs() => Assert.Equal(IrReader.Read(Step), IrReader.Read(Step));

    [Fact]
    public void A_graph_that_was_read_is_well_formed() => Assert.Empty(IrVerifier.Problems(IrReader.Read(Step)));

    [Fact]
    public void Numbers_of_values_do_not_matter()
    {
        var builder = new GraphBuilder(_ => Assert.Fail("no finding"));
        var h = builder.Input(InputKind.State, "h", TensorType.Of(ElementType.Floating, Dim.Batch, Dim.Symbol("n")));
        var a = builder.Add(Elementwise.Tanh, Argument.Of("self", h));
        var x = builder.Input(InputKind.Sequence, "x", TensorType.Of(ElementType.Floating, Dim.Batch, Dim.Symbol("n")));
        var sum = builder.Add(Elementwise.Add, Argument.Of("self", a), Argument.Of("other", x));
        builder.Name(sum, "h");
        var graph = builder.Build([new Binding("h", sum)], [], [], null);

        var text = IrPrinter.Print(graph);
        Assert.Equal(
            """
            inputs
              %h:floating[B, n] = state h
              %x:floating[B, n] = sequence x
            let
              %2:floating[B, n] = tanh(%h)
              %h.1:floating[B, n] = add(%2, %x)
            in
              next h = %h.1

            """.ReplaceLineEndings("\n"),
            text);
        Assert.Equal(text, IrPrinter.Print(IrReader.Read(text)));
    }

    [Fact]
    public void Stages_are_comments()
    {
        var graph = IrReader.Read("inputs\n %x:floating[B] = sequence x\nlet\n %y = tanh(%x)\nin\n sequence y = %y\n");
        var text = IrPrinter.Print(graph, graph.Values().Keys.ToDictionary(id => id, _ => Stage.Time));
        Assert.Contains("%y:floating[B] = tanh(%x)   # time\n", text, StringComparison.Ordinal);
        Assert.Equal(graph, IrReader.Read(text));
    }

    [Fact]
    public void Every_row_of_the_table_is_read_back() => Assert.All(OperationTable.All.Where(operation => operation != Operations.Opaque), operation =>
    {
        // Types do not matter here: every operand is of unknown shape, and host arguments are code.
        var builder = new GraphBuilder(static _ => { });
        var x = builder.Input(InputKind.Constant, "x", TensorType.Unknown);
        var results = builder.AddMany(operation, [.. operation.Parameters.Select((name, i) =>
            name == "tensors" ? Argument.OfList(name, [x, x])
            : i == 0 && operation.Form[0] == '{' ? Argument.Of(name, x)
            : Argument.Of(name, HostExpression.Code("f(\"`\", {x})")))]);
        var text = IrPrinter.Print(builder.Build([], [.. results.Select(id => new Binding("y", id))], [], null));
        if (results.Count > 0)
        {
            Assert.Equal(text, IrPrinter.Print(IrReader.Read(text, static _ => { })));
        }
    });

    [Theory]
    [InlineData("floating[B, n]")]
    [InlineData("int64[]")]
    [InlineData("bool[?]")]
    [InlineData("bFloat16[4 * n * n - 2, -n]")]
    [InlineData("float32[?`a + b`, ??`half`, @B, B, T]")]
    public void A_type_is_read_back(string text) => Assert.Equal(text, IrPrinter.Print(IrReader.ReadType(text)));

    [Theory]
    [InlineData("let\nin\n", "Line 1: 'inputs' expected")]
    [InlineData("inputs\n %x = sequence x\nlet\nin\n", "and a type expected")]
    [InlineData("inputs\n %x:floating[B] = somewhere x\nlet\nin\n", "sequence, constant, state or weight")]
    [InlineData("inputs\n %x:fancy[B] = sequence x\nlet\nin\n", "no element type 'fancy'")]
    [InlineData("inputs\nlet\n %y = tanh(%x)\nin\n", "%x is not defined")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %y = tanhh(%x)\nin\n", "no operation 'tanhh'")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %y = tanh(%x, 1)\nin\n", "'tanh' has the arguments (self), but 2 are given")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %y, %z = tanh(%x)\nin\n", "'tanh' has 1 results, but 2 are named")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %y:floating[B, n] = tanh(%x)\nin\n", "%y is written as floating[B, n], but is floating[B]")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %x = tanh(%x)\nin\n", "%x is defined twice")]
    [InlineData("inputs\n %x:floating[B, 4] = sequence x\nlet\n %y = chunk(%x, 3, 1)\nin\n", "'chunk' fails: FRNN055 4, x, 3")]
    [InlineData("inputs\n %x:floating[B] = sequence x\nlet\n %y = mul(%x, `a)\nin\n", "a closing backtick expected")]
    [InlineData("inputs\nlet\nin\n then y = %y\n", "next, sequence, last or done expected")]
    [InlineData("inputs\nlet\nin\n next y = %y\n", "%y is not defined")]
    public void Text_that_is_no_graph_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => IrReader.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_type_with_more_behind_it_is_refused() => Assert.Throws<FormatException>(() => IrReader.ReadType("floating[B] x"));
}
