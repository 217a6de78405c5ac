using System.Globalization;
using System.Text;
using FluentRnn.Generators.Ir;
using FluentRnn.Tests.Compiler.Ir;
using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>
/// A random straight-line step. Every statement is a row of the operation table, applied to values made before that its shape rule and torch accept, or a
/// <see cref="Phrase"/>. Rows that came seldom so far are drawn first.
/// </summary>
sealed class RandomStep
{
    /// <summary>How often a row is tried with other arguments, and how many exceptions of torch, which are slow, that may cost.</summary>
    const int Attempts = 40, Exceptions = 4;

    const double Largest = 100;

    readonly System.Random random;
    readonly HostArguments hosts;
    readonly List<Live> values = [.. Surroundings.Values()];
    readonly List<string> mistakes = [];
    readonly int seed;
    int exceptions;

    /// <param name="seed">Everything drawn follows from it, and from what was drawn so often before.</param>
    /// <param name="drawn">How often each row was drawn before; counted on.</param>
    public RandomStep(int seed, Dictionary<Operation, int> drawn)
    {
        this.seed = seed;
        random = new(seed);
        hosts = new(random);
        manual_seed(seed);
        Options = new Options(random, new System.Random(seed));
        Statements = [.. Enumerable.Range(0, random.Next(5, 13)).Select(i => random.Next(4) == 0 ? Say(i) : Apply(i, drawn)).OfType<Statement>()];
    }

    public IReadOnlyList<Statement> Statements { get; }

    public Options Options { get; }

    /// <summary>Calls, not among the statements, whose results are not of the types that the shape rule says.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;

    /// <summary>The container, and a class <c>Call…</c> that calls it.</summary>
    /// <param name="name">The name of the container.</param>
    /// <param name="count">How many statements to write: the first ones.</param>
    public string Write(string name, int count)
    {
        var ending = new Ending([.. Surroundings.Values()], [.. Statements.Take(count)], new System.Random(seed));
        var body = new StringBuilder();
        foreach (var statement in Statements.Take(count)) body.Append("            ").AppendLine(statement.Text);
        return $$"""
            {{Options.Attribute}}
            public sealed partial class {{name}}
            {
                static Recurrence Define(RecurrenceBuilder rnn) => rnn
                    {{Surroundings.Inputs}}
                    .States(new { {{Options.States}} })
                    {{Surroundings.Modules}}{{Options.Chain}}
                    .Step((seq, con, state, net) =>
                    {
            {{body}}            return Yield({{ending.Yield}}{{Options.Done}});
                    });

                {{Surroundings.Members}}
            }

            public static class Call{{name}}
            {
                public static Tensor[] Run(nn.Module module, Executor executor, Tensor[] x, Tensor[] c, Tensor[] s, Tensor target, Tensor[] ragged)
                {
                    var net = ({{name}})module;
                    net.Executor = executor;
                    var output = net.forward(x[0], x[1], x[2], x[3], c[0], c[1]{{Options.Arguments}});
                    return [{{string.Join(", ", ending.Outputs.Select(output => $"output.{output}"))}}, output.State.H!, output.State.S!];
                }
            }
            """;
    }

    Statement? Say(int number)
    {
        var vectors = values.Where(value => value.IsVector).ToArray();
        var (first, second) = (vectors[random.Next(vectors.Length)], vectors[random.Next(vectors.Length)]);
        if (first == second) return null;
        var phrase = Phrase.All[random.Next(Phrase.All.Count)];
        if (Options.IsRagged && phrase.Type.Shape is null) return null;
        var name = string.Create(CultureInfo.InvariantCulture, $"v{number}");
        var result = new Live(values.Count, name, phrase.Type, phrase.Sample());
        values.Add(result);
        return new Statement($"var {name} = {phrase.Write(first, second)};", [first.Id, second.Id], [result]);
    }

    /// <summary>The rows from the rarest on, until one can be applied.</summary>
    Statement? Apply(int number, Dictionary<Operation, int> drawn)
    {
        var order = OperationCall.All.OrderBy(row => drawn.GetValueOrDefault(row.Key) + (3 * random.NextDouble()));
        foreach (var row in order.Take(12))
        {
            var calls = row.ToArray();
            exceptions = 0;
            for (var attempt = 0; attempt < Attempts && exceptions < Exceptions; attempt++)
            {
                if (Apply(calls[random.Next(calls.Length)], number) is not { } statement) continue;
                drawn[row.Key] = drawn.GetValueOrDefault(row.Key) + 1;
                return statement;
            }

            // Not now; the rarest rows must not be tried at every statement.
            drawn[row.Key] = drawn.GetValueOrDefault(row.Key) + 1;
        }

        return null;
    }

    Statement? Apply(OperationCall call, int number)
    {
        var (given, written) = (new object?[call.Told.Count], new List<Argument>());
        long[] shape = [];
        for (var i = 0; i < call.Told.Count; i++)
        {
            var (name, type) = (call.Match.Names[i], call.Member.ParameterTypes[i]);
            if (call.Told[i].Literal is { } literal)
            {
                given[i] = call.Default(i);
                if (name is not null) written.Add(Argument.Of(name, long.TryParse(literal, out var whole) ? HostExpression.Of(whole) : HostExpression.Code(literal)));
                continue;
            }

            var kind = TorchSharpMembers.KindOf(type);
            if (kind is ParameterKind.Tensor or ParameterKind.Tensors)
            {
                var picked = random.GetItems(values.ToArray(), kind == ParameterKind.Tensor ? 1 : random.Next(2, 4));
                if (!picked.All(value => Operands.Takes(call.Operation, name ?? "", value.Tensor))) return null;
                if (shape.Length == 0) shape = picked[0].Tensor.shape;
                given[i] = kind == ParameterKind.Tensor ? picked[0].Tensor : picked.Select(value => value.Tensor).ToArray();
                if (name is not null) written.Add(kind == ParameterKind.Tensor ? Argument.Of(name, picked[0].Id) : Argument.OfList(name, picked.Select(value => value.Id)));
                continue;
            }

            (given[i], var host) = hosts.Draw(name ?? "", type, shape);
            if (name is not null) written.Add(Argument.Of(name, host));
        }

        var arguments = call.Match.Arrange(written);
        int[] operands = [.. arguments.SelectMany(argument => argument.Values)];
        if (operands.Distinct().Count() < operands.Length || !Operands.Agree(operands.Select(id => values[id].Tensor))) return null;
        if (Types(call.Operation, arguments, value => value.Type) is not { } types || Types(call.Operation, arguments, Concrete) is null) return null;
        if (Options.IsRagged && !KeepsRows(new Op(call.Operation, new(arguments), default), types)) return null;
        if (call.Run(given) is not { } results)
        {
            exceptions++;
            return null;
        }

        if (!results.All(IsTame)) return null;

        // An array is indexed below; the compiler must know how many results there are.
        if (types.Count != results.Length) return null;
        var statement = Declare(call.Operation, arguments, operands, types, results, number);
        if (Predicted.Mistake(call.Operation, types, results) is not { } mistake)
        {
            values.AddRange(statement.Results);
            return statement;
        }

        mistakes.Add($"{mistake} in: {statement.Text}");
        return null;
    }

    /// <summary>The types of the results, or null when the shape rule finds something wrong.</summary>
    IReadOnlyList<TensorType>? Types(Operation operation, Argument[] arguments, Func<Live, TensorType> type)
    {
        var (refused, types) = (false, (IReadOnlyList<TensorType>)[]);
        var fault = Record.Exception(() => types = GraphBuilder.Infer(operation, arguments, id => new Value(id, values[id].Text, type(values[id])), _ => refused = true));
        if (fault is not null) mistakes.Add($"The shape rule of {operation} fails: {fault}");
        return refused || fault is not null ? null : types;
    }

    /// <summary>Whether every row of the results comes from the same row of the operands, or from no row at all.</summary>
    bool KeepsRows(Op op, IReadOnlyList<TensorType> types) => !BatchMixing.Mixes(op, id => new Value(id, null, values[id].Type))
        && types.All(type => type.Shape is { } shape && !shape.Skip(1).Concat(shape.Take(1).Where(size => size != Dim.Batch)).Any(size => size.Symbols.Contains(Dim.BatchSymbol)));

    static TensorType Concrete(Live value) => TensorType.Of(value.Type.Element, [.. value.Tensor.shape.Select(Dim.Constant)]);

    /// <summary>Of a handy size and magnitude, and so its gradient.</summary>
    bool IsTame(Tensor result)
    {
        if (result.IsInvalid || result.numel() is 0 or > 500 || is_complex(result.dtype)) return false;
        if (!is_floating_point(result.dtype)) return true;
        if (!IsBounded(result)) return false;
        if (!result.requires_grad) return true;

        // Gradients of fewer digits depend on the order in which those of the steps are summed.
        if (result.dtype != ScalarType.Float64) return false;
        var leaves = values.Select(value => value.Tensor).Where(tensor => tensor.requires_grad && tensor.is_leaf).ToArray();
        return autograd.grad([result.sum()], leaves, allow_unused: true, retain_graph: true).All(gradient => gradient is null || gradient.IsInvalid || IsBounded(gradient));
    }

    static bool IsBounded(Tensor tensor) => tensor.isfinite().all().ToBoolean() && tensor.abs().max().ToDouble() < Largest;

    Statement Declare(Operation operation, Argument[] arguments, int[] operands, IReadOnlyList<TensorType> types, Tensor[] results, int number)
    {
        var form = CallForm.Write(new Op(operation, new(arguments), default), id => values[id].Text, size => size.ToText(symbol => symbol == Dim.BatchSymbol ? "state.h.shape[0]" : symbol));
        string[] names = operation.Results switch
        {
            ResultForm.Single => [Invariant($"v{number}")],
            ResultForm.Tuple => [Invariant($"v{number}"), Invariant($"w{number}")],
            _ => [.. results.Select((_, i) => Invariant($"p{number}[{i}]"))],
        };
        var declared = operation.Results switch
        {
            ResultForm.Single => names[0],
            ResultForm.Tuple => $"({names[0]}, {names[1]})",
            _ => Invariant($"p{number}"),
        };
        var lives = results.Select((tensor, i) => new Live(values.Count + i, names[i], i < types.Count ? types[i] : TensorType.Unknown, tensor)).ToArray();
        return new Statement($"var {declared} = {form};", operands, lives);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
