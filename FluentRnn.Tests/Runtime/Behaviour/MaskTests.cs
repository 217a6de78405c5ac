using FluentRnn.Tests.Containers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Behaviour;

/// <summary>Masks and lengths: a padded batch is each of its rows alone, with nothing of its padding in it.</summary>
[Trait("Row", "R3")]
[Trait("Row", "R4")]
public abstract class MaskTests : BehaviourTests
{
    protected abstract Executor Executor { get; }

    const int Steps = 6;

    /// <summary>Right, left and gap padding, rows without any valid step, all forms of the loop, with and without a teacher.</summary>
    public static TheoryData<string, string, bool> Cases()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var form in Forms.Keys)
        {
            foreach (var padding in Paddings.Keys)
            {
                data.Add(form, padding, true);
                data.Add(form, padding, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_padded_batch_is_its_rows_alone(string form, string padding, bool taught)
    {
        var rows = PaddedRows.Create(new Random(5), Paddings[padding](new Random(3)), taught: taught);
        Agree(form, rows);
    }

    [Theory]
    [InlineData("Forward", 1)]
    [InlineData("Held", 2)]
    [InlineData("Computed", 3)]
    [InlineData("Backward", 4)]
    [InlineData("Reversed", 5)]
    [InlineData("Forward", 6)]
    [InlineData("Backward", 7)]
    [Trait("Row", "R5")]
    public void Resets_split_a_row(string form, int seed)
    {
        var random = new Random(seed);
        var rows = PaddedRows.Create(random, PaddedRows.Gaps(random, 5, Steps, 0.4), resets: 0.3, taught: seed % 2 == 0);
        Agree(form, rows);
        Agree(form, PaddedRows.Create(random, PaddedRows.Gaps(random, 5, Steps, 0), resets: 0.3, taught: seed % 2 == 0));
    }

    /// <summary>A container with the loop of its declaration, called with masks and resets: values, and gradients by everything.</summary>
    void Agree(string form, PaddedRows rows)
    {
        using var sample = Forms[form](Executor);
        var expected = sample.Loop(rows);

        var actual = sample.Forward(rows);

        Same.Values(expected, actual);
        var leaves = sample.Module.parameters().Append(rows.X).Append(rows.Y0).Concat(rows.Target is { } target ? [target] : Array.Empty<Tensor>());
        Same.Gradients(expected, actual, leaves);
        using var noGradients = no_grad();
        Same.Values(expected, sample.Forward(rows));
    }

    static readonly Dictionary<string, Func<Random, bool[,]>> Paddings = new(StringComparer.Ordinal)
    {
        ["right"] = _ => PaddedRows.Right(Steps, 6, 2, 0, 4),
        ["left"] = _ => PaddedRows.Left(Steps, 1, 6, 3, 0),
        ["gaps"] = random => PaddedRows.Gaps(random, 5, Steps, 0.5),
        ["all"] = random => PaddedRows.Gaps(random, 3, Steps, 1),
        ["none"] = random => PaddedRows.Gaps(random, 3, Steps, 0),
    };

    static readonly Dictionary<string, Func<Executor, Form>> Forms = new(StringComparer.Ordinal)
    {
        ["Forward"] = executor =>
        {
            var net = new Padded.Forward(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Zero));
        },
        ["Held"] = executor =>
        {
            var net = new Padded.Held(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held));
        },
        ["Computed"] = executor =>
        {
            var net = new Padded.Computed(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Computed));
        },
        ["Backward"] = executor =>
        {
            var net = new Padded.Backward(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Held, backward: true));
        },
        ["Reversed"] = executor =>
        {
            var net = new Padded.Reversed(PaddedRows.Features, PaddedRows.Hidden, dtype: ScalarType.Float64) { Executor = executor };
            return new(net, r => Results.Of(net.forward(r.X, r.Token, new(Y: r.Y0), r.Target, mask: r.Mask, resets: tensor(r.Resets))), r => r.Loop(net.embed, net.cell, net.readout, Learned(net), Masked.Zero, backward: true, keepOrder: false));
        },
    };

    static Tensor Learned(nn.Module net)
    {
        var learned = net.get_parameter("initial_h")!;
        using var noGradients = no_grad();
        if (learned.abs().sum().ToDouble() == 0) learned.copy_(randn_like(learned));
        return learned;
    }

    /// <summary>A container, a call of it, and its loop by hand.</summary>
    sealed record Form(nn.Module Module, Func<PaddedRows, Tensor[]> Forward, Func<PaddedRows, Tensor[]> Loop) : IDisposable
    {
        public void Dispose() => Module.Dispose();
    }

    public sealed class Reference : MaskTests
    {
        protected override Executor Executor => Executor.Reference;
    }

    public sealed class Generated : MaskTests
    {
        protected override Executor Executor => Executor.Generated;
    }
}
