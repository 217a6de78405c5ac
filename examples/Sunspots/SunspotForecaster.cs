using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Examples.Sunspots;

/// <summary>Forecasts the next value of a series from those before it. It carries two states, those of an LSTM cell.</summary>
sealed class SunspotForecaster : Module<Tensor, SunspotForecaster.State?, (Tensor Forecast, SunspotForecaster.State State)>
{
    readonly int hidden;
    readonly LSTMCell cell;
    readonly Linear readout;

    public SunspotForecaster(int hidden)
        : base(nameof(SunspotForecaster))
    {
        this.hidden = hidden;
        cell = LSTMCell(1, hidden);
        readout = Linear(hidden, 1);
        RegisterComponents();
    }

    /// <summary>(B, T, 1) values to (B, T, 1) forecasts, each of the value after it.</summary>
    public override (Tensor Forecast, State State) forward(Tensor value, State? state)
    {
        var current = state ?? new State(zeros(value.shape[0], hidden), zeros(value.shape[0], hidden));
        var forecasts = new Tensor[value.shape[1]];
        for (var t = 0; t < forecasts.Length; t++)
            (forecasts[t], current) = Step(value.select(1, t), current);
        return (stack(forecasts, 1), current);
    }

    /// <summary>One step: (B, 1) to (B, 1).</summary>
    public (Tensor Forecast, State State) Step(Tensor value, State state)
    {
        var (h, c) = cell.call(value, (state.H, state.C));
        return (readout.call(h), new State(h, c));
    }

    /// <summary>What is carried from year to year.</summary>
    internal readonly record struct State(Tensor H, Tensor C);
}
