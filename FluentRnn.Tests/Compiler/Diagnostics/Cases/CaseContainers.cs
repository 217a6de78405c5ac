namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>The code around what a case is about.</summary>
static class CaseContainers
{
    /// <summary>The slots of most cases.</summary>
    public const string Slots = ".Sequences(new { x = Vector(size) }).States(new { h = Vector(size) })";

    /// <summary>A step that is in order for <see cref="Slots"/>.</summary>
    public const string Chain = Slots + ".Step((seq, state) => { var h = tanh(state.h + seq.x); return Yield(sequence: new { y = h }, next: new { h }); })";

    /// <summary>A container with one step for <paramref name="slots"/>, which returns the local h.</summary>
    public static string Step(
        string body, string slots = Slots, string lambda = "(seq, state)", string yield = "sequence: new { y = h }, next: new { h }", string members = "",
        string parameters = "int size, int other") =>
        Container($"{slots}.Step({lambda} => {{ {body} return Yield({yield}); }})", members, parameters);

    /// <summary>A container with a chain.</summary>
    public static string Container(string chain, string members = "", string parameters = "int size, int other") => $$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            {{members}}
            static Recurrence Define(RecurrenceBuilder rnn{{(parameters.Length == 0 ? "" : ", " + parameters)}}) => rnn{{chain}};
        }
        """;

    /// <summary>A container whose <c>Define</c> has a body.</summary>
    public static string Define(string body, string members = "") => $$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            {{members}}
            static Recurrence Define(RecurrenceBuilder rnn, int size, int other) { {{body}} }
        }
        """;
}
