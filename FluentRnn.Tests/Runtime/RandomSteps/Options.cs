namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>A random choice of what a chain can say beside its slots and its step.</summary>
sealed class Options(System.Random random)
{
    readonly bool taught = random.Next(3) == 0;
    readonly bool learned = random.Next(3) == 0;
    readonly bool done = random.Next(4) == 0;
    readonly string direction = random.Next(4) switch { 0 => ".Backward()", 1 => ".Backward(keepOrder: false)", _ => "" };
    readonly string unroll = random.Next(3) switch { 0 => ".Unroll(2)", _ => "" };

    /// <summary>The members of <c>States</c>.</summary>
    public string States => $"h = {(taught ? "TeacherForced(Vector(4))" : "Vector(4)")}, s = {(learned ? "Learned(Matrix(3, 4))" : "Matrix(3, 4)")}";

    /// <summary>The calls before <c>Step</c>.</summary>
    public string Chain => direction + unroll;

    /// <summary>The rows that end.</summary>
    public string Done => done ? ", done: seq.f" : "";

    /// <summary>The arguments of <c>forward</c> after the sequences and constants.</summary>
    public string Arguments => $", state: new(H: s[0]{(learned ? "" : ", S: s[1]")})" + (taught ? ", hTarget: target, teacherForcing: 0.5" : "");
}
