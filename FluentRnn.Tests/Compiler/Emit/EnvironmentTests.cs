using System.Diagnostics;
using FluentRnn.Generators.Common;
using FluentRnn.Generators.Ir;

namespace FluentRnn.Tests.Compiler.Emit;

/// <summary>The same container in every surrounding that C# allows: the file compiles without a warning.</summary>
public class EnvironmentTests
{
    [Theory]
    [InlineData("namespace Demo { /// <summary/>\npublic class Tensor { } /// <summary/>\npublic class System { } /// <summary/>\npublic class State { } /// <summary/>\npublic class Output { } }")]
    [InlineData("namespace Demo.TorchSharp { /// <summary/>\npublic class Nothing { } } namespace Demo.FluentRnn { /// <summary/>\npublic class Nothing { } } namespace Demo.System { /// <summary/>\npublic class Nothing { } }")]
    [InlineData("/// <summary/>\npublic class Tensor { } /// <summary/>\npublic class State { }")]
    public void Types_of_the_user_with_the_names_of_others(string others) =>
        AssertCompiles(Containers.Simple(), others);

    [Theory]
    [InlineData("#pragma warning disable CS8981\nglobal using torch = TorchSharp.torch;\n")]
    [InlineData("global using static TorchSharp.torch;")]
    [InlineData("global using TorchSharp; global using TorchSharp.Modules; global using FluentRnn;")]
    [InlineData("global using Tensor = System.String; global using State = System.Int32;")]
    public void Global_usings(string usings)
    {
        AssertCompiles(Containers.Simple(), usings, before: true);
        AssertCompiles(Moved(Containers.Simple(), null), usings, before: true);
    }

    [Fact]
    public void The_global_namespace()
    {
        var spec = Moved(Containers.Decoder(), null);

        AssertCompiles(spec);
        Assert.Contains("global::TorchSharp.torch.cat([", GeneratedFile.Write(spec), StringComparison.Ordinal);
        Assert.DoesNotContain("namespace", GeneratedFile.Write(spec), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_scoped_namespace() => AssertCompiles(
        Containers.Simple(),
        user: "namespace Demo; public sealed partial class Simple { static FluentRnn.Recurrence Define(FluentRnn.RecurrenceBuilder rnn, int features, int hidden) => throw new System.InvalidOperationException(); }");

    [Fact]
    public void Nested_in_other_types() => AssertCompiles(
        Moved(Containers.Simple(), "Demo", "public static partial class Outer", "internal partial struct Inner"));

    [Fact]
    public void Two_containers_of_one_name()
    {
        var (first, second) = (Containers.Simple(), Moved(Containers.Simple(), "Demo.Other"));

        Assert.NotEqual(GeneratedFile.Write(first), GeneratedFile.Write(second));
        AssertCompiles(second, others: GeneratedFile.Write(first) + GeneratedFile.UserPart(first));
    }

    [Fact]
    public void Long_names()
    {
        var name = new string('y', 300);
        var graph = new Graph();
        var value = graph.Name(name, graph.Op(Containers.Unary("tanh"), graph.Sequence("x", Graph.Rows("features"))));
        graph.Yield(name, value).Next("h", value);
        AssertCompiles(Containers.Simple(spec => spec with
        {
            Variants = Containers.Body(graph),
            SequenceOutputs = EquatableArray.Of(name),
            LastOutputs = default,
        }));
    }

    [Fact]
    public void Line_breaks_of_Windows_in_the_users_expressions()
    {
        var text = GeneratedFile.Write(Line("\r\n"));

        Assert.DoesNotContain('\r', text);
        Assert.Equal(GeneratedFile.Write(Line("\n")), text);
        AssertCompiles(Line("\r\n"));

        static ContainerSpec Line(string end)
        {
            var graph = new Graph();
            var value = graph.Op(Sampling.Dropout, graph.Sequence("x", Graph.Rows("features")), $"(0.25 +{end}0.25)", "training");
            graph.Yield("y", value).Next("h", value);
            return Containers.Simple(spec => spec with
            {
                Parameters = EquatableArray.Of(Containers.Int("features", $"1 +{end}2"), Containers.Int("hidden", "3")),
                Variants = EquatableArray.Of(
                    new StepVariant(EquatableArray.Of(new Condition($"training{end}&& true", true)), graph.Build()),
                    new StepVariant(EquatableArray.Of(new Condition($"training{end}&& true", false)), graph.Build())),
                LastOutputs = default,
            });
        }
    }

    [Fact]
    public void Two_hundred_slots_in_bounded_time()
    {
        const int Count = 200;
        var graph = new Graph();
        for (var i = 0; i < Count; i++)
        {
            var next = graph.Name($"v{i}", graph.Op(Elementwise.Add, graph.Sequence($"x{i}", Graph.Rows("n")), graph.State($"s{i}", Graph.Rows("n"))));
            graph.Next($"s{i}", next).Yield($"y{i}", next).Last($"z{i}", graph.Op(Containers.Unary("tanh"), next));
        }

        string[] Names(string prefix) => [.. Enumerable.Range(0, Count).Select(i => $"{prefix}{i}")];
        var spec = Containers.Spec("Many") with
        {
            Parameters = EquatableArray.Of(Containers.Int("n")),
            Sequences = Names("x").Select(name => Containers.Slot(name, Graph.Rows("n"))).ToEquatableArray(),
            States = Names("s").Select(name => Containers.Slot(name, Graph.Rows("n"))).ToEquatableArray(),
            SequenceOutputs = Names("y").ToEquatableArray(),
            LastOutputs = Names("z").ToEquatableArray(),
            Variants = Containers.Body(graph),
        };
        var watch = Stopwatch.StartNew();

        var text = GeneratedFile.Write(spec);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        Assert.Contains("Z199: ", text, StringComparison.Ordinal);
        AssertCompiles(spec);
    }

    static ContainerSpec Moved(ContainerSpec spec, string? space, params string[] containing) =>
        spec with { Type = Containers.Spec(spec.Type.Name, space, containing: containing).Type };

    static void AssertCompiles(ContainerSpec spec, string others = "", string? user = null, bool before = false)
    {
        var part = user ?? GeneratedFile.UserPart(spec);
        var messages = GeneratedFile.Compile(spec, before ? others + part : part, others: before ? "" : others);
        Assert.True(messages.Count == 0, string.Join("\n", messages));
    }
}
