using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN08x: what the compiler made of the step.</summary>
static class OptimizationCases
{
    public static IEnumerable<Case> All =>
    [
        new("FRNN080", "a step that was compiled", Container(Chain).Replace("class Net", "class {|FRNN080:Net|}", StringComparison.Ordinal),
            "'Net': 0 operations hoisted, 0 batched over time, 2 in the loop, 0 after it, 0 gates fused"),
        new("FRNN080", "a plain loop", Step("var h = state.h + seq.x; lock (seq) { h = tanh(h); }")),

        new("FRNN081", "no state", Container(".Sequences(new { x = Vector(size) }).Step(seq => Yield(sequence: new { y = tanh(seq.x) }))").Replace("class Net", "class {|FRNN081:Net|}", StringComparison.Ordinal),
            "No state depends on an earlier one, so 'Net' needs no time loop"),
        new("FRNN081", "a state", Container(Chain)),

        new("FRNN084", "a statement that cannot be read", Container(Slots + ".{|FRNN084:Step|}((seq, state) => { var h = state.h + seq.x; lock (seq) { h = tanh(h); } return Yield(sequence: new { y = h }, next: new { h }); })"),
            "A plain loop was generated for 'Net' because a lock cannot be compiled"),
        new("FRNN084", "a mistake that is an error", Step("var h = {|FRNN035:(state.h + seq.x).tanh_()|};")),
    ];
}
