using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN05x and FRNN06x: shapes and element types. Most cases compute a value beside a step that is in order.</summary>
static class ShapeCases
{
    /// <summary>x (B, size), m (B, 3, size), i (B), w (size, other), h (B, size).</summary>
    const string All5 = ".Sequences(new { x = Vector(size), m = Matrix(3, size), i = Index() }).States(new { h = Vector(size) }).Modules(() => new { w = Parameter(zeros(size, other) * 0.1f) })";

    static string Value(string expression) => Step(
        $"var h = tanh(state.h + seq.x + seq.m.sum([1]) + seq.i.unsqueeze(1) + net.w.sum()); var y = {expression};", All5, "(seq, state, net)", "sequence: new { y, h }, next: new { h }");

    static string Next(string expression, string state = "Vector(size)") => Step(
        $"var h = tanh(state.h + seq.x); var n = {expression};", $".Sequences(new {{ x = Vector(size) }}).States(new {{ h = Vector(size), n = {state} }})",
        yield: "sequence: new { y = h, z = state.n }, next: new { h, n }");

    /// <summary>The next value of the state n is marked.</summary>
    static string MarkedNext(string id, string expression, string state = "Vector(size)") =>
        Next(expression, state).Replace("next: new { h, n }", $"next: new {{ h, {{|{id}:n|}} }}", StringComparison.Ordinal);

    public static IEnumerable<Case> All =>
    [
        new("FRNN050", "matmul", Value("{|FRNN050:seq.x.matmul(net.w.t())|}"), "'x' (B, size) cannot be multiplied by 'net.w.t()' (other, size): size is not other"),
        new("FRNN050", "a function", Value("{|FRNN050:mm(h, net.w.t())|}"), "'h' (B, size) cannot be multiplied by 'net.w.t()' (other, size): size is not other"),
        new("FRNN050", "a module", Step("var h = tanh(state.h + seq.x); var y = {|FRNN050:net.readout.call(h)|};", Slots + ".Modules(() => new { readout = Linear(other, size) })", "(seq, state, net)", "sequence: new { y, h }, next: new { h }"),
            "'h' (B, size) cannot be multiplied by 'weight' (size, other): size is not other"),
        new("FRNN050", "sizes that fit", Value("seq.x.matmul(net.w)")),
        new("FRNN050", "a batch of matrices", Value("seq.m.matmul(net.w)")),
        new("FRNN050", "a size that is known at run time", Step("var h = tanh(state.h + seq.x.matmul(net.w));", ".Sequences(new { x = Vector(Any) }).States(new { h = Vector(size) }).Modules(() => new { w = Parameter(zeros(other, size)) })", "(seq, state, net)")),

        new("FRNN051", "a sum", Value("{|FRNN051:seq.x + net.w|}"), "'x' (B, size) and 'w' (size, other) do not broadcast: B is not size in dimension 0"),
        new("FRNN051", "constants", Step("var h = tanh({|FRNN051:state.h + seq.x|});", ".Sequences(new { x = Vector(3) }).States(new { h = Vector(4) })"), "'h' (B, 4) and 'x' (B, 3) do not broadcast: 4 is not 3 in dimension 1"),
        new("FRNN051", "one", Step("var h = tanh(state.h + seq.x);", ".Sequences(new { x = Vector(1) }).States(new { h = Vector(4) })")),
        new("FRNN051", "equal sums", Step("var h = tanh(state.h + seq.x);", ".Sequences(new { x = Vector(2 * size + other) }).States(new { h = Vector(other + size + size) })")),

        new("FRNN052", "bmm of vectors", Value("{|FRNN052:seq.x.bmm(h)|}"), "'bmm' needs rank 3, but 'x' has rank 2"),
        new("FRNN052", "bmm of matrices", Value("seq.m.bmm(seq.m.transpose(1, 2))")),

        new("FRNN053", "softmax", Value("{|FRNN053:softmax(seq.x, 2)|}"), "Dimension 2 does not exist in 'x' (B, size)"),
        new("FRNN053", "from the end", Value("{|FRNN053:seq.x.sum([-3])|}"), "Dimension -3 does not exist in 'x' (B, size)"),
        new("FRNN053", "the last dimension", Value("softmax(seq.x, -1)")),

        new("FRNN054", "cat along the batch", Value("{|FRNN054:cat([seq.x, seq.m.flatten(1)], 0)|}"), "'x' (B, size) and 'seq.m.flatten(1)' (B, 3 * size) differ outside dimension 0"),
        new("FRNN054", "cat along the features", Value("cat([seq.x, seq.m.flatten(1)], 1)")),

        new("FRNN055", "chunk", Step("var h = tanh(state.h); var parts = {|FRNN055:seq.x.chunk(4, 1)|};", ".Sequences(new { x = Vector(10) }).States(new { h = Vector(4) })", yield: "sequence: new { a = parts[0], b = parts[3], h }, next: new { h }"),
            "Size 10 of 'x' cannot be divided into 4 equal parts"),
        new("FRNN055", "a multiple", Step("var h = tanh(state.h); var parts = seq.x.chunk(4, 1);", ".Sequences(new { x = Vector(4 * size) }).States(new { h = Vector(4) })", yield: "sequence: new { a = parts[0], b = parts[3], h }, next: new { h }")),

        new("FRNN056", "wider", MarkedNext("FRNN056", "cat([state.n, h], 1)"), "State 'n' is (B, size), but the step returns (B, 2 * size) for it; both must be equal"),
        new("FRNN056", "without features", MarkedNext("FRNN056", "(state.n + h).sum([1])"), "State 'n' is (B, size), but the step returns (B) for it; both must be equal"),
        new("FRNN056", "equal", Next("cat([state.n, h], 1).narrow(1, 0, size)")),

        new("FRNN057", "a number for an index", MarkedNext("FRNN057", "(state.n.unsqueeze(1) + h).sum([1])", "Index()"), "State 'n' is Int64, but the step returns Floating for it; convert it with 'to_type'"),
        new("FRNN057", "an index", Next("(state.n.unsqueeze(1) + h).argmax(1)", "Index()")),

        new("FRNN058", "reshape", Step("var h = tanh(state.h); var y = {|FRNN058:seq.x.reshape(seq.x.shape[0], 4, 3)|};", ".Sequences(new { x = Vector(10) }).States(new { h = Vector(4) })", yield: "sequence: new { y, h }, next: new { h }"),
            "'x' (B, 10) cannot be viewed as (B, 4, 3)"),
        new("FRNN058", "the same number", Step("var h = tanh(state.h); var y = seq.x.reshape(seq.x.shape[0], 4, 3); var z = seq.x.view(-1, 2, 6);", ".Sequences(new { x = Vector(12) }).States(new { h = Vector(4) })", yield: "sequence: new { y, z, h }, next: new { h }")),

        new("FRNN059", "the result of an unknown function", MarkedNext("FRNN059", "linalg.pinv(state.n)", "Matrix(size, size)"), "The shape of 'n' is not known here; it is checked when forward runs"),
        new("FRNN059", "after a mistake", Step("var h = tanh(state.h + {|FRNN050:seq.x.matmul(net.w)|});", Slots + ".Modules(() => new { w = Parameter(zeros(other, size)) })", "(seq, state, net)")),
        new("FRNN059", "brought to a shape", Next("linalg.pinv(state.n).reshape(state.n.shape[0], size, size)", "Matrix(size, size)")),

        new("FRNN060", "(B) with (B, 1)", Value("{|FRNN060:h.mean([1]) - seq.x.mean([1], keepdim: true)|}"), "'mean' (B) is broadcast to (B, B); add 'unsqueeze' or 'expand' if that is meant"),
        new("FRNN060", "(B, 1) with (B, size)", Value("h - seq.x.mean([1], keepdim: true)")),

        new("FRNN061", "softmax over the batch", Value("{|FRNN061:softmax(seq.x, 0)|}"), "'y' combines rows of the batch, so one sequence changes another; use other dimensions than 0"),
        new("FRNN061", "the mean of all", Value("h - {|FRNN061:h.mean()|}"), "'mean' combines rows of the batch, so one sequence changes another; use other dimensions than 0"),
        new("FRNN061", "rows with rows", Value("{|FRNN061:h.matmul(seq.x.t())|}"), "'y' combines rows of the batch, so one sequence changes another; use other dimensions than 0"),
        new("FRNN061", "softmax over the features", Value("softmax(seq.x, 1)")),
        new("FRNN061", "a sum of weights", Value("h * net.w.sum()")),
    ];
}
