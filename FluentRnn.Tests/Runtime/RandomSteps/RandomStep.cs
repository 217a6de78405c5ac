using System.Globalization;
using System.Text;

namespace FluentRnn.Tests.Runtime.RandomSteps;

/// <summary>
/// Writes the source of a container with a random straight-line step: a chain of operations on (B, N) tensors, each on values made before, that ends in
/// bounded states.
/// </summary>
internal sealed class RandomStep(System.Random random)
{
    /// <summary>Operations on one value; {0} is its name.</summary>
    private static readonly string[] Unary =
    [
        "tanh({0})", "sigmoid({0})", "{0}.relu()", "sin({0})", "{0}.cos()", "-{0}", "{0}.abs()", "softmax({0}, 1)", "{0}.log_softmax(1)", "exp(-{0}.square())",
        "({0} + 1) / 2", "1 - {0}", "{0} * 0.5f", "{0}.clamp(-1, 1)", "{0} - {0}.mean([1], keepdim: true)", "{0} * {0}.sum(1, keepdim: true).sigmoid()",
        "{0}.matmul(net.W)", "net.layer.call({0})", "net.norm.call({0})", "cat([{0}[.., 1..], {0}[.., 0].unsqueeze(1)], 1)", "{0}.flip(1)", "Mix({0}, {0})",
        "{0}.unsqueeze(1).matmul(net.W).squeeze(1)", "functional.silu({0})", "{0}.softplus().log1p()",
    ];

    /// <summary>Operations on two values.</summary>
    private static readonly string[] Binary =
    [
        "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / ({1}.square() + 1)", "maximum({0}, {1})", "{0}.minimum({1})", "where({0} > {1}, {0}, {1} * 2)", "net.wide.call(cat([{0}, {1}], 1))",
        "Mix({0}, {1})", "lerp({0}, {1}, 0.25)", "{0} + {1}.narrow(1, 0, 1)", "{0}.unsqueeze(2).bmm({1}.unsqueeze(1)).sum(2)", "net.cell.call({0}, {1})",
    ];

    public string Write(string name)
    {
        var values = new List<string> { "seq.x", "con.c", "state.h", "state.s" };
        var body = new StringBuilder();
        var count = random.Next(4, 14);
        for (var i = 0; i < count; i++)
        {
            var operation = random.Next(2) == 0 ? Unary[random.Next(Unary.Length)] : Binary[random.Next(Binary.Length)];
            body.AppendLine(CultureInfo.InvariantCulture, $"            var v{i} = {string.Format(CultureInfo.InvariantCulture, operation, [.. PickTwo(values)])};");
            values.Add(string.Create(CultureInfo.InvariantCulture, $"v{i}"));
        }

        return $$"""
            [RecurrentContainer]
            public sealed partial class {{name}}
            {
                static Recurrence Define(RecurrenceBuilder rnn, int size) => rnn
                    .Sequences(new { x = Vector(size) })
                    .Constants(new { c = Vector(size) })
                    .States(new { h = Vector(size), s = Vector(size) })
                    .Modules(() => new
                    {
                        W = Parameter(randn(size, size) * 0.4f), layer = Linear(size, size), wide = Linear(2 * size, size), norm = LayerNorm(size), cell = GRUCell(size, size),
                    })
                    .Step((seq, con, state, net) =>
                    {
            {{body}}
                        return Yield(sequence: new { y = {{Pick(values)}} + {{values[^1]}} }, last: new { end = {{Pick(values)}} * 1 }, next: new { h = tanh({{values[^1]}}), s = sigmoid({{Pick(values)}}) });
                    });

                private static Tensor Mix(Tensor a, Tensor b)
                {
                    var gate = sigmoid(a);
                    return gate * b + (1 - gate) * a;
                }
            }
            """;
    }

    /// <summary>Two different values: C# warns of a comparison with itself.</summary>
    private string[] PickTwo(List<string> values)
    {
        var first = Pick(values);
        var others = values.Where(value => value != first).ToList();
        return [first, Pick(others)];
    }

    private string Pick(List<string> values) => values[random.Next(values.Count)];
}
