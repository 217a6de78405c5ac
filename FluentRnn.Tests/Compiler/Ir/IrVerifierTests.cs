using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

public class IrVerifierTests
{
    private static readonly TensorType Vector = TensorType.Of(ElementType.Floating, Dim.Batch, Dim.Symbol("n"));

    private static readonly StepGraph Graph = IrReader.Read("""
        inputs
          %x:floating[B, n] = sequence x
          %h:floating[B, n] = state h
        let
          %a = add(%x, %h)
          %b, %c = max(%a, 1, `true`)
          %d = call([%b], `f({0})`)
        in
          next h = %a
          sequence y = %d
        """);

    [Fact]
    public void Accepts_a_well_formed_graph()
    {
        Assert.Empty(IrVerifier.Problems(Graph));
        IrVerifier.ThrowIfInvalid(Graph, "reading");
    }

    [Fact]
    public void Says_which_pass_left_a_graph_that_is_not() => Assert.StartsWith(
        "The graph after sorting is not well formed: ",
        Assert.Throws<InvalidOperationException>(() => IrVerifier.ThrowIfInvalid(Graph with { Ops = new(Graph.Ops.Reverse()) }, "sorting")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_use_before_the_definition() => Refuses(Graph with { Ops = new(Graph.Ops.Reverse()) }, "reads %3, which is not defined before it");

    [Fact]
    public void Refuses_a_value_defined_twice() => Refuses(Graph with { Ops = new(Graph.Ops.Append(Graph.Ops[0])) }, "%2 is defined again");

    [Fact]
    public void Refuses_an_input_that_is_defined_again() =>
        Refuses(Graph with { Ops = new(Graph.Ops.Append(Graph.Ops[0] with { Results = new([new Value(0, null, Vector)]) })) }, "%0 is defined again");

    [Fact]
    public void Refuses_an_input_that_comes_twice() =>
        Refuses(Graph with { Inputs = new(Graph.Inputs.Append(Graph.Inputs[0] with { Value = new Value(9, "x", Vector) })) }, "input 'x' comes twice");

    [Fact]
    public void Refuses_a_returned_value_that_is_not_defined() => Refuses(Graph with { Next = new([new Binding("h", 17)]) }, "%17 is returned but not defined");

    [Fact]
    public void Refuses_an_undefined_flag() => Refuses(Graph with { Done = 17 }, "%17 is returned but not defined");

    [Fact]
    public void Refuses_a_missing_argument() =>
        Refuses(Change(0, op => op with { Arguments = new([op.Arguments[0]]) }), "'add' has the arguments (self) instead of (self, other)");

    [Fact]
    public void Refuses_arguments_in_another_order() =>
        Refuses(Change(0, op => op with { Arguments = new(op.Arguments.Reverse()) }), "'add' has the arguments (other, self) instead of (self, other)");

    [Fact]
    public void Refuses_an_empty_argument() =>
        Refuses(Change(0, op => op with { Arguments = new([op.Arguments[0], new Argument("other", default, null)]) }), "argument 'other' of 'add' is neither");

    [Fact]
    public void Refuses_an_argument_that_is_both() => Refuses(
        Change(0, op => op with { Arguments = new([op.Arguments[0], op.Arguments[1] with { Host = HostExpression.Of(1) }]) }), "argument 'other' of 'add' is neither");

    [Fact]
    public void Refuses_another_type_than_the_inferred_one() => Refuses(
        Change(0, op => op with { Results = new([op.Results[0] with { Type = TensorType.Of(ElementType.Floating, Dim.Batch) }]) }),
        "has the type floating[B] instead of floating[B, n]");

    [Fact]
    public void Refuses_another_element_type() => Refuses(
        Change(0, op => op with { Results = new([op.Results[0] with { Type = Vector with { Element = ElementType.Int64 } }]) }),
        "has the type int64[B, n] instead of floating[B, n]");

    [Fact]
    public void Refuses_another_number_of_results() =>
        Refuses(Change(1, op => op with { Results = new([op.Results[0]]) }), "'max' has 1 results instead of 2");

    [Fact]
    public void Refuses_an_operation_that_is_not_in_the_table() => Refuses(
        Change(0, op => op with { Operation = new Operation { Name = "add", Form = "{self}{other}", Shape = op.Operation.Shape } }), "'add' is not in the operation table");

    [Fact]
    public void Refuses_a_call_without_text() => Refuses(Change(2, op => op with { Call = null }), "'call' lacks the text of its call");

    [Fact]
    public void Refuses_the_text_of_a_call_on_another_operation() => Refuses(Change(0, op => op with { Call = "f({0})" }), "'add' has the text of a call");

    [Fact]
    public void Refuses_a_type_for_a_call() => Refuses(
        Change(2, op => op with { Results = new([op.Results[0] with { Type = Vector }]) }), "the result of a call, has the type");

    [Fact]
    public void Accepts_unknown_types_where_the_shape_rule_fails()
    {
        var graph = IrReader.Read("inputs\n %x:floating[B, n] = sequence x\n %y:floating[B, m] = sequence y\nlet\n %z = add(%x, %y)\nin\n sequence z = %z\n", static _ => { });
        Assert.Empty(IrVerifier.Problems(graph));
    }

    private static StepGraph Change(int index, Func<Op, Op> change) => Graph with { Ops = new(Graph.Ops.Select((op, i) => i == index ? change(op) : op)) };

    private static void Refuses(StepGraph graph, string problem) => Assert.Contains(IrVerifier.Problems(graph), text => text.Contains(problem, StringComparison.Ordinal));
}
