using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Episodes;

/// <summary>A policy at the wheel of some carts: it keeps the state, and forgets it, cart by cart, where an episode begins.</summary>
/// <param name="policy">The policy.</param>
/// <param name="carts">The carts.</param>
/// <param name="remembers">Whether it has a memory: one without is reset before every step.</param>
sealed class Pilot(PolePolicy policy, PoleCarts carts, bool remembers) : IDisposable
{
    readonly float[] pushes = new float[carts.Count];
    readonly bool[] begins = [.. Enumerable.Repeat(true, carts.Count)];
    PolePolicy.State state;

    /// <summary>The state before the next step; null before the first.</summary>
    public Tensor? Memory => state.H;

    /// <summary>What the policy sees now: (B, 1, 2), (B, 1, 1), and the rows (B, 1) whose state is reset before the step.</summary>
    public (Tensor Seen, Tensor Push, Tensor Resets) Look() => (
        tensor(carts.Observe(), [carts.Count, 1, PoleCarts.Seen]),
        tensor(pushes, [carts.Count, 1, 1]),
        tensor(remembers ? begins : [.. Enumerable.Repeat(true, carts.Count)], [carts.Count, 1]));

    /// <summary>What the policy says of what it sees, without moving on.</summary>
    public PolePolicy.Output Judge() => Judge(Look());

    /// <summary>Runs the policy, draws or chooses the pushes, and moves the carts.</summary>
    /// <param name="greedy">Whether each cart gets the likelier push, instead of one drawn.</param>
    public Move Step(bool greedy)
    {
        var view = Look();
        var output = Judge(view);
        var logits = output.Logits.squeeze(1);
        var actions = greedy ? logits.argmax(1) : logits.softmax(1).multinomial(1).squeeze(1);
        Remember(output.State);
        var right = actions.data<long>().Select(action => action == 1).ToArray();
        var endings = carts.Push(right);
        for (var i = 0; i < right.Length; i++) pushes[i] = right[i] ? 1 : -1;
        return new Move(view.Seen, view.Push, view.Resets, actions, logits, output.Value.squeeze(1), endings);
    }

    /// <summary>Begins the next episodes.</summary>
    public void Restart((Ending Ending, int Length)[] endings)
    {
        for (var i = 0; i < endings.Length; i++)
        {
            begins[i] = endings[i].Ending != Ending.None;
            if (!begins[i]) continue;
            carts.Restart(i);
            pushes[i] = 0;
        }
    }

    public void Dispose() => state.Dispose();

    PolePolicy.Output Judge((Tensor Seen, Tensor Push, Tensor Resets) view) => policy.call(view.Seen, view.Push, state, resets: view.Resets);

    void Remember(PolePolicy.State next)
    {
        state.Dispose();
        state = new PolePolicy.State(next.H!.alias().DetachFromDisposeScope());
    }
}

/// <summary>One step of all carts: what was seen and reset, what was done and said, and how it ended. Tensors (B, 1, …) and (B, …).</summary>
sealed record Move(Tensor Seen, Tensor Push, Tensor Resets, Tensor Actions, Tensor Logits, Tensor Values, (Ending Ending, int Length)[] Endings);
