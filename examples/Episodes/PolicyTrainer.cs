using FluentRnn.Examples.CommandLine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Episodes;

/// <summary>
/// Trains a policy by proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347) with generalised advantages (Schulman et al. 2015, arXiv:1506.02438).
/// A batch is some steps of every cart; episodes begin and end anywhere in it, and the state is reset there, row by row.
/// </summary>
sealed class PolicyTrainer(PolePolicy policy, bool remembers, int updates, int seed)
{
    const int Carts = 32, Steps = 64, Epochs = 4;
    /// <summary>What a step is worth: with it, what can be expected is about as large as the other terms of the loss.</summary>
    const float Reward = 0.05f;

    const double Discount = 0.99, Smoothing = 0.95, Clip = 0.15, LearningRate = 1.5e-3, EntropyWeight = 0.01, ValueWeight = 0.5, LargestGradient = 0.5;

    readonly Parameter[] parameters = [.. policy.parameters()];
    readonly List<double> lengths = [];

    /// <summary>The mean length of the episodes that ended in each update, by the steps of all carts so far.</summary>
    public List<(double Steps, double Length)> Curve { get; } = [];

    /// <summary>Trains until all updates are done or the token is cancelled.</summary>
    public void Train(TrainingProgress.Report report, CancellationToken cancellation)
    {
        using var optimizer = optim.Adam(parameters, LearningRate);
        using var pilot = new Pilot(policy, new PoleCarts(Carts, new Random(seed)), remembers);
        policy.train();
        for (var update = 0; update < updates && !cancellation.IsCancellationRequested; update++)
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = LearningRate * (1 - ((double)update / updates));

            using var scope = NewDisposeScope();
            var before = pilot.Memory is { } memory ? new PolePolicy.State(memory.alias()) : (PolePolicy.State?)null;
            var (moves, returns, advantages) = Collect(pilot);
            var loss = Learn(optimizer, before, moves, returns, advantages);
            if (lengths.Count > 0) Curve.Add(((update + 1.0) * Carts * Steps, lengths.Average()));
            report(update + 1, loss, lengths.Count == 0 ? null : lengths.Average() / PoleCarts.Longest);
            lengths.Clear();
        }
    }

    /// <summary>Runs the policy for some steps, and looks back at what each was worth: returns and advantages, (B, T).</summary>
    (List<Move> Moves, Tensor Returns, Tensor Advantages) Collect(Pilot pilot)
    {
        using var withoutGradients = no_grad();
        List<Move> moves = [];
        List<float[]> rewards = [];
        List<float[]> values = [];
        for (var t = 0; t < Steps; t++)
        {
            var move = pilot.Step(greedy: false);
            moves.Add(move);
            values.Add([.. move.Values.data<float>()]);
            rewards.Add(Rewards(pilot, move));
            pilot.Restart(move.Endings);
            lengths.AddRange(move.Endings.Where(ending => ending.Ending != Ending.None).Select(ending => (double)ending.Length));
        }

        values.Add([.. pilot.Judge().Value.squeeze(1).data<float>()]);
        var (returns, advantages) = LookBack(moves, rewards, values);
        return (moves, returns, advantages);
    }

    /// <summary>The same for every step. Where only the time is up, what the policy expected to follow comes on top: the cart did not fail.</summary>
    static float[] Rewards(Pilot pilot, Move move)
    {
        var rewards = Enumerable.Repeat(Reward, move.Endings.Length).ToArray();
        if (move.Endings.All(ending => ending.Ending != Ending.TimeIsUp)) return rewards;
        var expected = pilot.Judge().Value.squeeze(1).data<float>().ToArray();
        for (var i = 0; i < rewards.Length; i++)
        {
            if (move.Endings[i].Ending == Ending.TimeIsUp) rewards[i] += (float)Discount * expected[i];
        }

        return rewards;
    }

    static (Tensor Returns, Tensor Advantages) LookBack(List<Move> moves, List<float[]> rewards, List<float[]> values)
    {
        var (returns, advantages) = (new float[Carts, Steps], new float[Carts, Steps]);
        for (var cart = 0; cart < Carts; cart++)
        {
            var advantage = 0.0;
            for (var t = Steps - 1; t >= 0; t--)
            {
                var goesOn = moves[t].Endings[cart].Ending == Ending.None ? 1.0 : 0.0;
                advantage = rewards[t][cart] - values[t][cart] + (goesOn * Discount * (values[t + 1][cart] + (Smoothing * advantage)));
                advantages[cart, t] = (float)advantage;
                returns[cart, t] = (float)(advantage + values[t][cart]);
            }
        }

        return (tensor(returns), tensor(advantages));
    }

    double Learn(optim.Optimizer optimizer, PolePolicy.State? before, List<Move> moves, Tensor returns, Tensor advantages)
    {
        var (seen, push, resets) = (cat([.. moves.Select(move => move.Seen)], 1), cat([.. moves.Select(move => move.Push)], 1), cat([.. moves.Select(move => move.Resets)], 1));
        var actions = stack(moves.Select(move => move.Actions), 1).unsqueeze(2);
        var old = LogProbability(stack(moves.Select(move => move.Logits), 1), actions);
        var weights = (advantages - advantages.mean()) / (advantages.std() + 1e-6);

        var last = 0.0;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var output = policy.call(seen, push, before, resets: resets);
            var ratio = (LogProbability(output.Logits, actions) - old).exp();
            var gain = minimum(ratio * weights, ratio.clamp(1 - Clip, 1 + Clip) * weights).mean();
            var entropy = -(output.Logits.softmax(2) * output.Logits.log_softmax(2)).sum(2).mean();
            var error = nn.functional.mse_loss(output.Value, returns);
            var loss = -gain + (ValueWeight * error) - (EntropyWeight * entropy);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, LargestGradient);
            optimizer.step();
            last = loss.ToDouble();
        }

        return last;
    }

    /// <summary>(B, T, 2), (B, T, 1) → (B, T).</summary>
    static Tensor LogProbability(Tensor logits, Tensor actions) => logits.log_softmax(2).gather(2, actions).squeeze(2);
}
