using System.Globalization;
using System.Reflection;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>
/// Random steps: declared, generated, compiled, loaded, and run on both executors; values and gradients must agree. <c>FLUENTRNN_STEPS</c> says how many, and
/// <c>FLUENTRNN_SEED</c> which.
/// </summary>
[Trait("Category", "Libtorch")]
[Trait("Row", "R2")]
[Trait("Row", "R3")]
[Trait("Row", "R10")]
[Trait("Row", "U5")]
[Collection(Sequential.Name)]
public sealed class RandomStepTests(ITestOutputHelper output)
{
    /// <summary>The ordinary run is the same every time; other seeds look for what nobody has met yet.</summary>
    const int UsualSeed = 1, UsualCount = 300;

    const int AssemblySize = 50;

    [Fact]
    public void Both_executors_agree()
    {
        set_num_threads(1);
        var (seed, count) = (Seeds.Chosen(UsualSeed), Seeds.Count("FLUENTRNN_STEPS", UsualCount));
        output.WriteLine(Invariant($"FLUENTRNN_SEED={seed}"));
        var drawn = new Dictionary<Operation, int>();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var mistakes = new HashSet<string>(StringComparer.Ordinal);
        var failures = new List<string>();
        var (refused, plain) = (0, 0);
        for (var first = 0; first < count; first += AssemblySize)
        {
            using var scope = NewDisposeScope();
            var steps = Enumerable.Range(first, Math.Min(AssemblySize, count - first))
                .Select(i => (Name: Invariant($"Random{i}"), Step: new RandomStep(unchecked(seed + i), drawn), Seed: unchecked(seed + i))).ToList();
            mistakes.UnionWith(steps.SelectMany(item => item.Step.Mistakes));
            var source = string.Join("\n", steps.Select(item => item.Step.Write(item.Name, item.Step.Statements.Count)));
            var assembly = InMemory.Load(source, mayBePlain: true);
            var specs = TestCompilation.ParseAll(TestCompilation.WithUsings(source)).ToList();
            plain += specs.Count(spec => spec!.Variants.Count == 0);

            // The rows that the compiler saw, not those that were meant.
            reached.UnionWith(specs.SelectMany(spec => spec!.Variants).SelectMany(variant => variant.Body.Ops).Select(op => op.Operation.Name));
            foreach (var (name, step, stepSeed) in steps)
            {
                var difference = Trial.Run(assembly, name, stepSeed);
                if (difference is null) continue;
                if (difference == Trial.Refused) refused++;
                else failures.Add($"{name}, {step.Options.Optimize}: {difference}\n{(failures.Count < 3 ? Shortest(step, stepSeed) : "")}");
            }
        }

        Assert.True(failures.Count + mistakes.Count == 0, Invariant($"FLUENTRNN_SEED={seed}\n{string.Join("\n", mistakes.Concat(failures))}"));

        // Now and then torch refuses at a later step what it took at the first one, or an array is indexed whose length the compiler does not know.
        output.WriteLine(Invariant($"{refused} of {count} refused by both executors, {plain} left to the plain loop"));
        Assert.True(refused + plain < count / 10, Invariant($"{refused} of {count} refused, {plain} left to the plain loop"));
        Coverage(reached, count);
    }

    /// <summary>The source with the fewest of the first statements that still differs.</summary>
    static string Shortest(RandomStep step, int seed) => Enumerable.Range(0, step.Statements.Count)
        .Select(count => step.Write("Shortest", count))
        .FirstOrDefault(source => Trial.Run(InMemory.Load(source, mayBePlain: true), "Shortest", seed) is { } difference && difference != Trial.Refused)
        ?? step.Write("Shortest", step.Statements.Count);

    void Coverage(HashSet<string> reached, int count)
    {
        var rows = OperationTable.All.Where(row => row.Calls.Length > 0).ToList();
        var missed = rows.Where(row => !reached.Contains(row.Name)).Select(row => row.Name).ToList();
        output.WriteLine(Invariant($"{rows.Count - missed.Count} of {rows.Count} rows of the operation table; not: {string.Join(", ", missed)}"));
        if (count >= UsualCount) Assert.True(missed.Count < rows.Count / 5, $"not reached: {string.Join(", ", missed)}");
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
