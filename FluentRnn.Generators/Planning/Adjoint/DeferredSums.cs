using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// What is added to the gradients of weights and constants at every step, and summed for all steps at once. It is made of factors: values of a step that
/// must be at hand for all of them.
/// </summary>
internal sealed class DeferredSums
{
    private readonly List<(int Value, Contribution Contribution)> _open = [];
    private readonly List<int> _factors = [];

    /// <summary>The factors by name, as they were numbered when they were added.</summary>
    public IReadOnlyList<Binding> Factors => [.. _factors.Select((id, i) => new Binding(FormattableString.Invariant($"factor.{i}"), id))];

    public void Add(int value, Contribution contribution)
    {
        _open.Add((value, contribution));
        contribution.OverTime(term =>
        {
            if (!_factors.Contains(term.Id))
            {
                _factors.Add(term.Id);
            }

            return term;
        });
    }

    /// <summary>Adds the sums over all steps to the gradients of their values; <paramref name="stack"/> gives the factor of that position for all steps.</summary>
    public void AddTo(ReverseMode walk, Func<int, Term> stack)
    {
        foreach (var (value, contribution) in _open)
        {
            walk.Add(value, contribution.OverTime(term => stack(_factors.IndexOf(term.Id))));
        }
    }
}
