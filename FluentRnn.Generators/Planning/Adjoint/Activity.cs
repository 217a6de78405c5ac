using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Which values of a body have a gradient: floating-point numbers that depend on an input through operations that are not constant.</summary>
internal sealed class Activity
{
    private readonly HashSet<int> _active = [];

    public Activity(StepGraph body)
    {
        _active.UnionWith(body.Inputs.Select(input => input.Value).Where(IsNumber).Select(value => value.Id));
        foreach (var op in body.Ops)
        {
            var rule = op.Operation.Derivative!;
            var passes = rule.WhyUnknown is not null
                ? op.Operands.Any(Has)
                : op.Arguments.Where(argument => rule.Operands.Contains(argument.Name)).SelectMany(argument => argument.Values).Any(Has);
            if (passes)
            {
                _active.UnionWith(op.Results.Where(IsNumber).Select(result => result.Id));
            }
        }
    }

    public bool Has(int value) => _active.Contains(value);

    private static bool IsNumber(Value value) => value.Type.Element == ElementType.Unknown || value.Type.Element.IsFloating();
}
