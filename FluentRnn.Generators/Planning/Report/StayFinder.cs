using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>Finds what stays in the loop although no state is needed for it, or although only outputs need it, and why.</summary>
internal sealed class StayFinder
{
    private readonly PlanView _view;
    private readonly ContainerSpec _spec;
    private readonly Optimizations _allowed;
    private readonly IReadOnlyDictionary<int, Value> _values;
    private readonly HashSet<int> _invariant;
    private readonly HashSet<int> _loop;
    private readonly HashSet<int> _afterState = [];
    private readonly HashSet<int> _beforeState = [];
    private readonly StepsAsRows _rows;

    private StayFinder(PlanView view, ContainerSpec spec, Optimizations allowed)
    {
        (_view, _spec, _allowed) = (view, spec, allowed);
        var body = view.Variant.Body;
        _values = body.Values();
        _invariant =
        [
            .. body.Inputs.Where(input => input.Kind is InputKind.Constant or InputKind.Weight).Select(input => input.Value.Id),
            .. view.Variant.Schedule.Once.SelectMany(op => op.Results).Select(result => result.Id),
        ];
        _loop = [.. view.Loop.Ops.SelectMany(op => op.Results).Select(result => result.Id)];
        _rows = new StepsAsRows(body, spec, _invariant.Contains);
        FollowStates(body);
    }

    public static IReadOnlyList<Stay> Of(PlanView view, ContainerSpec spec, Optimizations allowed)
    {
        var search = new StayFinder(view, spec, allowed);
        var ops = view.Loop.Ops.Where(search.CouldLeave).ToList();
        return [.. ops.Select(op => search.Explain(op, ops))];
    }

    /// <summary>Marks what depends on a state, and what a state depends on; effects do not count here.</summary>
    private void FollowStates(StepGraph body)
    {
        _afterState.UnionWith(body.Inputs.Where(input => input.Kind == InputKind.State).Select(input => input.Value.Id));
        foreach (var op in body.Ops)
        {
            if (op.Operands.Any(_afterState.Contains) || HostText.Texts(op).SelectMany(HostText.Placeholders).Any(name => StageAnalysis.StageOfName(name, _spec) == Stage.Carry))
            {
                _afterState.UnionWith(op.Results.Select(result => result.Id));
            }
        }

        _beforeState.UnionWith(body.Next.Select(binding => binding.Value));
        if (body.Done is { } done)
        {
            _beforeState.Add(done);
        }

        foreach (var op in body.Ops.Reverse().Where(op => op.Results.Any(result => _beforeState.Contains(result.Id))))
        {
            _beforeState.UnionWith(op.Operands);
        }
    }

    private bool CouldLeave(Op op) => op.Results.Count > 0 && (IsEarly(op) || !op.Results.Any(result => _beforeState.Contains(result.Id)));

    /// <summary>Whether nothing that an operation reads depends on a state.</summary>
    private bool IsEarly(Op op) => !op.Results.Any(result => _afterState.Contains(result.Id));

    private Stay Explain(Op op, IReadOnlyList<Op> stays)
    {
        var (because, isCause) = Reason(op, stays);
        var advice = !isCause ? null : IsEarly(op) ? "compute it from the whole sequence before the call" : "compute it from the output after the call";
        return new Stay(op, because, op.Operation == Sampling.SequenceDropout ? null : advice, isCause && Held(op, stays).Any(Flops.IsProduct));
    }

    /// <summary>Why an operation stays, and whether it is itself the cause.</summary>
    private (string Because, bool IsCause) Reason(Op op, IReadOnlyList<Op> stays)
    {
        var early = IsEarly(op);
        var needed = early
            ? op.Operands.All(_invariant.Contains) && !StageAnalysis.IsPinned(op) ? Optimizations.HoistInvariants : Optimizations.BatchSteps
            : Optimizations.SinkOutputs;
        return op.Operation == Sampling.SequenceDropout ? ("its mask is drawn by the first step", true)
            : op.Operation.Effects == Effects.Random ? ("random numbers are drawn step by step, in order", true)
            : op.Operation.Effects == Effects.Opaque ? ("it is not known to the compiler", true)
            : (_allowed & needed) == Optimizations.None ? ($"'{needed}' is switched off", false)
            : !early && _spec.HasDone ? ("rows can end before others", true)
            : Neighbour(op, stays, early) is { } neighbour ? (neighbour, false)
            : op.Results.Any(result => result.Type.Shape is null) ? ("its shape is not known while compiling", true)
            : _rows.WhyNot(op) is { } obstacle ? (obstacle, true)
            : ("the steps would have to hand on more than they do now", false);
    }

    /// <summary>Another operation that stays, and keeps this one: what it reads when it could be computed ahead, what reads it when it could be computed behind.</summary>
    private string? Neighbour(Op op, IReadOnlyList<Op> stays, bool early)
    {
        if (early)
        {
            return op.Operands.Where(_loop.Contains).Select(operand => (int?)operand).FirstOrDefault() is { } read ? $"it reads {_view.Describe(read)}, which stays" : null;
        }

        return stays.FirstOrDefault(other => !ReferenceEquals(other, op) && other.Operands.Any(operand => op.Results.Any(result => result.Id == operand))) is { } reader
            ? $"{_view.Describe(reader.Results[0].Id)}, which stays, reads it"
            : null;
    }

    /// <summary>What stays because of an operation: what reads from it and what it reads among what could leave, and products that could be computed ahead but for being part of a sum.</summary>
    private IEnumerable<Op> Held(Op op, IReadOnlyList<Op> stays)
    {
        HashSet<int> made = [.. op.Results.Select(result => result.Id)];
        HashSet<int> read = [.. op.Operands];
        var after = stays.SkipWhile(other => !ReferenceEquals(other, op)).Skip(1).Where(other => Joins(other, made)).ToList();
        var before = stays.Reverse().SkipWhile(other => !ReferenceEquals(other, op)).Skip(1).Where(other => Feeds(other, read));
        var sums = _view.Loop.Ops.Where(other => (other.Operation == Products.Addmm || other.Operation == Products.Addmv)
            && made.Contains(other.Tensor("left")!.Value) && _invariant.Contains(other.Tensor("right")!.Value));
        return [op, .. after, .. before, .. sums];

        static bool Joins(Op other, HashSet<int> made)
        {
            if (!other.Operands.Any(made.Contains))
            {
                return false;
            }

            made.UnionWith(other.Results.Select(result => result.Id));
            return true;
        }

        static bool Feeds(Op other, HashSet<int> read)
        {
            if (!other.Results.Any(result => read.Contains(result.Id)))
            {
                return false;
            }

            read.UnionWith(other.Operands);
            return true;
        }
    }
}
