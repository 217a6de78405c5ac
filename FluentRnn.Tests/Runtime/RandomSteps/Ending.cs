using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>
/// How a random step ends: values that no statement reads become outputs, where the batch comes first, or flow into the states, so that nothing drawn is
/// without effect; now and then one is left unread.
/// </summary>
sealed class Ending
{
    public Ending(IReadOnlyList<Live> inputs, IReadOnlyList<Statement> statements, System.Random random)
    {
        var read = statements.SelectMany(statement => statement.Operands).ToHashSet();
        Live[] values = [.. inputs, .. statements.SelectMany(statement => statement.Results)];
        var unread = values.Skip(inputs.Count).Where(value => !read.Contains(value.Id) && random.Next(12) > 0).ToArray();
        var outputs = unread.Where(value => value.HasBatch).ToArray();
        var folded = unread.Except(outputs).Select(value => $" + {value.Text}.to_type(ScalarType.Float64).mean() * 0.1f");
        var vectors = values.Where(value => value.IsVector).ToArray();
        var matrices = values.Where(value => value.Type is { Shape: [var batch, { Value: 3 }, { Value: Surroundings.Size }], Element: ElementType.Floating } && batch == Dim.Batch).ToArray();
        string[] sequence = [.. outputs.Where((_, i) => i % 3 < 2).Select((value, i) => FormattableString.Invariant($"y{i} = {value.Text}")), $"y = {Pick(vectors)} + state.h"];
        string[] last = [.. outputs.Where((_, i) => i % 3 == 2).Select((value, i) => FormattableString.Invariant($"z{i} = {value.Text}"))];
        Outputs = [.. sequence.Concat(last).Select(member => member.Split(' ')[0].ToUpperInvariant())];
        Yield = $"sequence: new {{ {string.Join(", ", sequence)} }}{(last.Length == 0 ? "" : $", last: new {{ {string.Join(", ", last)} }}")}, "
            + $"next: new {{ h = tanh({Pick(vectors)} + {Pick(vectors)} * 0.5f{string.Concat(folded)}), s = sigmoid({Pick(matrices)} - state.s) }}";

        string Pick(Live[] from) => from[random.Next(from.Length)].Text;
    }

    /// <summary>The arguments of <c>Yield</c>.</summary>
    public string Yield { get; }

    /// <summary>The members of <c>Output</c>.</summary>
    public IReadOnlyList<string> Outputs { get; }
}
