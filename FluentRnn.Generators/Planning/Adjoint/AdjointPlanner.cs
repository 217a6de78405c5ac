using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Makes the adjoint of a step by reverse mode. What is computed once a call gets its gradient after the loop; what only last outputs need, before it;
/// the rest at each step.
/// </summary>
internal sealed class AdjointPlanner
{
    private readonly StepGraph _body;
    private readonly PlanNames _names;
    private readonly Activity _activity;
    private readonly List<Op> _once;
    private readonly List<Op> _loop;
    private readonly List<Op> _last;
    private readonly HashSet<int> _invariant;

    private AdjointPlanner(StepGraph body, StageMap stages)
    {
        _body = body;
        _names = new PlanNames(body);
        _activity = new Activity(body);
        _once = [.. body.Ops.Where(op => !StageAnalysis.IsPinned(op) && stages[op] == Stage.Invariant)];
        var last = new HashSet<Op>(OnlyLast(body).Except(_once));
        _last = [.. body.Ops.Where(last.Contains)];
        _loop = [.. body.Ops.Where(op => !last.Contains(op) && !_once.Contains(op))];
        _invariant = [.. Results(_once), .. Inputs(InputKind.Weight).Concat(Inputs(InputKind.Constant)).Select(input => input.Value.Id)];
    }

    /// <summary>The adjoint of a body after the passes.</summary>
    public static AdjointPlan Plan(StepGraph body, StageMap stages)
    {
        if (body.Done is not null)
        {
            return AdjointPlan.None("rows may end early, and which step was the last of a row is not known to the step");
        }

        if (body.Ops.FirstOrDefault(op => op.Operation.Effects == Effects.Opaque) is { } unknown)
        {
            return AdjointPlan.None($"the compiler does not know what '{new PlanNames(body).Describe(unknown)}' computes");
        }

        try
        {
            return new AdjointPlanner(body, stages).Plan();
        }
        catch (DerivativeException reason)
        {
            return AdjointPlan.None(reason.Message);
        }
    }

    private AdjointPlan Plan()
    {
        var start = Start();
        var reverse = Reverse(start);
        var once = Names(Results(_once));
        var eachStep = Names(Results(KeptValues.Select(_loop, ReadByAdjoint(reverse.Graph))));

        // A factor that the forward computation keeps is not given again.
        var given = reverse.Factors.Where(factor => IsOfStep(factor.Value) || eachStep.ContainsKey(factor.Value)).ToList();
        var before = GraphCut.Take(start, Names(Results(_once.Concat(_loop))));
        var loop = GraphCut.Take(
            reverse.Graph with { Sequence = reverse.Graph.Sequence.Where(binding => !given.Contains(binding)).ToEquatableArray() },
            once.Concat(eachStep).ToDictionary(pair => pair.Key, pair => pair.Value));
        var after = GraphCut.Take(Finish(reverse, [.. start.Next, .. loop.Next], given), once);

        var stored = new HashSet<int>(Kept(loop).Concat(given.Select(factor => factor.Value)).Where(eachStep.ContainsKey));
        var read = Kept(before).Concat(Kept(loop)).Concat(Kept(after)).ToList();
        return new AdjointPlan
        {
            Kept = Keep(read.Where(once.ContainsKey), KeptWhen.Once)
                .Concat(Keep(stored, KeptWhen.EachStep))
                .Concat(Keep(Kept(before).Where(id => !once.ContainsKey(id) && !stored.Contains(id)), KeptWhen.Last))
                .ToEquatableArray(),
            Start = before,
            Reverse = loop,
            Finish = after,
        };
    }

    /// <summary>From the last outputs to what they were computed from, which the loop or what precedes it made.</summary>
    private StepGraph Start()
    {
        var builder = Builder();
        var walk = new ReverseMode(builder, _activity, _names);
        foreach (var binding in _body.Last)
        {
            AddInput(walk, builder, binding.Value, "last." + binding.Name);
        }

        walk.Walk(_last);
        var made = new HashSet<int>(Results(_last));
        var gradients = walk.Values.Where(value => !made.Contains(value)).ToList()
            .Select(value => new Binding((_invariant.Contains(value) ? "sum." : "kept.") + _names[value], walk.Total(value)!.Value.Id)).ToList();
        return Merged(builder.Build(gradients, [], [], null));
    }

    /// <summary>One step backward, not yet apart from the forward step.</summary>
    private ReverseStep Reverse(StepGraph start)
    {
        var builder = Builder();
        var walk = new ReverseMode(builder, _activity, _names);
        List<Binding> next = [], sequence = [], factors = [];
        var ids = _body.Values().Keys.ToDictionary(id => "kept." + _names[id], StringComparer.Ordinal);
        foreach (var binding in _body.Next)
        {
            AddInput(walk, builder, binding.Value, "next." + binding.Name);
        }

        foreach (var binding in _body.Sequence)
        {
            AddInput(walk, builder, binding.Value, "sequence." + binding.Name);
        }

        foreach (var binding in start.Next.Where(binding => ids.ContainsKey(binding.Name)))
        {
            // Last outputs are those of the last step: before it, nothing depends on them.
            var gradient = AddInput(walk, builder, ids[binding.Name], binding.Name)!.Value;
            next.Add(new Binding(binding.Name, Zeros(gradient).Id));
        }

        walk.Walk(_loop);
        foreach (var input in Inputs(InputKind.State))
        {
            var total = walk.Total(input.Value.Id);
            if (total is not null || _body.Next.Any(binding => binding.Name == input.Name && _activity.Has(binding.Value)))
            {
                next.Add(new Binding("next." + input.Name, (total ?? Zeros(new Term(builder, Gradient(builder, "next." + input.Name, input.Value)))).Id));
            }
        }

        foreach (var input in Inputs(InputKind.Sequence))
        {
            if (walk.Total(input.Value.Id) is { } total)
            {
                sequence.Add(new Binding("sequence." + input.Name, total.Id));
            }
        }

        // What sums more than time away is done once, for all steps; the rest would be as large for every step as the sum.
        List<(int Value, Contribution Contribution)> deferred = [];
        foreach (var value in walk.Values.Where(_invariant.Contains).ToList())
        {
            var contributions = walk.Contributions(value).ToLookup(contribution => contribution.Reduces(builder[value]));
            deferred.AddRange(contributions[true].Select(contribution => (value, contribution)));
            if (contributions[false].Any())
            {
                var name = "sum." + _names[value];
                var sum = new Term(builder, Gradient(builder, name, builder[value]));
                next.Add(new Binding(name, contributions[false].Aggregate(sum, (total, contribution) => total + contribution.To(builder[value])).Id));
            }
        }

        var terms = new List<int>();
        foreach (var (_, contribution) in deferred)
        {
            contribution.OverTime(term =>
            {
                terms.Add(term.Id);
                return term;
            });
        }

        factors = [.. terms.Distinct().Select((id, i) => new Binding(FormattableString.Invariant($"factor.{i}"), id))];
        var merged = Merged(builder.Build(next, sequence.Concat(factors), [], null));
        return new ReverseStep(merged, deferred, terms.Distinct().ToList(), [.. merged.Sequence.Skip(sequence.Count)]);
    }

    /// <summary>The gradients of weights and constants, from the products and sums that were left open.</summary>
    private StepGraph Finish(ReverseStep reverse, IReadOnlyList<Binding> carried, IReadOnlyList<Binding> given)
    {
        var builder = Builder();
        var walk = new ReverseMode(builder, _activity, _names);
        var values = reverse.Graph.Values();
        foreach (var name in carried.Select(binding => binding.Name).Distinct(StringComparer.Ordinal))
        {
            if (_invariant.Cast<int?>().FirstOrDefault(id => "sum." + _names[id!.Value] == name) is { } value)
            {
                AddInput(walk, builder, value, name);
            }
        }

        foreach (var (value, contribution) in reverse.Deferred)
        {
            walk.Add(value, contribution.OverTime(Stack));
        }

        walk.Walk(_once);
        var gradients = Inputs(InputKind.Constant).Select(input => (Name: "constant." + input.Name, Total: walk.Total(input.Value.Id)))
            .Concat(Inputs(InputKind.Weight).Select(input => (Name: "weight." + input.Name, Total: walk.Total(input.Value.Id))))
            .Where(gradient => gradient.Total is not null)
            .Select(gradient => new Binding(gradient.Name, gradient.Total!.Value.Id)).ToList();
        return Merged(builder.Build([], [], gradients, null));

        Term Stack(Term term)
        {
            var factor = reverse.Factors[reverse.Terms.IndexOf(term.Id)];
            var value = values[factor.Value];
            var type = value.Type.Shape is { } shape ? value.Type with { Shape = new([Dim.Time, .. shape]) } : value.Type;
            var input = _body.Inputs.FirstOrDefault(candidate => candidate.Value.Id == factor.Value);
            return new Term(builder, given.Contains(factor)
                ? builder.Input(InputKind.Kept, input is null ? _names[factor.Value] : $"{char.ToLowerInvariant(input.Kind.ToString()[0])}{input.Kind.ToString().Substring(1)}.{input.Name}", type)
                : builder.Input(InputKind.Gradient, factor.Name, type, value.Name));
        }
    }

    /// <summary>What only last outputs need; what draws is done at every step.</summary>
    private static IEnumerable<Op> OnlyLast(StepGraph body)
    {
        var needed = new HashSet<int>(body.Next.Concat(body.Sequence).Select(binding => binding.Value));
        foreach (var op in body.Ops.Reverse())
        {
            if (StageAnalysis.IsPinned(op) || op.Results.Any(result => needed.Contains(result.Id)))
            {
                needed.UnionWith(op.Operands);
            }
            else
            {
                yield return op;
            }
        }
    }

    private static IEnumerable<int> Results(IEnumerable<Op> ops) => ops.SelectMany(op => op.Results).Select(result => result.Id);

    private static IEnumerable<int> Kept(StepGraph graph) => graph.Inputs.Where(input => input.Kind == InputKind.Kept).Select(input => input.Value.Id);

    private static Term Zeros(Term like) => like.Apply(Creation.ZerosLike, Term.Null, Term.Null);

    private static StepGraph Merged(StepGraph graph) => CommonSubexpressions.Merge(graph);

    private GraphBuilder Builder() => new(
        finding => throw new InvalidOperationException($"A derivative rule adds an operation that does not fit: {finding.Id} {string.Join(", ", finding.Arguments)}."), _body);

    /// <summary>The values of the forward body that its adjoint reads.</summary>
    private HashSet<int> ReadByAdjoint(StepGraph graph)
    {
        var forward = new HashSet<int>(Results(_body.Ops));
        var live = GraphCut.Take(graph, Names(forward));
        return [.. Kept(live), .. graph.Returned.Where(forward.Contains)];
    }

    private bool IsOfStep(int value) => _body.Inputs.Any(input => input.Value.Id == value && input.Kind is InputKind.State or InputKind.Sequence);

    private IEnumerable<GraphInput> Inputs(InputKind kind) => _body.Inputs.Where(input => input.Kind == kind);

    private Dictionary<int, string> Names(IEnumerable<int> values) => values.Distinct().ToDictionary(id => id, id => _names[id]);

    private IEnumerable<KeptValue> Keep(IEnumerable<int> ids, KeptWhen when)
    {
        var kept = new HashSet<int>(ids);
        return _body.Ops.SelectMany(op => op.Results).Where(result => kept.Contains(result.Id)).Select(result => new KeptValue(_names[result.Id], result, when));
    }

    /// <summary>An input for the gradient of something returned, added to that of its value; null when the value has none.</summary>
    private Term? AddInput(ReverseMode walk, GraphBuilder builder, int value, string name)
    {
        if (!_activity.Has(value))
        {
            return null;
        }

        var gradient = new Term(builder, Gradient(builder, name, builder[value]));
        walk.Add(value, gradient);
        return gradient;
    }

    private static int Gradient(GraphBuilder builder, string name, Value of) => builder.Input(InputKind.Gradient, name, of.Type, "d_" + name.Split('.').Last());

    /// <summary>One step backward.</summary>
    /// <param name="Graph">The forward step and its gradients; the last of its sequence outputs are factors.</param>
    /// <param name="Deferred">What is summed after the loop, for which value.</param>
    /// <param name="Terms">The values that is made of, as they were numbered before equal ones were merged.</param>
    /// <param name="Factors">The same values, by their names.</param>
    private sealed record ReverseStep(StepGraph Graph, IReadOnlyList<(int Value, Contribution Contribution)> Deferred, List<int> Terms, IReadOnlyList<Binding> Factors);
}
