using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Tests.Compiler;

/// <summary>A container with a slot of every group around some statements of a step.</summary>
internal static class StepSource
{
    /// <summary>
    /// The class Net, whose step has the parameters <c>seq.x</c> (B, features), <c>con.c</c> (B, hidden), <c>con.memory</c> (B, Any, hidden), <c>state.h</c> (B, hidden),
    /// <c>net.layer</c>, <c>net.gru</c> and <c>net.gain</c>.
    /// </summary>
    /// <param name="statements">Statements that declare <c>h</c>, the next state.</param>
    /// <param name="members">Further members of the class.</param>
    /// <param name="defined">Statements of Define before the chain.</param>
    public static string Of(string statements, string members = "", string defined = "") => $$"""
        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, int features, int hidden, int depth, float rate, bool deep)
            {
                {{defined}}
                return rnn
                    .Sequences(new { x = Vector(features) })
                    .Constants(new { c = Vector(hidden), memory = Matrix(Any, hidden) })
                    .States(new { h = Vector(hidden) })
                    .Modules(() => new { layer = Linear(features, hidden), gru = GRUCell(features, hidden), gain = Parameter(ones(hidden)) })
                    .Step((seq, con, state, net) =>
                    {
                        {{statements}}
                        return Yield(sequence: new { y = h }, next: new { h });
                    });
            }

            {{members}}
        }
        """;

    /// <summary>The specification of <see cref="Of"/>; fails when the C# is wrong.</summary>
    public static ContainerSpec Parse(string statements, string members = "", string defined = "", params string[] others)
    {
        string[] sources = [Of(statements, members, defined), .. others];
        var compilation = TestCompilation.Of([.. sources.Select(source => TestCompilation.Usings + "\n" + source)]);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return TestCompilation.Parse(compilation)!;
    }
}
