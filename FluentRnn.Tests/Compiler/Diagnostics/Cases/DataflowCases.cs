using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN07x: what reaches the states and the outputs.</summary>
static class DataflowCases
{
    const string Two = ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size), c = Vector(size) })";
    const string Body = "var c = state.c + seq.x; var h = tanh(state.h + c);";

    public static IEnumerable<Case> All =>
    [
        new("FRNN070", "one of two", Step(Body, Two, yield: "sequence: new { y = h }, next: {|FRNN070:new { h }|}"), "The step returns no next value for state 'c'; name every state in 'next'")
        { IsRejectedByTheCompiler = true },
        new("FRNN070", "no next at all", Container(Two + ".Step((seq, state) => {|FRNN070:Yield(sequence: new { y = seq.x })|})"), "The step returns no next value for state 'h', 'c'; name every state in 'next'")
        { IsRejectedByTheCompiler = true },
        new("FRNN070", "every state", Step(Body, Two, yield: "sequence: new { y = h }, next: new { h, c }")),
        new("FRNN070", "the states as a whole", Container(".States(new { h = Vector(size) }).Steps(3).Step(state => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) }))")),

        new("FRNN071", "a name that is no state", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { y = h }, next: {|FRNN071:new { h, gate = h }|}"),
            "The step returns 'gate', which is neither a state nor an output; declare it in 'States' or return it in 'sequence' or 'last'")
        { IsRejectedByTheCompiler = true },
        new("FRNN071", "an output", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { y = h, gate = h }, next: new { h }")),

        new("FRNN072", "returned as it came", Step("var h = tanh(state.h + state.c + seq.x);", Two.Replace("c = Vector(size)", "{|FRNN072:c = Vector(size)|}", StringComparison.Ordinal), yield: "sequence: new { y = h }, next: new { h, state.c }"),
            "State 'c' is returned unchanged; make it a constant"),
        new("FRNN072", "changed while training", Step("var h = tanh(state.h + state.c + seq.x); var c = Training ? state.c + 1 : state.c;", Two, yield: "sequence: new { y = h }, next: new { h, c }")),

        new("FRNN073", "a local", Step("var gate = {|FRNN073:sigmoid(seq.x)|}; var h = tanh(state.h + seq.x);"), "'gate' does not reach any state or output; remove it"),
        new("FRNN073", "one of several results", Step("var parts = cat([state.h, seq.x], 1).chunk(2, 1); var (a, b) = (parts[0], parts[1]); var h = tanh(a);")),
        new("FRNN073", "used in one branch", Step("var gate = sigmoid(seq.x); var h = tanh(state.h + (Training ? gate : seq.x));")),

        new("FRNN074", "a sequence", Step("var h = tanh(state.h);", Slots.Replace("x = Vector(size)", "{|FRNN074:x = Vector(size)|}", StringComparison.Ordinal)), "The step never reads input 'x'; remove the slot"),
        new("FRNN074", "a constant", Step("var h = tanh(state.h + seq.x);", ".Sequences(new { x = Vector(size) }).Constants(new { {|FRNN074:con = Vector(size)|} }).States(new { h = Vector(size) })", "(seq, con, state)"), "The step never reads input 'con'; remove the slot"),
        new("FRNN074", "read by the initial state only", Step("var h = tanh(state.h + seq.x);", ".Sequences(new { x = Vector(size) }).Constants(new { start = Vector(size) }).States(new { h = Vector(size) }).Initial(con => new { h = con.start })", "(seq, con, state)")),

        new("FRNN075", "null", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { y = h, {|FRNN075:z = (Tensor)null!|} }, next: new { h }"), "The step gives no value for output 'z'; set it to a tensor"),
        new("FRNN075", "default", Step("var h = tanh(state.h + seq.x);", yield: "last: new { {|FRNN075:z = default(Tensor)!|} }, next: new { h }"), "The step gives no value for output 'z'; set it to a tensor"),
        new("FRNN075", "a slot as it is", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { seq.x, h }, next: new { h }")),

        new("FRNN076", "a counter", Step("var h = tanh(state.h + seq.x); var n = state.n + 1;", ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size), {|FRNN076:n = Scalar()|} })", yield: "sequence: new { y = h }, next: new { h, n }"),
            "State 'n' never reaches an output, only the final state; remove it unless that is what it is for"),
        new("FRNN076", "through another state", Step(Body, Two, yield: "sequence: new { y = h }, next: new { h, c }")),
        new("FRNN076", "no outputs at all", Step("var h = tanh(state.h + seq.x);", yield: "next: new { h }")),

        new("FRNN077", "no inputs", Container(".Modules(() => new { layer = Linear(size, size) }).Steps(3).{|FRNN077:Step|}(net => Yield(sequence: new { y = net.layer.bias! }))"),
            "The container has no inputs; declare 'Sequences', 'Constants' or 'States'"),
        new("FRNN077", "no results", Container(".Sequences(new { {|FRNN074:x = Vector(size)|} }).{|FRNN077:Step|}(seq => Yield(sequence: new { }))"),
            "The container has no results; declare 'States', or give 'sequence' or 'last' to 'Yield'"),
        new("FRNN077", "states alone", Container(".States(new { h = Vector(size) }).Step(state => Yield(next: new { h = tanh(state.h) }))")),
        new("FRNN077", "a constant alone", Container(".Constants(new { k = Vector(size) }).Steps(3).Step(con => Yield(sequence: new { y = tanh(con.k) }))")),
    ];
}
