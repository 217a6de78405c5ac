namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>A random choice of what a chain can say beside its slots and its step.</summary>
/// <param name="random">Draws the options; the step is drawn from it afterwards.</param>
/// <param name="optimizing">Draws the optimisations, so that a step does not depend on them.</param>
sealed class Options(System.Random random, System.Random optimizing)
{
    readonly bool taught = random.Next(3) == 0;
    readonly bool done = random.Next(4) == 0;
    readonly string matrix = Pick(random, "Matrix(3, 4)", "Matrix(3, 4)", "Learned(Matrix(3, 4))", "RandomNormal(Matrix(3, 4), 0.5)", "Lag(Matrix(3, 4), 2)");
    readonly string direction = Pick(random, "", "", ".Backward()", ".Backward(keepOrder: false)");
    readonly string unroll = Pick(random, "", "", ".Unroll(2)");

    readonly string masked = Pick(random, "", ".MaskedOutputs(Masked.Zero)", ".MaskedOutputs(Masked.Held)", ".MaskedOutputs(Masked.Computed)");
    readonly string valid = Pick(random, "", "", ", lengths: ragged[0]", ", mask: ragged[1]");
    readonly string resets = Pick(random, "", "", ", resets: ragged[2]");

    /// <summary>What the compiler may do: everything, nothing, or any of it.</summary>
    public Optimizations Optimize { get; } = (Optimizations)Pick(optimizing, (int)Optimizations.All, 0, optimizing.Next((int)Optimizations.All + 1));

    /// <summary>
    /// Whether rows are left out at some steps. What an operation across rows makes of those that are is not promised: such a step must keep the rows apart.
    /// </summary>
    public bool IsRagged => done || valid.Length > 0 || resets.Length > 0;

    /// <summary>The attribute of the class.</summary>
    public string Attribute => $"[RecurrentContainer(Optimize = {string.Join(" | ", Optimize.ToString().Split(", ").Select(single => $"Optimizations.{single}"))})]";

    /// <summary>The members of <c>States</c>.</summary>
    public string States => $"h = {(taught ? "TeacherForced(Vector(4))" : "Vector(4)")}, s = {matrix}";

    /// <summary>The calls before <c>Step</c>.</summary>
    public string Chain => direction + unroll + masked;

    /// <summary>The rows that end.</summary>
    public string Done => done ? ", done: seq.f" : "";

    /// <summary>The arguments of <c>forward</c> after the sequences and constants. A state that starts in a way of its own is left out.</summary>
    public string Arguments => $", state: new(H: s[0]{(matrix == "Matrix(3, 4)" ? ", S: s[1]" : "")})" + (taught ? ", hTarget: target, teacherForcing: 0.5" : "") + valid + resets;

    static T Pick<T>(System.Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
