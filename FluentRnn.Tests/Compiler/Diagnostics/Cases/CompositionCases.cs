using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>
/// Containers inside containers. The C# compiler rejects what calls a member of the inner one: such members are generated, and these compilations come without them.
/// </summary>
static class CompositionCases
{
    const string Layer = """
        [RecurrentContainer]
        public sealed partial class Layer
        {
            static Recurrence Define(RecurrenceBuilder rnn, int features, int size) => rnn
                .Sequences(new { x = Vector(features), token = Index(), more = Vector(Any) }).States(new { h = Vector(size) }).Modules(() => new { mix = Linear(features, size) })
                .Step((seq, state, net) =>
                {
                    var h = tanh(net.mix.call(seq.x) + state.h + seq.token.unsqueeze(1) + seq.more.sum([1], true));
                    return Yield(sequence: new { y = h }, next: new { h });
                });
        }

        """;

    static string Inside(string made, string body, string layer = Layer) => layer + Step(
        body,
        ".Sequences(new { x = Vector(size), token = Index() }).States(new { h = Vector(size) }).Modules(() => new { layer = " + made + " })",
        "(seq, state, net)");

    static string Pair(string module) => $$"""
        [RecurrentContainer]
        public sealed partial class Layer
        {
            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn{{Slots}}.Modules(() => new { inner = {{module}} })
                .Step((seq, state, net) => { var h = tanh(state.h + net.inner.call(seq.x)); return Yield(sequence: new { y = h }, next: new { h }); });
        }

        """;

    public static IEnumerable<Case> All =>
    [
        new("FRNN027", "directly", Container(Slots + ".Modules(() => new { net = new {|FRNN027:Net|}(size, other) }).Step((seq, state, net) => { var h = tanh(state.h + seq.x); return Yield(next: new { h }); })"),
            "'Net' could never be made, because it contains itself: Net → Net; give the module to 'Define' as a parameter, or leave it out")
        { IsRejectedByTheCompiler = true },
        new("FRNN027", "through another", Pair("new {|FRNN027:Net|}(1, 2)")
            + Container(Slots + ".Modules(() => new { layer = new {|FRNN027:Layer|}(size) }).Step((seq, state, net) => { var h = tanh(state.h + seq.x); return Yield(next: new { h }); })"),
            "'Layer' could never be made, because it contains itself: Layer → Net → Layer; give the module to 'Define' as a parameter, or leave it out")
        { IsRejectedByTheCompiler = true },
        new("FRNN027", "one inside another", Pair("Linear(size, size)") + Container(
            Slots + ".Modules(() => new { layer = new Layer(size) }).Step((seq, state, net) => { var h = net.layer.step(seq.x, new Layer.State(state.h)).Y; return Yield(next: new { h }); })"))
        { IsRejectedByTheCompiler = true },

        new("FRNN062", "another size", Inside("new Layer(2 * size, size)", "var h = {|FRNN062:net.layer.step(seq.x, seq.token, seq.x, new Layer.State(state.h))|}.Y;"),
            "Slot 'x' of 'net.layer' takes (B, 2 * size), but is given (B, size)")
        { IsRejectedByTheCompiler = true },
        new("FRNN062", "another rank", Inside("new Layer(size, size)", "var h = {|FRNN062:net.layer.step(seq.x, seq.token, seq.x, new Layer.State(state.h.sum([1])))|}.Y;"),
            "Slot 'h' of 'net.layer' takes (B, size), but is given (B)")
        { IsRejectedByTheCompiler = true },
        new("FRNN062", "another element type", Inside("new Layer(size, size)", "var h = {|FRNN062:net.layer.step(seq.x, seq.x.sum([1]), seq.x, new Layer.State(state.h))|}.Y + seq.token.unsqueeze(1);"),
            "Slot 'token' of 'net.layer' takes (B) Int64, but is given (B)")
        { IsRejectedByTheCompiler = true },
        new("FRNN062", "what fits", Inside("new Layer(features: size, size: size)", "var h = net.layer.step(seq.x, seq.token, seq.x, new Layer.State(state.h)).Y;")) { IsRejectedByTheCompiler = true },
    ];
}
