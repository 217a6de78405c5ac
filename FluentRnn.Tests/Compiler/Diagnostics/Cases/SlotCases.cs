using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN02x: slots and their sizes.</summary>
static class SlotCases
{
    const string Modules = ".Modules(() => new { cell = RNNCell(size, size), readout = Linear(size, other) })";
    const string Body = "var h = net.cell.call(seq.x, state.h);";

    public static IEnumerable<Case> All =>
    [
        new("FRNN020", "a bare slot", Container(".Sequences(new { x = Vector(size) }).States({|FRNN020:Vector(size)|}).Step((seq, state) => { var h = tanh(state + seq.x); return Yield(sequence: new { y = h }, next: h); })"),
            "'States' needs an anonymous object such as 'new { h = Vector(hidden) }'"),
        new("FRNN020", "a tuple", Container(".Sequences({|FRNN020:(x: Vector(size), y: Vector(size))|}).States(new { h = Vector(size) })" + Chain[Slots.Length..]),
            "'Sequences' needs an anonymous object such as 'new { h = Vector(hidden) }'"),
        new("FRNN020", "an anonymous object", Container(Chain)),

        new("FRNN021", "a tensor", Container(".Sequences(new { x = Vector(size) }).States(new { h = {|FRNN021:zeros(size)|} })" + Chain[Slots.Length..]),
            "'h' must be set with a slot factory such as 'Vector(n)'"),
        new("FRNN021", "a modifier of states on a sequence", Container(".Sequences(new { x = {|FRNN021:Learned(Vector(size))|} }).States(new { h = Vector(size) })" + Chain[Slots.Length..]),
            "'x' must be set with a slot factory such as 'Vector(n)'"),
        new("FRNN021", "a module that is none", Step("var h = tanh(state.h + seq.x);", Slots + ".Modules(() => new { cell = {|FRNN021:size|} })", "(seq, state, net)"),
            "'cell' must be set with a slot factory such as 'Linear(…)'"),
        new("FRNN021", "a lag of a constant", Step("var h = tanh(state.h + seq.x + con.c);", ".Sequences(new { x = Vector(size) }).Constants(new { c = {|FRNN021:Lag(Vector(size), 2)|} }).States(new { h = Vector(size) })", "(seq, con, state)"),
            "'c' must be set with a slot factory such as 'Vector(n)'"),
        new("FRNN021", "a step index that is carried", Step("var h = tanh(state.h + seq.x) + state.t.unsqueeze(1);", ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size), t = {|FRNN021:StepIndex()|} })", yield: "sequence: new { y = h }, next: new { h, t = state.t + 1 }"),
            "'t' must be set with a slot factory such as 'Vector(n)'"),
        new("FRNN021", "every factory and modifier", Step(
            "var h = tanh(state.h + seq.x + con.m.sum([1]) + con.s.unsqueeze(1) + con.i.unsqueeze(1) + con.f.unsqueeze(1) + con.k.sum([1, 2])); var l = state.l + h;",
            ".Sequences(new { x = Vector(size) }).Constants(new { m = Matrix(3, size), s = Scalar(), i = Index(), f = Flag(), k = Slot(ScalarType.Float32, 2, 3, size) })"
            + ".States(new { h = TeacherForced(Vector(size)), l = Learned(Slot(size)) })",
            "(seq, con, state)", "sequence: new { y = h, l }, next: new { h, l }")),
        new("FRNN021", "lags, random starts and step indices", Step(
            "var h = tanh(state.h + state.old + state.late + seq.x) * seq.t.unsqueeze(1) + seq.place.unsqueeze(1);",
            ".Sequences(new { x = Vector(size), t = StepIndex(), place = StepIndex(position: true) })"
            + ".States(new { h = RandomNormal(std: 0.1, slot: Vector(size)), old = Lag(Learned(Vector(size)), 3), late = RandomNormal(Lag(Vector(size), k: other), 1) })",
            yield: "sequence: new { y = h }, next: new { h, old = h, late = h }")),

        new("FRNN022", "a constant and a state", Step("var h = tanh(state.h + seq.x + con.h);", ".Sequences(new { x = Vector(size) }).Constants(new { h = Vector(size) }).States(new { {|FRNN022:h = Vector(size)|} })", "(seq, con, state)"),
            "'h' is both a constant and a state; rename one of them"),
        new("FRNN022", "a state and a module", Step("var h = net.x.call(state.h);", ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size) }).Modules(() => new { {|FRNN022:x = Linear(size, size)|} })", "(seq, state, net)"),
            "'x' is both a sequence and a module; rename one of them"),
        new("FRNN022", "a sequence output and a last output", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { h }, last: new { h }, next: new { h }")
                .Replace("Yield(sequence: new { h }, last: new { h }, next: new { h })", "{|FRNN022:Yield(sequence: new { h }, last: new { h }, next: new { h })|}", StringComparison.Ordinal),
            "'h' is both a sequence output and a last output; rename one of them"),
        new("FRNN022", "a state and an output", Step("var h = tanh(state.h + seq.x);", yield: "sequence: new { h }, next: new { h }")),

        new("FRNN023", "a module", Step(Body, Slots + Modules.Replace("readout = Linear(size, other)", "{|FRNN023:readout = Linear(size, other)|}", StringComparison.Ordinal), "(seq, state, net)"),
            "Module 'readout' is never read by the step; remove the slot"),
        new("FRNN023", "a state", Step("var h = tanh(state.h + seq.x); var mark = h * 2;", ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size), {|FRNN023:mark = Vector(size)|} })", yield: "sequence: new { y = h }, next: new { h, mark }"),
            "State 'mark' is never read by the step; remove the slot"),
        new("FRNN023", "modules without weights", Step("var h = net.squash.call(net.norm.call(state.h) + seq.x);",
            Slots + ".Modules(() => new { squash = Tanh(), norm = LayerNorm(size, elementwise_affine: false) })", "(seq, state, net)")),
        new("FRNN023", "a module read in one branch only", Step("var h = net.cell.call(seq.x, state.h); var y = Training ? h : net.readout.call(h);",
            Slots + ".Modules(() => new { cell = RNNCell(size, size), readout = Linear(size, size) })", "(seq, state, net)", "sequence: new { y }, next: new { h }")),

        new("FRNN024", "two states that differ by case", Step("var h = tanh(state.h + seq.x); var H = state.H + h;", ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size), {|FRNN024:H = Vector(size)|} })", yield: "sequence: new { y = h, z = H }, next: new { h, H }"),
            "Slot 'H' would need member 'H', which 'Net' already has; rename the slot"),
        new("FRNN024", "a module with the name of a member", Step("var h = net.train.call(seq.x, state.h);", Slots + ".Modules(() => new { {|FRNN024:train = RNNCell(size, size)|} })", "(seq, state, net)"),
            "Slot 'train' would need member 'train', which 'Module' already has; rename the slot"),
        new("FRNN024", "a module with the name of the user's property", Step("var h = net.cell.call(seq.x, state.h);", Slots + ".Modules(() => new { {|FRNN024:cell = RNNCell(size, size)|} })", "(seq, state, net)", members: "public int cell => 1;"),
            "Slot 'cell' would need member 'cell', which 'Net' already has; rename the slot"),
        new("FRNN024", "a module with the name of another's backward direction", Step("var h = net.cell.call(seq.x, net.cell_backward.call(seq.x, state.h));",
                Slots + ".Bidirectional().Modules(() => new { {|FRNN024:cell = RNNCell(size, size)|}, cell_backward = RNNCell(size, size) })", "(seq, state, net)"),
            "Slot 'cell' would need member 'cell_backward', which 'Net' already has; rename the slot"),
        new("FRNN024", "a keyword", Step("var h = tanh(state.@class + seq.@in);", ".Sequences(new { @in = Vector(size) }).States(new { @class = Vector(size) })", yield: "sequence: new { y = h }, next: new { @class = h }")),

        new("FRNN025", "an element of an array", Container(".Sequences(new { x = Vector({|FRNN025:sizes[0]|}) }).States(new { h = Vector({|FRNN025:sizes[0]|}) })" + Chain[Slots.Length..], parameters: "int[] sizes"),
            "Size 'sizes[0]' of slot 'x' cannot be read at compile time, so it is checked at run time; use a constant or a parameter of 'Define'"),
        new("FRNN025", "a sum of sizes", Container(Chain.Replace("Vector(size)", "Vector(2 * size + other - 1)", StringComparison.Ordinal))),
        new("FRNN025", "a lag from an array", Container(Chain.Replace("h = Vector(size)", "h = Lag(Vector(size), {|FRNN025:lags[0]|})", StringComparison.Ordinal), parameters: "int size, int[] lags"),
            "Size 'lags[0]' of slot 'h' cannot be read at compile time, so it is checked at run time; use a constant or a parameter of 'Define'"),
        new("FRNN025", "any size", Container(Chain.Replace("Vector(size)", "Vector(Any)", StringComparison.Ordinal))),

        new("FRNN026", "a teacher of a lag", Container(Chain.Replace("h = Vector(size)", "{|FRNN026:h = TeacherForced(Lag(Vector(size), 2))|}", StringComparison.Ordinal)),
            "State 'h' cannot be both TeacherForced and Lag; choose one"),
        new("FRNN026", "two starts", Container(Chain.Replace("h = Vector(size)", "{|FRNN026:h = Learned(RandomNormal(Vector(size), 0.1))|}", StringComparison.Ordinal)),
            "State 'h' cannot be both Learned and RandomNormal; choose one"),
        new("FRNN026", "two lags", Container(Chain.Replace("h = Vector(size)", "{|FRNN026:h = Lag(Lag(Vector(size), 2), 3)|}", StringComparison.Ordinal)),
            "State 'h' cannot be both Lag and Lag; choose one"),
        new("FRNN026", "a start that is trained and computed", Step(
                "var h = tanh(state.h + seq.x + con.start);",
                ".Sequences(new { x = Vector(size) }).Constants(new { start = Vector(size) }).States(new { h = Learned(Vector(size)) }).{|FRNN026:Initial|}(con => new { h = con.start })",
                "(seq, con, state)"),
            "State 'h' cannot be both Learned and computed by Initial; choose one"),
        new("FRNN026", "a lag with a start of its own", Container(Chain.Replace("h = Vector(size)", "h = Lag(RandomNormal(Vector(size), 0.1), 2)", StringComparison.Ordinal))),
    ];
}
