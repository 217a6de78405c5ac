using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN04x: what a step captures, and calls with effects.</summary>
static class CaptureCases
{
    static string Scaled(string scale) => Slots + $".Step((seq, state) => {{ var h = tanh(state.h + seq.x * {scale}); return Yield(sequence: new {{ y = h }}, next: new {{ h }}); }});";

    public static IEnumerable<Case> All =>
    [
        new("FRNN040", "a local that is assigned again", Define("var scale = 1.0; scale *= 0.5; return rnn" + Scaled("{|FRNN040:scale|}")),
            "The step reads 'scale', which is assigned more than once, so its value is not known when forward runs; assign it once or make it a state"),
        new("FRNN040", "a local with one value", Define("var scale = 0.5 * other; return rnn" + Scaled("scale"))),
        new("FRNN040", "a local of the step", Step("var scale = 1.0; scale = 0.5; var h = tanh(state.h + seq.x * scale);")),

        new("FRNN041", "a field", Step("var h = tanh(state.h * {|FRNN041:decay|} + seq.x);", members: "static double decay = 0.9;"),
            "'decay' can change, but it is read once per forward, not once per step; make it readonly"),
        new("FRNN041", "a readonly field and a constant", Step("var h = tanh(state.h * decay + seq.x * Scale);", members: "static readonly double decay = 0.9; const double Scale = 0.5;")),
        new("FRNN041", "TorchSharp's name of an element type", Step("var h = tanh(state.h + seq.x.to_type(int64).to_type(float32));")),

        new("FRNN042", "a field", Step("var h = tanh(state.h * {|FRNN042:mask|} + seq.x);", members: "static readonly Tensor mask = ones(8);"),
            "The tensor 'mask' is not a slot, so it would not be trained, moved or saved; declare it in 'Constants'"),
        new("FRNN042", "a local of Define", Define("var mask = ones(size); return rnn" + Scaled("{|FRNN042:mask|}")),
            "The tensor 'mask' is not a slot, so it would not be trained, moved or saved; declare it in 'Constants'"),
        new("FRNN042", "a parameter of Define", Container(Scaled("{|FRNN042:mask|}").TrimEnd(';'), parameters: "int size, Tensor mask"),
            "The tensor 'mask' is not a slot, so it would not be trained, moved or saved; declare it in 'Constants'"),
        new("FRNN042", "a buffer", Step("var h = tanh(state.h * net.mask + seq.x);", Slots + ".Modules(() => new { mask = ones(size) })", "(seq, state, net)")),

        new("FRNN043", "a call for its effect", Step("var h = tanh(state.h + seq.x); {|FRNN043:Console.WriteLine(1)|};"),
            "'WriteLine' may have side effects, so the step runs as a plain loop; move it out of the step"),
        new("FRNN043", "a call for its result", Step("var h = tanh(state.h + seq.x) * Math.Sqrt(size);")),

        new("FRNN044", "a function", Step("var h = tanh(state.h + {|FRNN044:nn.functional.dropout(seq.x, 0.1, Training)|});"),
            "'dropout' is random, so it stays in the loop and is drawn at every step"),
        new("FRNN044", "a module", Step("var h = tanh(state.h + {|FRNN044:net.drop.call(seq.x)|});", Slots + ".Modules(() => new { drop = Dropout(0.1) })", "(seq, state, net)"),
            "'drop' is random, so it stays in the loop and is drawn at every step"),
        new("FRNN044", "a mask from the caller", Step("var h = tanh(state.h + seq.x * con.mask);", ".Sequences(new { x = Vector(size) }).Constants(new { mask = Vector(size) }).States(new { h = Vector(size) })", "(seq, con, state)")),

        new("FRNN045", "nothing captured", Container(Slots + ".Step({|FRNN045:(seq, state) => Yield(next: new { h = tanh(state.h + seq.x) })|})"),
            "The step captures nothing and can be marked 'static'"),
        new("FRNN045", "static", Container(Slots + ".Step(static (seq, state) => Yield(next: new { h = tanh(state.h + seq.x) }))")),
        new("FRNN045", "a size captured", Container(Slots + ".Step((seq, state) => Yield(next: new { h = tanh(state.h + seq.x) / size }))")),

        new("FRNN046", "batch normalisation", Step("var h = tanh(state.h + {|FRNN046:net.norm.call(seq.x)|});", Slots + ".Modules(() => new { norm = BatchNorm1d(size) })", "(seq, state, net)"),
            "Module 'norm' keeps state between steps and is not part of the recurrence; carry its state in a slot"),
        new("FRNN046", "layer normalisation", Step("var h = tanh(state.h + net.norm.call(seq.x));", Slots + ".Modules(() => new { norm = LayerNorm(size) })", "(seq, state, net)")),
    ];
}
