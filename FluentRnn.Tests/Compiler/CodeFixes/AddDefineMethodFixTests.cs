using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class AddDefineMethodFixTests : CodeFixTests<AddDefineMethodFix>
{
    [Fact]
    public Task Adds_a_network_to_start_from() => Fixes(
        """
        [RecurrentContainer]
        public sealed partial class Net
        {
        }
        """,
        """
        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
                .Sequences(new { x = Vector(input) })
                .States(new { h = Vector(hidden) })
                .Modules(() => new { cell = RNNCell(input, hidden) })
                .Step(static (sequence, state, net) =>
                {
                    var h = net.cell.call(sequence.x, state.h);
                    return Yield(sequence: new { output = h }, next: new { h });
                });
        }
        """);

    [Fact]
    public Task Adds_the_usings_that_are_missing() => FixesFile(
        """
        using System;
        using FluentRnn;

        namespace Demo;

        [RecurrentContainer]
        public sealed partial class Net
        {
            public string Label => Environment.MachineName;
        }
        """,
        """
        using System;
        using FluentRnn;
        using static FluentRnn.Dsl;
        using static TorchSharp.torch.nn;

        namespace Demo;

        [RecurrentContainer]
        public sealed partial class Net
        {
            static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
                .Sequences(new { x = Vector(input) })
                .States(new { h = Vector(hidden) })
                .Modules(() => new { cell = RNNCell(input, hidden) })
                .Step(static (sequence, state, net) =>
                {
                    var h = net.cell.call(sequence.x, state.h);
                    return Yield(sequence: new { output = h }, next: new { h });
                });

            public string Label => Environment.MachineName;
        }
        """);

    [Fact]
    public Task Gives_a_class_without_a_body_one() => Fixes(
        """
        namespace Demo
        {
            [RecurrentContainer]
            public sealed partial class Net;
        }
        """,
        """
        namespace Demo
        {
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
                    .Sequences(new { x = Vector(input) })
                    .States(new { h = Vector(hidden) })
                    .Modules(() => new { cell = RNNCell(input, hidden) })
                    .Step(static (sequence, state, net) =>
                    {
                        var h = net.cell.call(sequence.x, state.h);
                        return Yield(sequence: new { output = h }, next: new { h });
                    });
            }
        }
        """);

    [Fact]
    public Task Keeps_the_line_ends_of_the_file() => FixesFile(
        "using FluentRnn;\r\n\r\n[RecurrentContainer]\r\npartial class Net { }\r\n",
        string.Join("\r\n",
        [
            "using FluentRnn;",
            "using static FluentRnn.Dsl;",
            "using static TorchSharp.torch.nn;",
            "",
            "[RecurrentContainer]",
            "partial class Net",
            "{",
            "    static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn",
            "        .Sequences(new { x = Vector(input) })",
            "        .States(new { h = Vector(hidden) })",
            "        .Modules(() => new { cell = RNNCell(input, hidden) })",
            "        .Step(static (sequence, state, net) =>",
            "        {",
            "            var h = net.cell.call(sequence.x, state.h);",
            "            return Yield(sequence: new { output = h }, next: new { h });",
            "        });",
            "}",
            "",
        ]));

    [Fact]
    public Task Fixes_all()
    {
        const string define = """
                static Recurrence Define(RecurrenceBuilder rnn, int input, int hidden) => rnn
                    .Sequences(new { x = Vector(input) })
                    .States(new { h = Vector(hidden) })
                    .Modules(() => new { cell = RNNCell(input, hidden) })
                    .Step(static (sequence, state, net) =>
                    {
                        var h = net.cell.call(sequence.x, state.h);
                        return Yield(sequence: new { output = h }, next: new { h });
                    });
            """;
        return FixesAll((
            "[RecurrentContainer]\npartial class A\n{\n}\n\n[RecurrentContainer]\npartial class B\n{\n}\n",
            $"[RecurrentContainer]\npartial class A\n{{\n{define}\n}}\n\n[RecurrentContainer]\npartial class B\n{{\n{define}\n}}\n"));
    }
}
