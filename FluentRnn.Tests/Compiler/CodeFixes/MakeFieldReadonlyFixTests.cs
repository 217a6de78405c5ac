using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class MakeFieldReadonlyFixTests : CodeFixTests<MakeFieldReadonlyFix>
{
    static string Net(string field, string members = "", string decay = "decay", string name = "Net") => $$"""
        [RecurrentContainer]
        public sealed partial class {{name}}
        {
            {{field}}{{members}}

            static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .Sequences(new { x = Vector(size) })
                .States(new { h = Vector(size) })
                .Step((seq, state) => Yield(sequence: new { y = state.h }, next: new { h = tanh(state.h * {{decay}} + seq.x) }));
        }
        """;

    [Fact]
    public Task Adds_the_modifier() => Fixes(Net("static double decay = 0.9; // per step"), Net("static readonly double decay = 0.9; // per step"));

    [Fact]
    public Task Replaces_volatile() => Fixes(Net("private static volatile float decay = 0.9f;"), Net("private static readonly float decay = 0.9f;"));

    [Fact]
    public Task The_static_constructor_may_write() => Fixes(
        Net("static double decay;", " static Net() { decay = 0.9; }"),
        Net("static readonly double decay;", " static Net() { decay = 0.9; }"));

    [Theory]
    [InlineData("public static void Decay(double value) { decay = value; }")]
    [InlineData("public static void Decay() { decay++; }")]
    [InlineData("public static void Decay() { System.Threading.Interlocked.Exchange(ref decay, 1); }")]
    [InlineData("public static void Decay() { (decay, _) = (1, 2); }")]
    [InlineData("public static void Decay() { Net.decay *= 2; }")]
    public Task Is_not_offered_for_a_field_that_is_written(string member) => IsNotOffered(Net("static double decay = 0.9;", " " + member));

    [Fact]
    public Task Is_not_offered_for_several_fields_in_one() => IsNotOffered(Net("static double decay = 0.9, other = 1;", " public static void Change() { other = 2; }"));

    [Fact]
    public Task Fixes_all_also_in_another_file() => FixesAll(
        (
            Net("static double decay = 0.9;", name: "A") + "\n\n" + Net("", decay: "Settings.Decay", name: "B"),
            Net("static readonly double decay = 0.9;", name: "A") + "\n\n" + Net("", decay: "Settings.Decay", name: "B")),
        (
            "static class Settings\n{\n    internal static double Decay = 0.9;\n}\n",
            "static class Settings\n{\n    internal static readonly double Decay = 0.9;\n}\n"),
        (
            Net("", decay: "Settings.Decay", name: "C"),
            Net("", decay: "Settings.Decay", name: "C")));
}
