using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;
using static FluentRnn.Tests.Compiler.Graph;

namespace FluentRnn.Tests.Compiler;

/// <summary>Container specs written by hand, as the parser gives them, each with the C# of the user's part.</summary>
static class Containers
{
    const string Lstm = "global::TorchSharp.Modules.LSTMCell";
    const string Linear = "global::TorchSharp.Modules.Linear";
    const string Parameter = "global::TorchSharp.Modules.Parameter";

    /// <summary>A spec without anything in it but a name and a place.</summary>
    public static ContainerSpec Spec(string name, string? space = "Demo", string header = "partial class ", params string[] containing) => new()
    {
        Type = new TypeHierarchy(
            space,
            containing.ToEquatableArray(),
            header + name,
            name,
            "global::" + string.Join(".", new[] { space }.OfType<string>().Concat(containing.Select(type => type.Split(' ')[^1])).Append(name)),
            name.TrimStart('@'),
            "public"),
    };

    public static Slot Slot(string name, TensorType type) => new(name, type);

    public static DefineParameter Int(string name, string? value = null) => new("int", name, value);

    public static EquatableArray<StepVariant> Body(Graph graph) => EquatableArray.Of(new StepVariant(default, graph.Build()));

    /// <summary>The example of the guide: a constant into a sequence, a fed-back output, an LSTM cell taken apart.</summary>
    public static ContainerSpec Decoder()
    {
        var g = new Graph();
        var context = g.Constant("context", Rows("memory"));
        var previous = g.State("previous", Rows("vocab"));
        var h = g.State("h", Rows("hidden"));
        var c = g.State("c", Rows("hidden"));
        var weightIh = g.Weight("cell.weight_ih", Dim.Constant(4) * Dim.Symbol("hidden"), Dim.Symbol("vocab") + Dim.Symbol("memory"));
        var weightHh = g.Weight("cell.weight_hh", Dim.Constant(4) * Dim.Symbol("hidden"), "hidden");
        var biasIh = g.Weight("cell.bias_ih", Dim.Constant(4) * Dim.Symbol("hidden"));
        var biasHh = g.Weight("cell.bias_hh", Dim.Constant(4) * Dim.Symbol("hidden"));
        var input = g.Name("input", g.Op(Joining.Cat, new[] { previous, context }, Host(1)));
        var fromInput = g.Op(Products.Linear, input, weightIh, biasIh);
        var fromState = g.Op(Products.Linear, h, weightHh, biasHh);
        var gates = g.Op(Elementwise.Add, fromInput, fromState);
        var parts = g.OpMany(Joining.Chunk, gates, Host(4), Host(1));
        var forget = g.Op(Elementwise.Mul, g.Op(Unary("sigmoid"), parts[1]), c);
        var write = g.Op(Elementwise.Mul, g.Op(Unary("sigmoid"), parts[0]), g.Op(Unary("tanh"), parts[2]));
        var nextC = g.Name("c", g.Op(Elementwise.Add, forget, write));
        var nextH = g.Name("h", g.Op(Elementwise.Mul, g.Op(Unary("sigmoid"), parts[3]), g.Op(Unary("tanh"), nextC)));
        var logits = g.Name("logits", g.Op(Products.Linear, nextH, g.Weight("readout.weight", "vocab", "hidden"), g.Weight("readout.bias", "vocab")));
        var softmax = g.Op(Reductions.Softmax, logits, Host(1));
        g.Yield("logits", logits).Last("summary", nextH).Next("h", nextH).Next("c", nextC).Next("previous", softmax);
        return Spec("Decoder") with
        {
            Parameters = EquatableArray.Of(Int("vocab"), Int("memory"), Int("hidden")),
            Constants = EquatableArray.Of(Slot("context", Rows("memory"))),
            States = EquatableArray.Of(Slot("h", Rows("hidden")), Slot("c", Rows("hidden")), Slot("previous", Rows("vocab")) with { TeacherForced = true }),
            Modules = EquatableArray.Of(new ModuleSlot("cell", Lstm, ModuleKind.Module), new ModuleSlot("readout", Linear, ModuleKind.Module)),
            SequenceOutputs = EquatableArray.Of("logits"),
            LastOutputs = EquatableArray.Of("summary"),
            Variants = Body(g),
        };
    }

    /// <summary>h' = tanh(x·W + h·U + b), with weights declared directly; y = h'.</summary>
    public static ContainerSpec Simple(Func<ContainerSpec, ContainerSpec>? change = null)
    {
        var g = new Graph();
        var x = g.Sequence("x", Rows("features"));
        var h = g.State("h", Rows("hidden"));
        var fromX = g.Name("fromX", g.Op(Products.MatMul, x, g.Op(Shapes.T, g.Weight("W", "hidden", "features"))));
        var fromH = g.Op(Products.MatMul, h, g.Weight("U", "hidden", "hidden"));
        var next = g.Name("h", g.Op(Unary("tanh"), g.Op(Elementwise.Add, fromX, fromH)));
        g.Yield("y", next).Last("end", next).Next("h", next);
        var spec = Spec("Simple") with
        {
            Parameters = EquatableArray.Of(Int("features"), Int("hidden", "16")),
            Sequences = EquatableArray.Of(Slot("x", Rows("features"))),
            States = EquatableArray.Of(Slot("h", Rows("hidden"))),
            Modules = EquatableArray.Of(new ModuleSlot("W", Parameter, ModuleKind.Parameter), new ModuleSlot("U", Parameter, ModuleKind.Parameter)),
            SequenceOutputs = EquatableArray.Of("y"),
            LastOutputs = EquatableArray.Of("end"),
            Variants = Body(g),
        };
        return change?.Invoke(spec) ?? spec;
    }

    /// <summary>No sequence, no constant: h' = dropout(h) until every row is done; the step decides.</summary>
    public static ContainerSpec Countdown()
    {
        var g = new Graph();
        var h = g.State("h", Rows());
        var next = g.Name("next", g.Op(Elementwise.Sub, h, Host(1)));
        var noisy = g.Name("noisy", g.Op(Sampling.Dropout, next, "0.5", "training"));
        var done = g.Op(OperationTable.Find("lt")!, next, Host(0));
        g.Yield("level", noisy).Last("total", g.Op(Elementwise.Mul, noisy, Host(2))).Next("h", next).Done(done);
        return Spec("Countdown") with
        {
            States = EquatableArray.Of(Slot("h", Rows())),
            SequenceOutputs = EquatableArray.Of("level"),
            LastOutputs = EquatableArray.Of("total"),
            HasDone = true,
            Variants = Body(g),
        };
    }

    /// <summary>Everything awkward a step may yield: a constant, a weight, the state itself, two states exchanged, one value twice, the sequence.</summary>
    public static ContainerSpec Handles()
    {
        var g = new Graph();
        var x = g.Sequence("x", Rows("n"));
        var context = g.Constant("context", Rows("n"));
        var (a, b, same) = (g.State("a", Rows("n")), g.State("b", Rows("n")), g.State("same", Rows("n")));
        var called = g.Opaque("{own}.call({0})", x);
        var last = g.Name("last", g.Op(Elementwise.Add, x, context));
        g.Yield("constant", context).Yield("state", a).Yield("x", x)
            .Last("late", g.Op(Elementwise.Mul, last, g.Op(Unary("tanh"), context))).Last("old", a).Last("opaque", called).Last("input", context)
            .Next("a", b).Next("b", a).Next("same", same).Next("constant", context).Next("sequence", x).Next("opaque", called).Next("twice", called);
        return Spec("Handles") with
        {
            Parameters = EquatableArray.Of(Int("n")),
            Sequences = EquatableArray.Of(Slot("x", Rows("n"))),
            Constants = EquatableArray.Of(Slot("context", Rows("n"))),
            States = new[] { "a", "b", "same", "constant", "sequence", "opaque", "twice" }.Select(name => Slot(name, Rows("n"))).ToEquatableArray(),
            Modules = EquatableArray.Of(new ModuleSlot("own", Linear, ModuleKind.Module)),
            SequenceOutputs = EquatableArray.Of("constant", "state", "x"),
            LastOutputs = EquatableArray.Of("late", "old", "opaque", "input"),
            Variants = Body(g),
        };
    }

    /// <summary>Names that clash: with keywords, with generated members and locals, with each other but for case.</summary>
    public static ContainerSpec Names()
    {
        var g = new Graph();
        var input = g.Sequence("input", Rows("size"));
        var given = g.Constant("class", Rows("size"));
        var (state, upper, lower) = (g.State("state", Rows("size")), g.State("H", Rows("size")), g.State("h", Rows("size")));
        var call = g.Name("call", g.Op(Elementwise.Add, input, given));
        var t = g.Name("t", g.Op(Elementwise.Add, call, state));
        var step = g.Name("step", g.Op(Elementwise.Add, t, upper));
        var carried = g.Name("carried", g.Op(Elementwise.Add, step, lower));
        var weight = g.Name("output", g.Op(Elementwise.Mul, carried, g.Weight("output", "size")));
        var values = g.Name("größe", g.Op(Unary("tanh"), weight));
        var discard = g.Name("_", g.Op(Unary("sigmoid"), values));
        g.Yield("output", discard).Yield("state", carried).Last("output", values).Last("状態", step).Next("state", t).Next("H", weight).Next("h", g.Op(OperationTable.Find("to_type")!, discard, "global::TorchSharp.torch.ScalarType.Float32"));
        return Spec("@event") with
        {
            Parameters = EquatableArray.Of(Int("size"), Int("device", "3")),
            Sequences = EquatableArray.Of(Slot("input", Rows("size"))),
            Constants = EquatableArray.Of(Slot("class", Rows("size"))),
            States = EquatableArray.Of(Slot("state", Rows("size")) with { TeacherForced = true }, Slot("H", Rows("size")), Slot("h", Rows("size"))),
            Modules = EquatableArray.Of(
                new ModuleSlot("output", Parameter, ModuleKind.Parameter),
                new ModuleSlot("plan", Linear, ModuleKind.Module),
                new ModuleSlot("executor", "global::TorchSharp.torch.Tensor", ModuleKind.Buffer)),
            SequenceOutputs = EquatableArray.Of("output", "state"),
            LastOutputs = EquatableArray.Of("output", "状態"),
            Variants = Body(g),
        };
    }

    /// <summary>Two bodies, chosen by the module's training flag, and sizes known only at run time.</summary>
    public static ContainerSpec Variants()
    {
        return Spec("Variants") with
        {
            Parameters = EquatableArray.Of(new DefineParameter("double", "p", "0.5"), Int("depth", "2")),
            Sequences = EquatableArray.Of(Slot("x", TensorType.Of(ElementType.Floating, Dim.Batch, Dim.RunTime("{x}.shape[1]")))),
            Constants = EquatableArray.Of(Slot("context", TensorType.Of(ElementType.Int64, Dim.Batch, Dim.RunTime("{context}.shape[1]")))),
            States = EquatableArray.Of(Slot("h", TensorType.Of(ElementType.Floating, Dim.Batch, Dim.RunTime("{x}.shape[1]")))),
            SequenceOutputs = EquatableArray.Of("y"),
            Variants = EquatableArray.Of(
                new StepVariant(EquatableArray.Of(new Condition("training", true), new Condition("_depth > 2", true)), Training(2).Build()),
                new StepVariant(EquatableArray.Of(new Condition("training", true), new Condition("_depth > 2", false)), Training(1).Build()),
                new StepVariant(EquatableArray.Of(new Condition("training", false)), Inference().Build())),
        };

        static Graph Training(int times)
        {
            var g = new Graph();
            var x = g.Sequence("x", Rows(Dim.RunTime("{x}.shape[1]")));
            for (var i = 0; i < times; i++)
            {
                x = g.Op(Sampling.Dropout, x, "_p", "true");
            }

            return g.Yield("y", x).Next("h", x);
        }

        static Graph Inference()
        {
            var g = new Graph();
            var zeros = g.Op(Creation.Zeros, Host(Dim.Batch, Dim.RunTime("{context}.shape[1]"), Dim.Symbol("depth")));
            var ones = g.Op(Creation.Ones, Host(Dim.Batch, Dim.RunTime("{x}.shape[1]")));
            return g.Yield("y", ones).Next("h", g.Op(Elementwise.Add, ones, g.Op(Reductions.SumAll, zeros)));
        }
    }

    /// <summary>Initial states computed from a constant.</summary>
    public static ContainerSpec Started()
    {
        var g = new Graph();
        var next = g.Op(Elementwise.Add, g.State("h", Rows("n")), g.State("c", Rows("n")));
        g.Yield("y", next).Next("h", next).Next("c", g.State("c", Rows("n")));
        var initial = new Graph();
        var context = initial.Constant("context", Rows("n"));
        var weight = initial.Weight("start", "n");
        initial.Next("c", initial.Name("c", initial.Op(Elementwise.Mul, context, weight))).Next("h", initial.Op(Unary("tanh"), context));
        return Spec("Started") with
        {
            Parameters = EquatableArray.Of(Int("n")),
            Constants = EquatableArray.Of(Slot("context", Rows("n"))),
            States = EquatableArray.Of(Slot("h", Rows("n")), Slot("c", Rows("n"))),
            Modules = EquatableArray.Of(new ModuleSlot("start", Parameter, ModuleKind.Parameter)),
            SequenceOutputs = EquatableArray.Of("y"),
            FixedSteps = HostExpression.Of(3),
            Unroll = 0,
            InitialStates = EquatableArray.Of("c", "h"),
            Initial = initial.Build(),
            Variants = Body(g),
        };
    }

    /// <summary>A step that could not be read.</summary>
    public static ContainerSpec Plain() => Simple(spec => spec with
    {
        Type = Spec("Plain").Type,
        Variants = default,
        WhyPlain = "it contains a while loop & <more>",
    });

    public static Operation Unary(string name) => OperationTable.Find(name) ?? throw new ArgumentException($"No operation '{name}'.", nameof(name));
}
