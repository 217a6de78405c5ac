using FluentRnn;
using TorchSharp;
using TorchSharp.Modules;
using static FluentRnn.Dsl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluentRnn.Tests.Networks;

/// <summary>The linear system whose state holds the last stretch of its input, held constant within a step: Voelker, Kajić and Eliasmith 2019.</summary>
static class LegendreDelay
{
    /// <summary>What a step does to a row of coefficients, (order, order): m becomes m·A.</summary>
    public static Tensor Transition(int order, double window) => Discrete(order, window).narrow(0, 0, order).narrow(1, 0, order).t().contiguous();

    /// <summary>What a step adds for an input of one, (order).</summary>
    public static Tensor Input(int order, double window) => Discrete(order, window).narrow(0, 0, order).select(1, order).contiguous();

    /// <summary>
    /// exp of ((A, B), (0, 0)), whose upper rows are the matrices of the discrete system. In continuous time A_ij = (2i + 1)/θ · (-1 if i &lt; j, else (-1)^(i-j+1)) and
    /// B_i = (2i + 1)/θ · (-1)^i.
    /// </summary>
    static Tensor Discrete(int order, double window)
    {
        var system = new double[order + 1, order + 1];
        for (var i = 0; i < order; i++)
        {
            var scale = ((2 * i) + 1) / window;
            for (var j = 0; j < order; j++) system[i, j] = scale * (i < j || (i - j) % 2 == 0 ? -1 : 1);
            system[i, order] = scale * (i % 2 == 0 ? 1 : -1);
        }

        return matrix_exp(tensor(system));
    }
}
