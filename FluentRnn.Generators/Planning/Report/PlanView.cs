using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Generators.Planning;

/// <summary>
/// The plan of a variant for a reader: equations in place of operations. A value without a name is written where it is read, when that is one place of the same phase and the text stays short;
/// a view of a value always is.
/// </summary>
internal sealed class PlanView
{
    private const int LongestOperand = 60;

    private static readonly Dictionary<Operation, string> Kinds = new()
    {
        [Products.Linear] = "product",
        [Products.MatMul] = "product",
        [Products.Mm] = "product",
        [Products.Bmm] = "product",
        [Products.Mv] = "product",
        [Products.Addmm] = "product",
        [Products.Addmv] = "product",
        [Elementwise.Add] = "sum",
        [Elementwise.Sub] = "difference",
        [Elementwise.Mul] = "scaled",
        [Elementwise.Div] = "ratio",
        [Joining.Cat] = "joined",
        [Operations.Opaque] = "result",
    };

    private readonly IReadOnlyDictionary<int, Value> _values;
    private readonly ILookup<int, Op> _readers;
    private readonly HashSet<int> _returned;
    private readonly Dictionary<Op, int> _phases = new(ReferenceComparer.Instance);
    private readonly Dictionary<int, Equation> _inlined = [];
    private readonly Dictionary<int, List<int>> _sources = [];
    private readonly Dictionary<int, Dim?> _flops = [];
    private readonly Dictionary<Op, PlanLine> _lines = new(ReferenceComparer.Instance);

    public PlanView(VariantPlan variant)
    {
        Variant = variant;
        Names = new PlanNames(variant.Body);
        _values = variant.Body.Values();
        _returned = [.. variant.Body.Returned];
        _readers = variant.Body.Ops.SelectMany(op => op.Operands, (op, operand) => (op, operand)).ToLookup(pair => pair.operand, pair => pair.op);
        var schedule = variant.Schedule;
        EquatableArray<Op>[] phases = [schedule.Once, schedule.Ahead, schedule.Loop, schedule.Behind, schedule.After];
        for (var phase = 0; phase < phases.Length; phase++)
        {
            foreach (var op in phases[phase])
            {
                // One bit for each phase: what is computed after the loop may be so for all steps, and once more for the last.
                _phases[op] = (_phases.TryGetValue(op, out var others) ? others : 0) | (1 << phase);
            }
        }

        var equations = new Equations(Read, value => _values[value].Type);
        foreach (var op in variant.Body.Ops)
        {
            Write(op, equations);
        }

        Phases =
        [
            Phase("Once per call", "once per call", schedule.Once),
            Phase("For all steps at once, before the loop", "for all steps at once", schedule.Ahead),
            Phase("Each step", "at each step", schedule.Loop),
            Phase("For all steps at once, after the loop", "for all steps at once after the loop", schedule.Behind),
            Phase("After the last step", "after the last step", schedule.After),
        ];
    }

    public VariantPlan Variant { get; }

    public PlanNames Names { get; }

    /// <summary>The phases of a call, in order, also those that are empty.</summary>
    public IReadOnlyList<PlanPhase> Phases { get; }

    public PlanPhase Loop => Phases[2];

    /// <summary>The phases of which every step has its part.</summary>
    public IEnumerable<PlanPhase> OfSteps => Phases.Skip(1).Take(3);

    /// <summary>A value as it stands in equations.</summary>
    public string Describe(int value) => Read(value).Text;

    private Equation Read(int value) => _inlined.TryGetValue(value, out var equation) ? equation : Equation.Call(Names[value]);

    private void Write(Op op, Equations equations)
    {
        var sources = op.Operands.SelectMany(operand => _inlined.ContainsKey(operand) ? _sources[operand] : [operand]).Distinct().ToList();
        var flops = op.Operands.Distinct().Where(operand => _inlined.ContainsKey(operand)).Select(operand => _flops[operand])
            .Aggregate(Flops.Of(op, _values), (sum, operand) => sum is null || operand is null ? null : sum + operand);
        if (Views.IsParting(op) && op.Results.All(result => IsNameless(result.Id)))
        {
            var whole = Read(op.Operands.First());
            for (var i = 0; i < op.Results.Count; i++)
            {
                Inline(op.Results[i].Id, Equations.Part(whole, i));
            }

            return;
        }

        var equation = equations.Of(op);
        if (op.Results.Count == 1 && IsNameless(op.Results[0].Id) && op.Operation.Effects == Effects.Pure
            && (Views.IsView(op) || (IsReadOnce(op) && equation.Text.Length <= LongestOperand)))
        {
            Inline(op.Results[0].Id, equation);
            return;
        }

        foreach (var result in op.Results.Where(result => !Names.Has(result.Id)))
        {
            Names.Add(result.Id, Views.IsParting(op) ? "part" : Kinds.TryGetValue(op.Operation, out var kind) ? kind : Equations.NameOf(op.Operation));
        }

        var right = Views.IsParting(op) ? "parts of " + Read(op.Operands.First()).Text : equation.Text;
        _lines[op] = new PlanLine(
            string.Join(", ", op.Results.Select(result => Names[result.Id])),
            right,
            string.Join(" ", op.Results.Select(result => PlanNames.Describe(result.Type))),
            flops,
            [.. op.Results.Select(result => result.Id)],
            sources);

        void Inline(int value, Equation text)
        {
            _inlined[value] = text;
            _sources[value] = sources;

            // What is written in several places is counted nowhere: it is free.
            _flops[value] = flops;
        }
    }

    private bool IsNameless(int value) => !Names.Has(value) && !_returned.Contains(value);

    /// <summary>Whether the result is read in one place, of the same phase; a value that is taken apart is read in several.</summary>
    private bool IsReadOnce(Op op)
    {
        var readers = ReadersOf(op.Results[0].Id).Take(2).ToList();
        return readers.Count == 1 && _phases[readers[0]] == _phases[op] && !(Views.IsParting(readers[0]) && readers[0].Results.All(result => IsNameless(result.Id)));
    }

    /// <summary>The operations that read a value, also through views.</summary>
    private IEnumerable<Op> ReadersOf(int value) => _readers[value].SelectMany(reader =>
        Views.IsView(reader) && IsNameless(reader.Results[0].Id) ? ReadersOf(reader.Results[0].Id) : [reader]);

    private PlanPhase Phase(string title, string when, EquatableArray<Op> ops)
    {
        var counts = ops.Select(op => Flops.Of(op, _values)).ToList();
        return new PlanPhase(title, when, ops, [.. ops.Where(_lines.ContainsKey).Select(op => _lines[op])])
        {
            Flops = counts.OfType<Dim>().Aggregate(Dim.Constant(0), (sum, count) => sum + count),
            IsCounted = counts.All(count => count is not null),
        };
    }
}
