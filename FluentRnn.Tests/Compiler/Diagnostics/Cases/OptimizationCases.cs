using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN08x: what the compiler made of the step.</summary>
static class OptimizationCases
{
    public static IEnumerable<Case> All =>
    [
        new("FRNN080", "a step that was compiled", Container(Chain).Replace("class Net", "class {|FRNN080:Net|}", StringComparison.Ordinal),
            "'Net': 0 operations hoisted, 0 batched over time, 2 in the loop, 0 after it, 0 fused"),
        new("FRNN080", "a plain loop", Step("var h = state.h + seq.x; lock (seq) { h = tanh(h); }")),

        new("FRNN081", "no state", Container(".Sequences(new { x = Vector(size) }).Step(seq => Yield(sequence: new { y = tanh(seq.x) }))").Replace("class Net", "class {|FRNN081:Net|}", StringComparison.Ordinal),
            "No state depends on an earlier one, so 'Net' needs no time loop"),
        new("FRNN081", "a state", Container(Chain)),

        new("FRNN082", "a mask that keeps a product in the loop",
            Container(Slots + ".Modules(() => new { inner = Linear(size, size) }).Step((seq, state, net) => { var x = {|FRNN082:functional.dropout(seq.x, 0.5, true)|}; var h = tanh(state.h + net.inner.call(x)); return Yield(sequence: new { y = h }, next: new { h }); })"),
            "'x' stays in the loop because random numbers are drawn step by step, in order; you could compute it from the whole sequence before the call"),
        new("FRNN082", "a mask that keeps a readout in the loop",
            Container(Slots + ".Modules(() => new { readout = Linear(size, size) }).Step((seq, state, net) => { var h = tanh(state.h + seq.x); var y = {|FRNN082:functional.dropout(net.readout.call(h), 0.5, true)|}; return Yield(sequence: new { y }, next: new { h }); })"),
            "'y' stays in the loop because random numbers are drawn step by step, in order; you could compute it from the output after the call"),
        new("FRNN082", "a mask that keeps no product in the loop", Step("var h = tanh(state.h + functional.dropout(seq.x, 0.5, true));")),
        new("FRNN082", "a mask of the state",
            Container(Slots + ".Modules(() => new { inner = Linear(size, size) }).Step((seq, state, net) => { var h = tanh(seq.x + net.inner.call(functional.dropout(state.h, 0.5, true))); return Yield(sequence: new { y = h }, next: new { h }); })")),

        new("FRNN083", "one product with a bias, one without", Products("b = Linear(size, size, hasBias: false)").Replace("class Net", "class {|FRNN083:Net|}", StringComparison.Ordinal),
            "The products of 'h' with a.weight, b.weight are not one product because some have a bias and some have none; give one to all or to none"),
        new("FRNN083", "two products with a bias", Products("b = Linear(size, size)")),
        new("FRNN083", "two products with a bias, one of which goes into a sum", Products("b = Linear(size, size)", "tanh(seq.x + net.a.call(state.h)) * net.b.call(state.h)")),

        new("FRNN084", "a statement that cannot be read", Container(Slots + ".{|FRNN084:Step|}((seq, state) => { var h = state.h + seq.x; lock (seq) { h = tanh(h); } return Yield(sequence: new { y = h }, next: new { h }); })"),
            "A plain loop was generated for 'Net' because a lock cannot be compiled"),
        new("FRNN084", "a mistake that is an error", Step("var h = {|FRNN035:(state.h + seq.x).tanh_()|};")),

        new("FRNN085", "a matrix for every step", Step("var m = {|FRNN085:tanh(seq.x.unsqueeze(2) * seq.x.unsqueeze(1))|}; var h = bmm(m, state.h.unsqueeze(2)).squeeze(2);"),
            "'m' keeps size * size numbers a row for every step; without Optimizations.BatchSteps it would not"),
        new("FRNN085", "a vector for every step", Step("var m = tanh(seq.x * seq.x); var h = m * state.h;")),
    ];

    static string Products(string second, string step = "seq.x + net.a.call(state.h) * net.b.call(state.h)") => Container(
        Slots + ".Modules(() => new { a = Linear(size, size), " + second + " }).Step((seq, state, net) => { var h = " + step + "; return Yield(sequence: new { y = h }, next: new { h }); })");
}
