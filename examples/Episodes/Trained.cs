using System.Collections.Immutable;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Episodes;

/// <summary>A policy after its training, and how it did on carts it had not met.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Curve">The mean length of the episodes while it learned, by the steps of all carts.</param>
/// <param name="Lengths">The length of the first episode of every cart.</param>
/// <param name="Angles">The angle of the first cart's pole at every step of that episode, in degrees.</param>
sealed record Trained(string Name, ImmutableArray<(double Steps, double Length)> Curve, ImmutableArray<int> Lengths, ImmutableArray<double> Angles)
{
    /// <summary>Lets a policy drive every cart, greedily, until its first episode has ended.</summary>
    public static Trained Test(string name, PolePolicy policy, bool remembers, ImmutableArray<(double Steps, double Length)> curve, PoleCarts carts)
    {
        using var withoutGradients = no_grad();
        policy.eval();
        using var pilot = new Pilot(policy, carts, remembers);
        var lengths = new int[carts.Count];
        List<double> angles = [];
        while (lengths.Contains(0))
        {
            using var scope = NewDisposeScope();
            if (lengths[0] == 0) angles.Add(carts.Angles()[0]);
            var endings = pilot.Step(greedy: true).Endings;
            for (var i = 0; i < lengths.Length; i++)
            {
                if (lengths[i] == 0 && endings[i].Ending != Ending.None) lengths[i] = endings[i].Length;
            }

            pilot.Restart(endings);
        }

        return new Trained(name, curve, [.. lengths], [.. angles]);
    }
}
