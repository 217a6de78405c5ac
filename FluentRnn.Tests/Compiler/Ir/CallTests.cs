using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Ir;

/// <summary>From a call of TorchSharp to the operation and back to C#.</summary>
public class CallTests
{
    [Theory]
    [InlineData("Tensor", "sigmoid", "tensor", "sigmoid")]
    [InlineData("torch", "sigmoid", "tensor", "sigmoid")]
    [InlineData("special", "expit", "tensor", "sigmoid")]
    [InlineData("functional", "relu", "tensor bool=false", "relu")]
    [InlineData("functional", "relu", "tensor bool=true", null)]
    [InlineData("functional", "relu", "tensor bool", null)]
    [InlineData("Tensor", "operator +", "tensor tensor", "add")]
    [InlineData("Tensor", "operator -", "tensor", "neg")]
    [InlineData("Tensor", "operator -", "number tensor", "sub")]
    [InlineData("Tensor", "max", "tensor", "max_all")]
    [InlineData("Tensor", "max", "tensor tensor", "maximum")]
    [InlineData("Tensor", "max", "tensor int bool=false", "max")]
    [InlineData("Tensor", "sum", "tensor type=null", "sum_all")]
    [InlineData("Tensor", "sum", "tensor int=0 bool=false type=null", "sum")]
    [InlineData("Tensor", "sum", "tensor ints bool=false type=null", "sum")]
    [InlineData("Tensor", "sum", "tensor int=0 int=1 bool=false type=null", "sum")]
    [InlineData("Tensor", "squeeze", "tensor int=null", "squeeze_all")]
    [InlineData("Tensor", "squeeze", "tensor int=1", "squeeze")]
    [InlineData("Tensor", "squeeze", "tensor int", "squeeze")]
    [InlineData("Tensor", "split", "tensor int int=0", "split")]
    [InlineData("Tensor", "split", "tensor ints int=0", "split_sizes")]
    [InlineData("Tensor", "div", "tensor tensor other=RoundingMode.None", "div")]
    [InlineData("Tensor", "div", "tensor tensor other", "div_rounded")]
    [InlineData("torch", "div", "tensor tensor other=RoundingMode.None", "div")]
    [InlineData("torch", "div", "tensor tensor other", null)]
    [InlineData("Tensor", "to", "tensor type bool=false bool=false bool=false", "to_type")]
    [InlineData("Tensor", "to", "tensor other bool=false bool=false bool=false", null)]
    [InlineData("Tensor", "add_", "tensor tensor", null)]
    [InlineData("Tensor", "no_such_member", "tensor", null)]
    [InlineData("torch", "zeros", "int int type=null other=null bool=default other=default", "zeros")]
    [InlineData("torch", "zeros", "int int type=null other=null bool=true other=null", null)]
    [InlineData("torch", "tensor", "number=0.5 other=null bool=false", "tensor_of_float")]
    [InlineData("torch", "tensor", "int=2 other=null bool=false", null)]
    [InlineData("torch", "tensor", "int=2 type=null other=null bool=false", "tensor")]
    [InlineData("functional", "pad", "tensor ints other=PaddingModes.Constant number=0", "pad")]
    [InlineData("functional", "pad", "tensor ints other number=0", "pad_mode")]
    public void A_call_is_found(string type, string member, string arguments, string? expected) =>
        Assert.Equal(expected, OperationTable.Find(type, member, Arguments(arguments))?.Operation.Name);

    [Fact]
    public void The_receiver_of_where_is_the_first_choice()
    {
        var function = OperationTable.Find("torch", "where", Arguments("tensor tensor tensor"))!;
        var method = OperationTable.Find("Tensor", "where", Arguments("tensor tensor tensor"))!;
        Assert.Equal(["condition", "self", "other"], function.Names);
        Assert.Equal(["self", "condition", "other"], method.Names);
        Assert.Equal("torch.where(t1, t0, t2)", Write(method, Argument.Of("self", 0), Argument.Of("condition", 1), Argument.Of("other", 2)));
    }

    [Fact]
    public void Arguments_that_are_not_passed_on_have_no_name() => Assert.Equal(
        ["shape", "dtype", "device", null, null], OperationTable.Find("torch", "zeros", Arguments("ints type=null other=null bool=false other=null"))!.Names);

    [Fact]
    public void Several_arguments_of_one_name_are_a_list()
    {
        var match = OperationTable.Find("torch", "zeros", Arguments("int int type=null other=null bool=false other=null"))!;
        Assert.Equal("torch.zeros([2, n])", Write(
            match, Argument.Of("shape", HostExpression.Of(2)), Argument.Of("shape", HostExpression.Of(Dim.Symbol("n"))), Code("dtype", "null"), Code("device", "null")));
    }

    [Fact]
    public void A_single_number_is_a_list_where_the_form_wants_one()
    {
        var match = OperationTable.Find("torch", "moveaxis", Arguments("tensor int int"))!;
        Assert.Equal("t0.movedim([1], [0])", Write(match, Argument.Of("self", 0), Argument.Of("dim", HostExpression.Of(1)), Argument.Of("destination", HostExpression.Of(0))));
    }

    [Fact]
    public void An_argument_the_call_lacks_gets_its_value()
    {
        var match = OperationTable.Find("functional", "log_softmax", Arguments("tensor int"))!;
        var arguments = match.Arrange([Argument.Of("self", 0), Argument.Of("dim", HostExpression.Of(1))]);
        Assert.Equal(["self", "dim", "dtype"], arguments.Select(argument => argument.Name));
        Assert.Equal("null", arguments[2].Host!.Text);
    }

    [Fact]
    public void Arguments_come_in_the_order_of_the_operation()
    {
        var match = OperationTable.Find("Tensor", "where", Arguments("tensor tensor tensor"))!;
        var arguments = match.Arrange([Argument.Of("self", 0), Argument.Of("condition", 1), Argument.Of("other", 2)]);
        Assert.Equal(match.Operation.Parameters, arguments.Select(argument => argument.Name));
    }

    [Theory]
    [InlineData("{self:operand} * {other:operand}", "n + 1", "t0 * (n + 1)")]
    [InlineData("{self:operand} * {other:operand}", "2", "t0 * 2")]
    [InlineData("{self:operand} * {other:operand}", "n", "t0 * n")]
    [InlineData("{self:operand} * {other:operand}", "-1", "t0 * (-1)")]
    [InlineData("{self:operand} * {other:operand}", "`0.5`", "t0 * 0.5")]
    [InlineData("{self:operand} * {other:operand}", "`a ? 1 : 2`", "t0 * (a ? 1 : 2)")]
    [InlineData("{self:operand} * {other:operand}", "`(a) + (b)`", "t0 * ((a) + (b))")]
    [InlineData("{self:operand} * {other:operand}", "`Scale(1)`", "t0 * Scale(1)")]
    [InlineData("{self}.f({other})", "[1, n]", "t0.f([1, n])")]
    [InlineData("{self}.f({other:list})", "1", "t0.f([1])")]
    [InlineData("{self}.f({other:list})", "`sizes`", "t0.f(sizes)")]
    [InlineData("{self}.f({other:args})", "[1, n]", "t0.f(1, n)")]
    [InlineData("{self}.f({other:args})", "1", "t0.f(1)")]
    [InlineData("{self}.f({other:args})", "`sizes`", "t0.f(sizes)")]
    [InlineData("{self}.f({other:int})", "1", "t0.f(1)")]
    [InlineData("{self}.f({other:int})", "n", "t0.f((int)n)")]
    [InlineData("{self}.f({other:int})", "n + 1", "t0.f((int)(n + 1))")]
    [InlineData("{self}.f({other:named})", "1", "t0.f(other: 1)")]
    [InlineData("{self}.f({other:float})", "2", "t0.f(2f)")]
    [InlineData("{self}.f({other:float})", "n", "t0.f((float)n)")]
    [InlineData("{self}.f({other:float})", "`0.5f`", "t0.f(0.5f)")]
    [InlineData("{self}.f({other:long})", "2", "t0.f(2L)")]
    [InlineData("{self}.f({other:long})", "n + 1", "t0.f((long)(n + 1))")]
    [InlineData("{self}.f(1{, other=1})", "`1F`", "t0.f(1)")]
    [InlineData("{self}.f(1{, other})", "`null`", "t0.f(1)")]
    [InlineData("{self}.f(1{, other})", "`default`", "t0.f(1)")]
    [InlineData("{self}.f(1{, other})", "`false`", "t0.f(1)")]
    [InlineData("{self}.f(1{, other})", "`true`", "t0.f(1, true)")]
    [InlineData("{self}.f(1{, other=true})", "`true`", "t0.f(1)")]
    [InlineData("{self}.f(1{, other=true})", "`false`", "t0.f(1, false)")]
    [InlineData("{self}.f(1{, other=1})", "1", "t0.f(1)")]
    [InlineData("{self}.f(1{, other=1})", "2", "t0.f(1, 2)")]
    public void A_form_is_written(string form, string argument, string expected)
    {
        var host = Shapes.ShapeRow.Read("x:floating[]", $"mul(%x, {argument})", 1, static _ => { }).Find("other")!;
        var operation = new Operation { Name = "test", Form = form };
        Assert.Equal(expected, Write(operation, Argument.Of("self", 0), host));
    }

    [Theory]
    [InlineData("null", "null", "f(t0)")]
    [InlineData("x", "null", "f(t0, x)")]
    [InlineData("null", "y", "f(t0, null, y)")]
    [InlineData("x", "y", "f(t0, x, y)")]
    public void Optional_arguments_are_left_out_from_the_end(string first, string second, string expected)
    {
        var operation = new Operation { Name = "test", Form = "f({self}{, first}{, second})" };
        Assert.Equal(expected, Write(operation, Argument.Of("self", 0), Code("first", first), Code("second", second)));
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("default", "default")]
    [InlineData("default(global::TorchSharp.torch.Device)", "default")]
    [InlineData("true", "true")]
    [InlineData("0.5D", "0.5")]
    [InlineData("2F", "2")]
    [InlineData("1E-05D", "1E-05")]
    [InlineData("global::TorchSharp.torch.RoundingMode.None", "RoundingMode.None")]
    [InlineData("global::TorchSharp.PaddingModes.Constant", "PaddingModes.Constant")]
    [InlineData("RoundingMode.None", "RoundingMode.None")]
    [InlineData("_scale", null)]
    [InlineData("F(1)", null)]
    [InlineData("a + b", null)]
    [InlineData("\"text\"", null)]
    public void A_constant_is_read_as_patterns_write_it(string text, string? expected) => Assert.Equal(expected, CallArgument.LiteralOf(HostExpression.Code(text)));

    [Fact]
    public void A_list_of_tensors_is_a_collection()
    {
        var operation = new Operation { Name = "test", Form = "f({tensors})" };
        Assert.Equal("f([t0, t1])", Write(operation, Argument.OfList("tensors", [0, 1])));
    }

    [Fact]
    public void An_opaque_call_is_written_with_its_operands()
    {
        var op = new Op(Operations.Opaque, new([Argument.OfList("operands", Enumerable.Range(0, 11))]), default, "f({0}, {10}, {1})");
        Assert.Equal("f(t0, t10, t1)", CallForm.Write(op, id => $"t{id}", size => size.ToString()));
    }

    [Fact]
    public void A_missing_argument_is_an_error() =>
        Assert.Contains("'other'", Assert.Throws<InvalidOperationException>(() => Write(Elementwise.Add, Argument.Of("self", 0))).Message, StringComparison.Ordinal);

    private static string Write(CallMatch match, params Argument[] written) => Write(match.Operation, match.Arrange(written));

    private static string Write(Operation operation, params Argument[] arguments) =>
        CallForm.Write(new Op(operation, new(arguments), default), id => $"t{id}", size => size.ToString());

    private static Argument Code(string name, string text) => Argument.Of(name, HostExpression.Code(text));

    private static List<CallArgument> Arguments(string text) =>
        [.. text.Split(' ').Select(item => item.Split('=')).Select(parts => new CallArgument(Enum.Parse<ParameterKind>(parts[0], ignoreCase: true), parts.Length > 1 ? parts[1] : null))];
}
