using FluentRnn.Generators.CodeFixes;

namespace FluentRnn.Tests.Compiler.CodeFixes;

public class MakeTypePartialFixTests : CodeFixTests<MakeTypePartialFix>
{
    const string Define = """
        static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                .States(new { h = Vector(size) })
                .Step((state) => Yield(sequence: new { y = state.h }, next: new { h = tanh(state.h) }));
        """;

    [Fact]
    public Task Adds_the_modifier() => Fixes(
        $$"""
        /// <summary>Documented.</summary>
        [RecurrentContainer]
        public sealed class Net
        {
            {{Define}}
        }
        """,
        $$"""
        /// <summary>Documented.</summary>
        [RecurrentContainer]
        public sealed partial class Net
        {
            {{Define}}
        }
        """);

    [Fact]
    public Task Adds_it_where_there_is_no_modifier() => Fixes(
        $$"""
        // A comment.
        [RecurrentContainer] // Another.
        class Net
        {
            {{Define}}
        }
        """,
        $$"""
        // A comment.
        [RecurrentContainer] // Another.
        partial class Net
        {
            {{Define}}
        }
        """);

    [Fact]
    public Task Adds_it_at_all_levels() => Fixes(
        $$"""
        // Outermost.
        class Outer
        {
            public partial interface IMiddle
            {
                struct Inner
                {
                    [RecurrentContainer]
                    internal sealed class Net
                    {
                        {{Define}}
                    }
                }
            }
        }
        """,
        $$"""
        // Outermost.
        partial class Outer
        {
            public partial interface IMiddle
            {
                partial struct Inner
                {
                    [RecurrentContainer]
                    internal sealed partial class Net
                    {
                        {{Define}}
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_all() => FixesAll(
        (
            $$"""
            class Outer
            {
                [RecurrentContainer] class A { {{Define}} }
                [RecurrentContainer] class B { {{Define}} }
            }
            """,
            $$"""
            partial class Outer
            {
                [RecurrentContainer] partial class A { {{Define}} }
                [RecurrentContainer] partial class B { {{Define}} }
            }
            """),
        (
            $$"""
            [RecurrentContainer] public class C { {{Define}} }
            """,
            $$"""
            [RecurrentContainer] public partial class C { {{Define}} }
            """));
}
