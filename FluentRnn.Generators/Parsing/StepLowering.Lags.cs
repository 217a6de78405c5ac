using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Parsing;

/// <content>
/// Lags: what is carried of such a state are the values of as many steps, oldest first. The step sees the oldest, and what it yields becomes the youngest. So
/// nothing behind the lowering knows of lags.
/// </content>
internal sealed partial class StepLowering
{
    /// <summary>The value that the step sees.</summary>
    private int Oldest(Slot state)
    {
        var oldest = _builder.Add(
            Indexing.Select, Argument.Of("self", Line(state)), Argument.Of("dim", HostExpression.Of(1)), Argument.Of("index", HostExpression.Of(0)));
        _builder.Name(oldest, state.Name);
        return oldest;
    }

    /// <summary>What is carried on when the step yields a value; of a state without a lag, that value.</summary>
    private Binding Carried(Slot state, Binding next)
    {
        if (state.Lag is not { } steps)
        {
            return next;
        }

        var youngest = _builder.Add(Shapes.Unsqueeze, Argument.Of("self", next.Value), Argument.Of("dim", HostExpression.Of(1)));
        if (steps == Dim.One)
        {
            return next with { Value = youngest };
        }

        var others = _builder.Add(
            Indexing.Narrow,
            Argument.Of("self", Line(state)),
            Argument.Of("dim", HostExpression.Of(1)),
            Argument.Of("start", HostExpression.Of(1)),
            Argument.Of("length", HostExpression.Of(steps - Dim.One)));
        return next with { Value = _builder.Add(Joining.Cat, Argument.OfList("tensors", [others, youngest]), Argument.Of("dim", HostExpression.Of(1))) };
    }

    private int Line(Slot state) => _builder.Input(InputKind.State, state.Name, state.Carried.Type);
}
