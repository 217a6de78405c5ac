using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>A step that is that of torch's LSTM layer, which computes all steps in one call.</summary>
/// <param name="Input">What the layer reads: a sequence, or a value made for all steps ahead.</param>
/// <param name="InputWeight">Its weight.</param>
/// <param name="RecurrentWeight">The weight of the hidden state.</param>
/// <param name="Bias">The bias, (4 · hidden); null for none.</param>
/// <param name="Gates">Where the input gate, the forget gate, the cell's candidate and the output gate stand in weights that are whole, in hidden sizes.</param>
/// <param name="Hidden">The name of the hidden state.</param>
/// <param name="Cell">The name of the cell state.</param>
/// <param name="NextHidden">The next hidden state.</param>
/// <param name="NextCell">The next cell state.</param>
/// <param name="Product">The product with the input, for all steps, which the layer computes itself.</param>
internal sealed record LstmLayer(
    int Input, LstmWeight InputWeight, LstmWeight RecurrentWeight, LstmWeight? Bias, EquatableArray<int> Gates, string Hidden, string Cell, int NextHidden, int NextCell, int Product)
{
    /// <summary>
    /// The layer that a step is; null when it is none: c' = f ⊙ c + i ⊙ g and h' = o ⊙ tanh(c'), the gates being sigmoids and a tanh of the parts of x·W + h·U + b, and nothing else in the
    /// loop; of what the steps make only h' may be read at every step, and the states after the last one. On the CPU the layer is the faster for the LSTM alone: those of
    /// GRU and RNN are loops themselves.
    /// </summary>
    public static LstmLayer? Find(StepGraph graph, StepSchedule schedule, ContainerSpec spec)
    {
        if (spec.States.Count != 2 || spec.HasDone || graph.Ops.Any(StageAnalysis.IsPinned))
        {
            return null;
        }

        var matcher = new Matcher(graph, schedule);
        return matcher.Match(spec.States[0], spec.States[1]) ?? matcher.Match(spec.States[1], spec.States[0]);
    }

    private sealed class Matcher(StepGraph graph, StepSchedule schedule)
    {
        private readonly GraphIndex _index = new(graph);
        private readonly HashSet<Op> _seen = new(ReferenceComparer.Instance);

        public LstmLayer? Match(Slot hidden, Slot cell)
        {
            _seen.Clear();
            var (h, c) = (Input(hidden.Name), Input(cell.Name));
            var (nextHidden, nextCell) = (Next(hidden.Name), Next(cell.Name));
            if (h is null || c is null || hidden.Type != cell.Type || hidden.Type is not { Rank: 2, Shape: { } shape }
                || See(nextHidden, Elementwise.Mul) is not { } output || See(nextCell, Elementwise.Addcmul) is not { } sum || sum.Number("value") != 1
                || See(sum.Tensor("self")!.Value, Elementwise.Mul) is not { } kept)
            {
                return null;
            }

            var size = shape[1];
            if (Pair(sum.Tensor("tensor1"), sum.Tensor("tensor2"), size) is not { } entering || Other(kept, c.Value) is not { } forget || Trace(forget, size) is not { Function: var forgets } f || forgets != Elementwise.Sigmoid
                || OutputGate(output, nextCell, size) is not { } o)
            {
                return null;
            }

            Part[] parts = [entering.Gate, f, entering.Candidate, o];
            int[] gates = [.. parts.Select(part => part.Position)];
            return parts.All(part => part.Whole == f.Whole) && gates.Distinct().Count() == 4 && gates.All(gate => gate < 4)
                && See(f.Whole, Products.Addmm) is { } product && product.HasNoFactors() && product.Tensor("left") == h
                && product.Results[0].Type.Shape is { } gatesShape && gatesShape[1] == Dim.Constant(4) * size
                && product.Tensor("self") is { } z && _index.OnlyReader(z) is not null && _index.Maker(z) is { } ofInput && schedule.Ahead.Contains(ofInput)
                && (ofInput.Operation == Products.Mm || (ofInput.Operation == Products.Addmm && ofInput.HasNoFactors() && _index.Type(ofInput.Tensor("self")!.Value) is { Rank: 1, Shape: { } bias } && bias[0] == gatesShape[1]))
                && Weight(ofInput.Tensor("right") ?? ofInput.Tensor("other"), size, gates) is { } inputWeight && Weight(product.Tensor("right"), size, gates) is { } recurrentWeight
                && schedule.Loop.All(_seen.Contains) && IsAll(nextHidden, nextCell)
                ? new LstmLayer(
                    (ofInput.Tensor("left") ?? ofInput.Tensor("self"))!.Value,
                    inputWeight,
                    recurrentWeight,
                    ofInput.Operation == Products.Addmm ? new LstmWeight(GatesOf(ofInput.Tensor("self")!.Value, axis: 0, size, gates), IsTransposed: false) : null,
                    gates.ToEquatableArray(),
                    hidden.Name,
                    cell.Name,
                    nextHidden,
                    nextCell,
                    z)
                : null;
        }

        /// <summary>Whether nothing else leaves the loop: h' at every step, both states after the last.</summary>
        private bool IsAll(int nextHidden, int nextCell)
        {
            HashSet<int> behind = [.. schedule.Behind.SelectMany(op => op.Results).Select(result => result.Id)];
            return graph.Sequence.Select(binding => binding.Value).Where(value => !behind.Contains(value)).Concat(schedule.Collected).All(value => value == nextHidden)
                && schedule.Kept.All(value => value == nextHidden || value == nextCell);
        }

        private int? Input(string state) => graph.Inputs.FirstOrDefault(input => input.Kind == InputKind.State && input.Name == state)?.Value.Id;

        private int Next(string state) => graph.Next.First(binding => binding.Name == state).Value;

        /// <summary>The weight that a product reads.</summary>
        private LstmWeight? Weight(int? transposed, Dim size, int[] gates) => transposed is not { } value ? null
            : _index.Maker(value, Shapes.T)?.Tensor("self") is { } weight ? new LstmWeight(GatesOf(weight, axis: 0, size, gates), IsTransposed: false)
            : new LstmWeight(GatesOf(value, axis: 1, size, gates), IsTransposed: true);

        /// <summary>The weights of the four gates, in torch's order, where they were joined for the loop; else the weight as it is.</summary>
        private EquatableArray<int> GatesOf(int weight, int axis, Dim size, int[] gates) =>
            _index.Maker(weight, Joining.Cat) is { } joined && joined.Number("dim") == axis && joined.Find("tensors")!.Values is { Count: 4 } parts
                && parts.All(part => _index.Type(part).Shape is { } shape && shape[axis] == size)
                ? gates.Select(gate => parts[gate]).ToEquatableArray()
                : EquatableArray.Of(weight);

        /// <summary>The operation that makes a value in the loop, when it is that one; the pattern is made of those seen.</summary>
        private Op? See(int value, Operation operation)
        {
            if (_index.Maker(value, operation) is { } op)
            {
                _seen.Add(op);
                return op;
            }

            return null;
        }

        /// <summary>The input gate and the candidate, whichever comes first.</summary>
        private (Part Gate, Part Candidate)? Pair(int? left, int? right, Dim size) =>
            left is { } a && right is { } b && Trace(a, size) is { } first && Trace(b, size) is { } second
                ? first.Function == Elementwise.Sigmoid && second.Function == Elementwise.Tanh ? (first, second)
                    : first.Function == Elementwise.Tanh && second.Function == Elementwise.Sigmoid ? (second, first)
                    : null
                : null;

        /// <summary>The gate in o ⊙ tanh(c').</summary>
        private Part? OutputGate(Op output, int nextCell, Dim size)
        {
            foreach (var operand in output.Operands)
            {
                if (_index.Maker(operand, Elementwise.Tanh) is { } tanh && tanh.Tensor("self") == nextCell && Other(output, operand) is { } gate
                    && Trace(gate, size) is { } part && part.Function == Elementwise.Sigmoid)
                {
                    _seen.Add(tanh);
                    return part;
                }
            }

            return null;
        }

        private static int? Other(Op product, int factor) =>
            product.Tensor("self") == factor ? product.Tensor("other") : product.Tensor("other") == factor ? product.Tensor("self") : null;

        /// <summary>What a value is: one function of one part, of that size, of a vector; through parts of parts. Null when it is something else.</summary>
        private Part? Trace(int value, Dim size)
        {
            Operation? function = null;
            var start = Dim.Constant(0);
            if (_index.Type(value).Shape is not { Count: 2 } shape || shape[1] != size)
            {
                return null;
            }

            while (_index.Maker(value) is { } maker && maker.Operation != Products.Addmm)
            {
                if (Parts.IsOf(maker))
                {
                    start += maker.Results.TakeWhile(result => result.Id != value).Select(Parts.Size).Aggregate(Dim.Constant(0), (sum, part) => sum + part);
                }
                else if (function is null && (maker.Operation == Elementwise.Sigmoid || maker.Operation == Elementwise.Tanh))
                {
                    function = maker.Operation;
                }
                else
                {
                    return null;
                }

                _seen.Add(maker);
                value = maker.Tensor("self")!.Value;
            }

            return function is not null && start.DivideExactly(size) is { Value: { } position } ? new Part(function, value, (int)position) : null;
        }
    }

    /// <summary>A function of a part of a vector, at a position counted in parts of that size.</summary>
    private sealed record Part(Operation Function, int Whole, int Position);
}

/// <summary>A weight of a layer, or its bias.</summary>
/// <param name="Values">The value, its gates in the order of the step; or the values of the four gates, in torch's order.</param>
/// <param name="IsTransposed">Whether it is (in, 4 · hidden) instead of (4 · hidden, in).</param>
internal sealed record LstmWeight(EquatableArray<int> Values, bool IsTransposed);
