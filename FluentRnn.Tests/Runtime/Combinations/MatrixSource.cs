using System.Globalization;

namespace FluentRnn.Tests.Runtime.Combinations;

/// <summary>Writes a case as a user would, and beside it a class that calls it with arrays.</summary>
static class MatrixSource
{
    public static string Write(MatrixCase item)
    {
        var (sequences, constants, feedbacks) = (Names("x", item.Sequences), Names("k", item.Constants), Names("f", item.Feedbacks));
        var (cellStates, readouts) = (item.Unit == Unit.Lstm ? ["h", "c"] : (string[])["h"], Names("r", item.Readouts));
        string[] states = [.. cellStates, .. feedbacks];
        string[] inputs = [.. sequences.Select(name => "seq." + name), .. constants.Select(name => "con." + name), .. feedbacks.Select(name => "state." + name)];
        var input = inputs switch
        {
            [] => "state.h",
            [var single] => single,
            _ => $"cat([{string.Join(", ", inputs)}], 1)",
        };
        var cell = item.Unit switch
        {
            Unit.Lstm => "var (h, c) = net.cell.call(input, (dropped, state.c));",
            _ => "var h = net.cell.call(input, dropped);",
        };
        string[] lambda = [.. Present("seq", sequences), .. Present("con", constants), "state", "net"];
        string[] yield =
        [
            .. Group("sequence", item.SequenceOutputs, i => $"y{i} = r{i}"),
            .. Group("last", item.LastOutputs, i => $"z{i} = r{item.SequenceOutputs + i}"),
            $"next: new {{ {string.Join(", ", [.. cellStates, .. Enumerable.Range(0, item.Feedbacks).Select(i => $"f{i} = r{i}")])} }}",
        ];
        return Invariant($$"""
            [RecurrentContainer]
            public sealed partial class {{item.Name}}
            {
                static Recurrence Define(RecurrenceBuilder rnn) => rnn
                    {{Slots("Sequences", sequences)}}{{Slots("Constants", constants)}}
                    .States(new { {{string.Join(", ", [.. cellStates.Select(Hidden), .. feedbacks.Select(Features)])}} })
                    .Modules(() => new
                    {
                        drop = Dropout({{MatrixCase.Dropout}}), cell = {{item.Unit.ToString().ToUpperInvariant()}}Cell({{item.InputWidth}}, {{MatrixCase.Hidden}}),
                        {{string.Join(", ", readouts.Select(name => $"{name} = Linear({MatrixCase.Hidden}, {MatrixCase.Features})"))}}
                    })
                    .Step(({{string.Join(", ", lambda)}}) =>
                    {
                        var input = {{input}};
                        var dropped = net.drop.call(state.h);
                        {{cell}}
                        {{string.Join(" ", readouts.Select(name => $"var {name} = net.{name}.call(h);"))}}
                        return Yield({{string.Join(", ", yield)}});
                    });
            }

            public static class Call{{item.Name}}
            {
                public static Tensor[] Run(nn.Module module, Executor executor, Tensor[] x, Tensor[] k, Tensor[]? states, int steps, int batch)
                {
                    var net = ({{item.Name}})module;
                    net.Executor = executor;
                    {{item.Name}}.State? state = states is null ? null : new({{string.Join(", ", states.Select((name, i) => $"{name.ToUpperInvariant()}: states[{i}]"))}});
                    var output = net.forward({{string.Join(", ", Arguments(item))}});
                    return [{{string.Join(", ", [.. Outputs("Y", item.SequenceOutputs), .. Outputs("Z", item.LastOutputs), .. states.Select(name => $"output.State.{name.ToUpperInvariant()}!")])}}];
                }
            }
            """);
    }

    static string[] Names(string letter, int count) => [.. Enumerable.Range(0, count).Select(i => Invariant($"{letter}{i}"))];

    static string Slots(string word, string[] names) => names.Length == 0 ? "" : $".{word}(new {{ {string.Join(", ", names.Select(Features))} }})";

    static string Features(string name) => Invariant($"{name} = Vector({MatrixCase.Features})");

    static string Hidden(string name) => Invariant($"{name} = Vector({MatrixCase.Hidden})");

    static string[] Present(string parameter, string[] names) => names.Length == 0 ? [] : [parameter];

    static string[] Group(string argument, int count, Func<int, string> member) =>
        count == 0 ? [] : [$"{argument}: new {{ {string.Join(", ", Enumerable.Range(0, count).Select(member))} }}"];

    static IEnumerable<string> Outputs(string letter, int count) => Names(letter, count).Select(name => $"output.{name}");

    /// <summary>The length where no sequence shows it, and the batch where nothing else does.</summary>
    static IEnumerable<string> Arguments(MatrixCase item) =>
    [
        .. Enumerable.Range(0, item.Sequences).Select(i => Invariant($"x[{i}]")),
        .. Enumerable.Range(0, item.Constants).Select(i => Invariant($"k[{i}]")),
        "state: state",
        .. item.Sequences == 0 ? (string[])["steps: steps"] : [],
        .. item.Sequences + item.Constants == 0 ? (string[])["batch: batch"] : [],
    ];

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
