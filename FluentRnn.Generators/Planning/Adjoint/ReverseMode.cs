using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// One walk over operations against their order. What each use of a value adds to its gradient is collected, and summed when the walk comes to the
/// operation that made the value.
/// </summary>
/// <param name="builder">A graph that holds the forward body; the gradients are added to it.</param>
/// <param name="activity">Which values have gradients at all.</param>
/// <param name="names">How messages call values.</param>
internal sealed class ReverseMode(GraphBuilder builder, Activity activity, PlanNames names)
{
    private readonly Dictionary<int, List<Contribution>> _contributions = [];
    private readonly Dictionary<int, Term> _totals = [];

    /// <summary>The values whose gradient something was added to, in the order of their first.</summary>
    public IReadOnlyCollection<int> Values => _contributions.Keys;

    public void Add(int value, Contribution contribution)
    {
        if (!_contributions.TryGetValue(value, out var list))
        {
            _contributions.Add(value, list = []);
        }

        list.Add(contribution);
    }

    /// <summary>What was added to the gradient of a value so far, before it is summed.</summary>
    public IReadOnlyList<Contribution> Contributions(int value) => _contributions.TryGetValue(value, out var list) ? list : [];

    /// <summary>The gradient of a value, once everything was added to it; null when nothing was.</summary>
    public Term? Total(int value)
    {
        if (_totals.TryGetValue(value, out var known))
        {
            return known;
        }

        if (!_contributions.TryGetValue(value, out var list))
        {
            return null;
        }

        try
        {
            var total = list.Select(contribution => contribution.To(builder[value])).Aggregate(static (sum, next) => sum + next);
            builder.Name(total.Id, "d_" + names[value]);
            _totals.Add(value, total);
            return total;
        }
        catch (DerivativeException reason)
        {
            throw new DerivativeException($"the gradient of '{names[value]}' cannot be summed: {reason.Message}");
        }
    }

    /// <summary>Takes the gradients from the results of operations to their operands.</summary>
    /// <exception cref="DerivativeException">A derivative is not known.</exception>
    public void Walk(IEnumerable<Op> ops)
    {
        foreach (var op in ops.Reverse())
        {
            var gradients = op.Results.Select(result => Total(result.Id)?.Id).ToList();
            if (gradients.All(gradient => gradient is null))
            {
                continue;
            }

            try
            {
                foreach (var (operand, contribution) in DerivativeRule.Apply(op, builder, gradients, activity.Has))
                {
                    Add(operand, contribution);
                }
            }
            catch (DerivativeException reason)
            {
                throw new DerivativeException($"the derivative of '{names.Describe(op)}' is not known: {reason.Message}");
            }
        }
    }
}
