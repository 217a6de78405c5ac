using FluentRnn.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace FluentRnn.Generators.Parsing;

/// <summary>What cannot be said of one state together: FRNN026.</summary>
internal static class SlotModifiers
{
    private const string Learned = "Learned";
    private const string TeacherForced = "TeacherForced";
    private const string RandomNormal = "RandomNormal";
    private const string Lag = "Lag";

    /// <summary>The initial value has one source, and a teacher replaces the value of the step before.</summary>
    private static readonly (string First, string Second)[] Contradictions = [(Learned, RandomNormal), (TeacherForced, Lag)];

    /// <summary>Checks the modifiers of a slot.</summary>
    public static void Check(Slot slot, SyntaxNode declarator, FindingSink sink)
    {
        var said = Said(slot).ToList();
        foreach (var (first, second) in Contradictions.Where(pair => said.Contains(pair.First) && said.Contains(pair.Second)))
        {
            sink.Report("FRNN026", declarator, slot.Name, first, second);
        }
    }

    /// <summary>Checks the states that <c>Initial</c> computes.</summary>
    public static void CheckInitial(ContainerSpec spec, IReadOnlyList<ChainCall> chain, FindingSink sink)
    {
        foreach (var state in spec.States.Where(state => spec.InitialStates.Contains(state.Name)))
        {
            foreach (var source in Said(state).Where(modifier => modifier is Learned or RandomNormal))
            {
                sink.Report("FRNN026", chain.First(call => call.Name == "Initial").NameSyntax, state.Name, source, "computed by Initial");
            }
        }
    }

    private static IEnumerable<string> Said(Slot slot) => new (string Word, bool IsSaid)[]
    {
        (Learned, slot.Learned),
        (TeacherForced, slot.TeacherForced),
        (RandomNormal, slot.RandomNormal),
        (Lag, slot.Lag is not null),
    }.Where(modifier => modifier.IsSaid).Select(modifier => modifier.Word);
}
