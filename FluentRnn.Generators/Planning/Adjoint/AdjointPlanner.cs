using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// Makes the adjoint of a step by reverse mode. What is computed once a call gets its gradient after the loop; what only last outputs need, before it;
/// the rest at each step.
/// </summary>
internal sealed class AdjointPlanner
{
    private readonly ForwardParts _forward;
    private readonly DeferredSums _deferred = new();

    private AdjointPlanner(ForwardParts forward) => _forward = forward;

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
            return new AdjointPlanner(new ForwardParts(body, stages)).Plan();
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
        var once = _forward.NamesOf(_forward.Once);
        var eachStep = _forward.NamesOf(KeptValues.Select(_forward.Loop, ReadByAdjoint(reverse)));

        // What the forward computation has for every step is no result of the reverse loop.
        var factors = reverse.Sequence.Skip(reverse.Sequence.Count - _deferred.Factors.Count).ToList();
        var known = new HashSet<Binding>(factors.Where(factor => _forward.InputOfStep(factor.Value) is not null || eachStep.ContainsKey(factor.Value)));
        var before = GraphCut.Take(start, _forward.NamesOf(_forward.Once.Concat(_forward.Loop)));
        var loop = GraphCut.Take(
            reverse with { Sequence = reverse.Sequence.Where(binding => !known.Contains(binding)).ToEquatableArray() },
            once.Concat(eachStep).ToDictionary(pair => pair.Key, pair => pair.Value));
        var after = GraphCut.Take(Finish([.. start.Next, .. loop.Next], factors, factor => reverse.Values()[factor], known), once);

        var ofEachStep = new HashSet<int>(Kept(loop).Concat(known.Select(factor => factor.Value)).Where(eachStep.ContainsKey));
        return new AdjointPlan
        {
            Kept = Keep(Kept(before).Concat(Kept(loop)).Concat(Kept(after)).Where(_forward.IsOnce), KeptWhen.Once)
                .Concat(Keep(ofEachStep, KeptWhen.EachStep))
                .Concat(Keep(Kept(before).Where(id => !_forward.IsOnce(id) && !ofEachStep.Contains(id)), KeptWhen.Last))
                .ToEquatableArray(),
            Start = before,
            Reverse = loop,
            Finish = after,
        };
    }

    /// <summary>From the last outputs to what they were computed from, which the loop or what precedes it made.</summary>
    private StepGraph Start()
    {
        var graph = new AdjointGraph(_forward);
        foreach (var binding in _forward.Body.Last)
        {
            graph.Begin("last." + binding.Name, binding.Value);
        }

        graph.Walk.Walk(_forward.Last);
        var from = graph.Walk.Values.Except(ForwardParts.Results(_forward.Last)).ToList();
        return graph.Build([.. from.Select(value => new Binding(_forward.IsInvariant(value) ? Sum(value) : Last(value), graph.Walk.Total(value)!.Value.Id))], [], []);
    }

    /// <summary>One step backward, not yet apart from the forward step. The last of its sequence outputs are the factors.</summary>
    private StepGraph Reverse(StepGraph start)
    {
        var graph = new AdjointGraph(_forward);
        foreach (var binding in _forward.Body.Next)
        {
            graph.Begin("next." + binding.Name, binding.Value);
        }

        foreach (var binding in _forward.Body.Sequence)
        {
            graph.Begin("sequence." + binding.Name, binding.Value);
        }

        var given = new HashSet<string>(start.Next.Select(binding => binding.Name), StringComparer.Ordinal);
        var last = _forward.Body.Values().Keys.Where(value => given.Contains(Last(value))).ToList();
        foreach (var value in last)
        {
            graph.Begin(Last(value), value);
        }

        graph.Walk.Walk(_forward.Loop);

        // Last outputs are those of the last step: nothing depends on the values of the steps before it.
        List<Binding> next = [.. last.Select(value => new Binding(Last(value), Zeros(graph.Gradient(Last(value), value)).Id))];
        next.AddRange(States(graph));
        next.AddRange(Sums(graph));
        var sequence = _forward.Inputs(InputKind.Sequence)
            .Select(input => (Name: "sequence." + input.Name, Total: graph.Walk.Total(input.Value.Id)))
            .Where(gradient => gradient.Total is not null)
            .Select(gradient => new Binding(gradient.Name, gradient.Total!.Value.Id)).ToList();
        return graph.Build(next, [.. sequence, .. _deferred.Factors], []);
    }

    /// <summary>The gradients of the states before the step; zero where nothing reads one.</summary>
    private IEnumerable<Binding> States(AdjointGraph graph)
    {
        foreach (var input in _forward.Inputs(InputKind.State))
        {
            var name = "next." + input.Name;
            if (graph.Walk.Total(input.Value.Id) is { } total)
            {
                yield return new Binding(name, total.Id);
            }
            else if (_forward.Body.Next.Any(binding => binding.Name == input.Name && _forward.Activity.Has(binding.Value)))
            {
                yield return new Binding(name, Zeros(graph.Gradient(name, input.Value.Id)).Id);
            }
        }
    }

    /// <summary>
    /// What is the same at every step: what sums more than time away is left for later, to be done once for all steps; the rest would be as large for every
    /// step as the sum, and is summed step by step.
    /// </summary>
    private IEnumerable<Binding> Sums(AdjointGraph graph)
    {
        foreach (var value in graph.Walk.Values.Where(_forward.IsInvariant).ToList())
        {
            Term? sum = null;
            foreach (var contribution in graph.Walk.Contributions(value))
            {
                if (contribution.Reduces(graph[value]))
                {
                    _deferred.Add(value, contribution);
                }
                else
                {
                    sum = (sum ?? graph.Gradient(Sum(value), value)) + contribution.To(graph[value]);
                }
            }

            if (sum is { } total)
            {
                yield return new Binding(Sum(value), total.Id);
            }
        }
    }

    /// <summary>The gradients of weights and constants, from the products and sums that were left open.</summary>
    private StepGraph Finish(IEnumerable<Binding> carried, IReadOnlyList<Binding> factors, Func<int, Value> value, HashSet<Binding> known)
    {
        var graph = new AdjointGraph(_forward);
        var sums = new HashSet<string>(carried.Select(binding => binding.Name), StringComparer.Ordinal);
        foreach (var invariant in _forward.Body.Values().Keys.Where(id => _forward.IsInvariant(id) && sums.Contains(Sum(id))))
        {
            graph.Begin(Sum(invariant), invariant);
        }

        _deferred.AddTo(graph.Walk, i => Stacked(factors[i]));
        graph.Walk.Walk(_forward.Once);
        return graph.Build([], [], [.. Gradients("constant.", InputKind.Constant), .. Gradients("weight.", InputKind.Weight)]);

        IEnumerable<Binding> Gradients(string prefix, InputKind kind)
        {
            foreach (var input in _forward.Inputs(kind))
            {
                if (graph.Walk.Total(input.Value.Id) is { } total)
                {
                    yield return new Binding(prefix + input.Name, total.Id);
                }
            }
        }

        Term Stacked(Binding factor)
        {
            var (id, _, type) = value(factor.Value);
            var ofAll = type.Shape is { } shape ? type with { Shape = new([Dim.Time, .. shape]) } : type;
            return !known.Contains(factor) ? graph.Input(InputKind.Gradient, factor.Name, ofAll, value(id).Name)
                : _forward.InputOfStep(id) is { } input ? graph.Input(InputKind.Kept, (input.Kind == InputKind.State ? "state." : "sequence.") + input.Name, ofAll)
                : graph.Input(InputKind.Kept, _forward.Names[id], ofAll);
        }
    }

    private static IEnumerable<int> Kept(StepGraph graph) => graph.Inputs.Where(input => input.Kind == InputKind.Kept).Select(input => input.Value.Id);

    private static Term Zeros(Term like) => like.Apply(Creation.ZerosLike, Term.Null, Term.Null);

    /// <summary>The gradient of a value as last outputs need it.</summary>
    private string Last(int value) => "kept." + _forward.Names[value];

    /// <summary>The gradient of a value, summed over the steps.</summary>
    private string Sum(int value) => "sum." + _forward.Names[value];

    /// <summary>The values of the forward body that its adjoint reads.</summary>
    private HashSet<int> ReadByAdjoint(StepGraph graph)
    {
        var forward = _forward.NamesOf(_forward.Body.Ops);
        return [.. Kept(GraphCut.Take(graph, forward)), .. graph.Returned.Where(forward.ContainsKey)];
    }

    private IEnumerable<KeptValue> Keep(IEnumerable<int> ids, KeptWhen when)
    {
        var kept = new HashSet<int>(ids);
        return _forward.Body.Ops.SelectMany(op => op.Results).Where(result => kept.Contains(result.Id)).Select(result => new KeptValue(_forward.Names[result.Id], result, when));
    }
}
