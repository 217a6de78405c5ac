using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN03x: the language of a step.</summary>
static class StepCases
{
    public static IEnumerable<Case> All =>
    [
        new("FRNN030", "try", Step("Tensor h; {|FRNN030:try { h = tanh(state.h + seq.x); } finally { GC.KeepAlive(seq); }|}"),
            "The step of 'Net' runs as a plain loop because a try statement cannot be compiled"),
        new("FRNN030", "while", Step("var h = state.h + seq.x; var i = 0; {|FRNN030:while (i < 2) { h = tanh(h); i++; }|}"),
            "The step of 'Net' runs as a plain loop because a while loop cannot be compiled"),
        new("FRNN030", "lock", Step("var h = state.h + seq.x; {|FRNN030:lock (seq) { h = tanh(h); }|}"),
            "The step of 'Net' runs as a plain loop because a lock cannot be compiled"),
        new("FRNN030", "statements that are read", Step("Tensor a, b; { a = seq.x; } (b, var c) = (state.h, a); if (size > 8) { b = b * 2; } else b = b * 3; for (var i = 0; i < 2; i++) { b = tanh(b + c); } var h = b;")),

        new("FRNN031", "a pattern", Step("var h = {|FRNN031:state.h is { } known|} ? tanh(known + seq.x) : seq.x;"),
            "The step of 'Net' runs as a plain loop because a pattern cannot be compiled"),
        new("FRNN031", "an object", Step("var pair = {|FRNN031:new Tuple<Tensor, Tensor>(state.h, seq.x)|}; var h = tanh(pair.Item1 + pair.Item2);"),
            "The step of 'Net' runs as a plain loop because an object of type 'Tuple' cannot be compiled"),
        new("FRNN031", "expressions that are read", Step(
            "Tensor[] parts = [state.h, seq.x]; var a = cat([seq.x, state.h], 1)[.., 0..2].mean([1], keepdim: true); var h = Own(parts[0], -parts[1]) * a + (size > 4 ? 1 : 2); h += 1; Tensor Own(Tensor l, Tensor r) => tanh(l - r);")),

        new("FRNN032", "a function that is not in the table", Step("var h = {|FRNN032:linalg.pinv(state.h + seq.x)|}.reshape(state.h.shape[0], size, size);", ".Sequences(new { x = Matrix(size, size) }).States(new { h = Matrix(size, size) })"),
            "'pinv' is not an operation FluentRnn knows, so it is called as it is, at every step"),
        new("FRNN032", "the user's own function", Step("var h = Own(state.h, seq.x);", members: "static Tensor Own(Tensor h, Tensor x) => tanh(h + x);")),

        new("FRNN033", "a conditional expression", Step("var s = state.h + seq.x; var h = {|FRNN033:s.mean().item<float>() > 0|} ? s : tanh(s);"),
            "The condition depends on the tensor 's.mean()', which differs from row to row and from step to step; use 'where'"),
        new("FRNN033", "an if", Step("var h = state.h + seq.x; if ({|FRNN033:h.sum().ToSingle() > 0|}) h = tanh(h);"),
            "The condition depends on the tensor 'h.sum()', which differs from row to row and from step to step; use 'where'"),
        new("FRNN033", "a conversion", Step("var h = state.h + seq.x; var all = (h > 0).all(); if ({|FRNN033:(bool)all|}) h = tanh(h);"),
            "The condition depends on the tensor 'all', which differs from row to row and from step to step; use 'where'"),
        new("FRNN033", "where", Step("var s = state.h + seq.x; var h = where(s > 0, s, tanh(s));")),
        new("FRNN033", "a condition on a size", Step("var s = state.h + seq.x; var h = size > 4 && !Training ? s : tanh(s);")),

        new("FRNN034", "item", Step("var h = tanh(state.h + seq.x); var y = h / {|FRNN034:h.max().item<float>()|};", yield: "sequence: new { y }, next: new { h }"),
            "'item' copies a tensor value to the host in every step; keep it a tensor"),
        new("FRNN034", "an extension method", Step("var h = tanh(state.h + seq.x); var y = h / {|FRNN034:h.max().ToSingle()|};", yield: "sequence: new { y }, next: new { h }"),
            "'ToSingle' copies a tensor value to the host in every step; keep it a tensor"),
        new("FRNN034", "a conversion", Step("var h = tanh(state.h + seq.x); var y = h / {|FRNN034:(float)seq.s|};", ".Sequences(new { x = Vector(size), s = Scalar() }).States(new { h = Vector(size) })", yield: "sequence: new { y }, next: new { h }"),
            "'(Single)' copies a tensor value to the host in every step; keep it a tensor"),
        new("FRNN034", "a size", Step("var h = tanh(state.h + seq.x) / seq.x.shape[1];")),

        new("FRNN035", "a method", Step("var h = {|FRNN035:(state.h + seq.x).tanh_()|};"), "'tanh_' changes 'state.h + seq.x' in place; use 'tanh'"),
        new("FRNN035", "a statement", Step("var h = state.h + seq.x; {|FRNN035:h.add_(1)|};"), "'add_' changes 'h' in place; use 'add'"),
        new("FRNN035", "a function", Step("var s = state.h + seq.x; var h = {|FRNN035:abs_(s)|};"), "'abs_' changes 's' in place; use 'abs'"),
        new("FRNN035", "a flag", Step("var s = state.h + seq.x; var h = {|FRNN035:nn.functional.relu(s, inplace: true)|};"), "'relu' changes 's' in place; use 'inplace: false'"),
        new("FRNN035", "out of place", Step("var s = state.h + seq.x; var h = nn.functional.relu(s.tanh().add(1), inplace: false); h += 1;")),

        new("FRNN036", "a group", Step("{|FRNN036:state|} = new { h = state.h * 0.9 }; var h = tanh(state.h + seq.x);"), "'state' cannot be assigned; return the next value instead"),
        new("FRNN036", "a local with the slot's name", Step("var x = seq.x; x = x * 2; var h = tanh(state.h + x);")),
        new("FRNN036", "a parameter of the user's own function", Step("var h = Own(state.h, seq.x);", members: "static Tensor Own(Tensor h, Tensor x) { h = h + x; return tanh(h); }")),

        new("FRNN037", "a method", Container(".States(new { h = Vector(size) }).Steps(4).Step({|FRNN037:Hold|})",
                "static StepResult<None, TState, TState> Hold<TState>(TState state) => Yield(last: state, next: state);"),
            "'Step' needs a lambda written in place, not 'Hold', so the step runs as a plain loop"),
        new("FRNN037", "a lambda with one parameter", Container(".States(new { h = Vector(size) }).Steps(4).Step(state => Yield(last: new { y = state.h }, next: new { h = tanh(state.h) }))")),

        new("FRNN038", "a parameter of Define", Step("var h = state.h + seq.x; for (var i = 0; {|FRNN038:i < other|}; i++) h = tanh(h);"),
            "A loop in a step needs constant bounds, but 'i < other' is not constant, so the step runs as a plain loop"),
        new("FRNN038", "constants", Step("var h = state.h + seq.x; const int depth = 3; for (var i = depth; i > 0; i -= 2) h = tanh(h);")),
    ];
}
