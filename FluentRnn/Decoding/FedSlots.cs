using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>Which state a token is fed into, and which output scores the tokens: those that were named, else the only ones that can be meant.</summary>
static class FedSlots
{
    /// <summary>The position of the state that the token is fed into: an <c>Index()</c>.</summary>
    /// <param name="container">The name of the container, for messages.</param>
    /// <param name="definition">Its declaration.</param>
    /// <param name="state">Any states of it, without a null.</param>
    /// <param name="named">Takes the state out of its siblings; null for the only one, or the only teacher-forced one.</param>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static int Token<TState>(string container, Recurrence definition, TState state, Func<TState, Tensor?>? named)
        where TState : struct, IRecurrentState<TState>
    {
        var indices = definition.States.Index().Where(slot => slot.Item is { DType: ScalarType.Int64, Shape.Count: 0, Lag: null }).ToList();
        if (named is not null)
        {
            var chosen = named(state);
            indices = indices.FindAll(slot => ReferenceEquals(state.Values[slot.Index], chosen));
            return indices.Count == 1 ? indices[0].Index : throw new ArgumentException(
                $"{container}: 'token' must give a state that is an Index(), as in token: state => state.Token.", nameof(named));
        }

        if (indices.Count == 0)
        {
            throw new ArgumentException(
                $"{container}: decoding feeds the token chosen back into a state that is an Index(), and there is none; declare one, such as token = TeacherForced(Index()).");
        }

        if (indices.Count > 1) indices = indices.FindAll(slot => slot.Item.TeacherForced) is [var only] ? [only] : indices;
        return indices.Count == 1 ? indices[0].Index : throw new ArgumentException(
            $"{container}: the token could be fed back into the states {List(indices.Select(slot => slot.Item.Name))}; say which, as in token: state => state.{Property(indices[0].Item.Name)}.");
    }

    /// <summary>The scores of the next token, (R, V): of the outputs of a step, the only one of that form.</summary>
    /// <param name="container">The name of the container, for messages.</param>
    /// <param name="definition">Its declaration.</param>
    /// <param name="output">The outputs of the step.</param>
    /// <param name="named">Computes them from the outputs; null for the convention.</param>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static Tensor Scores<TStepOutput, TState>(string container, Recurrence definition, TStepOutput output, Func<TStepOutput, Tensor>? named)
        where TStepOutput : struct, IRecurrentStepOutput<TState>
        where TState : struct, IRecurrentState<TState>
    {
        if (named is not null)
        {
            var chosen = named(output);
            return chosen is not null && AreScores(chosen) ? chosen : throw new ArgumentException(
                $"{container}: 'scores' must give a floating-point tensor (B, V), but gave {(chosen is null ? "null" : Text.Of(chosen))}.", nameof(named));
        }

        var found = definition.SequenceOutputs.Zip(output.Sequence, (name, value) => (Name: name, Value: value)).Where(slot => AreScores(slot.Value)).ToList();
        return found switch
        {
            [var only] => only.Value,
            [] => throw new ArgumentException($"{container}: decoding needs a sequence output with a score for every token, a floating-point (B, V) at each step, and there is none; yield one, or compute it: scores: output => ….", nameof(named)),
            _ => throw new ArgumentException($"{container}: the outputs {List(found.Select(slot => slot.Name))} could all be the scores of the tokens; say which, as in scores: output => output.{Property(found[0].Name)}.", nameof(named)),
        };
    }

    static bool AreScores(Tensor value) => value.dim() == 2 && is_floating_point(value.dtype);

    static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    static string Property(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
