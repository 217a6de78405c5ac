using static FluentRnn.Tests.Compiler.Diagnostics.Cases.CaseContainers;

namespace FluentRnn.Tests.Compiler.Diagnostics.Cases;

/// <summary>FRNN00x: the class and its <c>Define</c>.</summary>
static class ContainerCases
{
    const string Body = "static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn" + Chain + ";";

    public static IEnumerable<Case> All =>
    [
        new("FRNN001", "not partial", $$"""
            [RecurrentContainer] public sealed class {|FRNN001:Net|} { {{Body}} }
            """, "'Net' is marked [RecurrentContainer] but 'Net' is not partial, so no forward can be added; add 'partial'"),
        new("FRNN001", "in a type that is not partial", $$"""
            public class Outer { public partial class Middle { [RecurrentContainer] public sealed partial class {|FRNN001:Net|} { {{Body}} } } }
            """, "'Net' is marked [RecurrentContainer] but 'Outer' is not partial, so no forward can be added; add 'partial'"),
        new("FRNN001", "partial at all levels", $$"""
            public partial class Outer { public partial struct Middle { [RecurrentContainer] public sealed partial class Net { {{Body}} } } }
            """),
        new("FRNN001", "not a container", "public sealed class Net { }"),

        new("FRNN002", "static", $$"""
            [RecurrentContainer] public static partial class {|FRNN002:Net|} { {{Body}} }
            """, "'Net' must be a non-static, non-generic class; it is static"),
        new("FRNN002", "generic", $$"""
            [RecurrentContainer] public partial class {|FRNN002:Net|}<T> { {{Body}} }
            """, "'Net' must be a non-static, non-generic class; it is generic"),
        new("FRNN002", "in a generic type", $$"""
            public partial class Outer<T> { [RecurrentContainer] public partial class {|FRNN002:Net|} { {{Body}} } }
            """, "'Net' must be a non-static, non-generic class; it is nested in a generic type"),
        new("FRNN002", "abstract", $$"""
            [RecurrentContainer] public abstract partial class {|FRNN002:Net|} { {{Body}} }
            """, "'Net' must be a non-static, non-generic class; it is abstract"),
        new("FRNN002", "a record", $$"""
            [RecurrentContainer] public partial record {|FRNN002:Net|} { {{Body}} }
            """, "'Net' must be a non-static, non-generic class; it is a record"),
        new("FRNN002", "file-local", $$"""
            [RecurrentContainer] file partial class {|FRNN002:Net|} { {{Body}} }
            """, "'Net' must be a non-static, non-generic class; it is file-local"),
        new("FRNN002", "internal and not sealed", $$"""
            [RecurrentContainer] partial class Net { {{Body}} }
            """),

        new("FRNN003", "empty class", """
            [RecurrentContainer] public sealed partial class {|FRNN003:Net|} { }
            """, "'Net' has no method 'Define'; add 'static Recurrence Define(RecurrenceBuilder rnn)' with the sizes as further parameters"),
        new("FRNN003", "in another part of the class", $$"""
            [RecurrentContainer] public sealed partial class Net { }
            public sealed partial class Net { {{Body}} }
            """),

        new("FRNN004", "not static", $$"""
            [RecurrentContainer] public sealed partial class Net { Recurrence {|FRNN004:Define|}(RecurrenceBuilder rnn, int size) => rnn{{Chain}}; }
            """, "'Net.Define' must be static, take the builder and the sizes, and return 'Recurrence'"),
        new("FRNN004", "another type returned", $$"""
            [RecurrentContainer] public sealed partial class Net { static object {|FRNN004:Define|}(RecurrenceBuilder rnn, int size) => rnn{{Chain}}; }
            """, "'Net.Define' must be static, take the builder and the sizes, and return 'Recurrence'"),
        new("FRNN004", "no builder", $$"""
            [RecurrentContainer] public sealed partial class Net { static Recurrence {|FRNN004:Define|}(int size) => new RecurrenceBuilder(){{Chain}}; }
            """, "'Net.Define' must be static, take the builder and the sizes, and return 'Recurrence'"),
        new("FRNN004", "generic method", $$"""
            [RecurrentContainer] public sealed partial class Net { static Recurrence {|FRNN004:Define|}<T>(RecurrenceBuilder rnn, int size) => rnn{{Chain}}; }
            """, "'Net.Define' must be static, take the builder and the sizes, and return 'Recurrence'"),
        new("FRNN004", "sizes with default values", $$"""
            [RecurrentContainer] public sealed partial class Net { static Recurrence Define(RecurrenceBuilder rnn, int size = 8, bool flag = false) => rnn{{Chain}}; }
            """),

        new("FRNN005", "a method returns the chain", $$"""
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => {|FRNN005:Made(rnn, size)|};
                static Recurrence Made(RecurrenceBuilder rnn, int size) => rnn{{Chain}};
            }
            """, "'Define' must return one fluent chain, but 'Made(rnn, size)' cannot be read at compile time; write the chain in one expression"),
        new("FRNN005", "two chains", $$"""
            [RecurrentContainer]
            public sealed partial class Net
            {
                static Recurrence {|FRNN005:Define|}(RecurrenceBuilder rnn, int size)
                {
                    if (size > 8) return rnn{{Chain}};
                    return rnn{{Chain}};
                }
            }
            """, "'Define' must return one fluent chain, but 'Define' cannot be read at compile time; write the chain in one expression"),
        new("FRNN005", "a body with locals", Define($"var twice = 2 * size; return (rnn{Chain.Replace("size", "twice", StringComparison.Ordinal)});")),

        new("FRNN006", "a base class", $$"""
            public class Layer { }
            [RecurrentContainer] public sealed partial class {|FRNN006:Net|} : Layer { {{Body}} }
            """, "'Net' must derive from 'RecurrentContainer', but derives from 'Layer'; leave the base class out, it is generated"),
        new("FRNN006", "an interface", $$"""
            public interface ILayer { }
            [RecurrentContainer] public sealed partial class Net : ILayer { {{Body}} }
            """),

        new("FRNN007", "forward", $$"""
            [RecurrentContainer] public sealed partial class Net { {{Body}} public Tensor {|FRNN007:forward|}(Tensor x) => x; }
            """, "'Net' already declares 'forward', which FluentRnn generates; rename or remove it"),
        new("FRNN007", "a nested type", $$"""
            [RecurrentContainer] public sealed partial class Net { {{Body}} public sealed class {|FRNN007:Output|} { } }
            """, "'Net' already declares 'Output', which FluentRnn generates; rename or remove it"),
        new("FRNN007", "members of other names", $$"""
            [RecurrentContainer] public sealed partial class Net { {{Body}} public Tensor Forward(Tensor x) => x; public int Outputs => 1; }
            """),
    ];
}
