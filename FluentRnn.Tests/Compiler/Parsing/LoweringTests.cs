namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>What statements of a step become: C# above, the graph below.</summary>
public class LoweringTests
{
    [Fact]
    public void Named_arguments_go_where_the_operation_has_them() => Lowers(
        "var h = cat(dim: 1, tensors: [state.h, con.c]).narrow(length: hidden, start: 0, dim: 1);",
        """
        ??
        """);

    [Fact]
    public void Omitted_arguments_take_their_default_values() => Lowers(
        "var h = state.h * state.h.sum(1, keepdim: true) - state.h.softmax(-1);",
        """
        ??
        """);

    [Fact]
    public void Deconstruction_names_the_parts() => Lowers(
        """
        var (a, b) = (state.h + con.c, state.h - con.c);
        (a, b) = (b, a);
        var h = a / b;
        """,
        """
        ??
        """);

    [Fact]
    public void A_tuple_is_read_by_position_and_by_name() => Lowers(
        """
        var pair = (sum: state.h + con.c, state.h);
        var h = pair.sum * pair.Item2;
        """,
        """
        ??
        """);

    [Fact]
    public void Compound_assignment_makes_a_new_value() => Lowers(
        """
        var h = state.h;
        h += con.c;
        h *= 2;
        """,
        """
        ??
        """);

    [Fact]
    public void Collection_expressions_and_arrays_are_lists() => Lowers(
        """
        Tensor[] parts = [state.h, con.c];
        var h = stack([.. parts, state.h], 1).mean(new long[] { 1 });
        """,
        """
        ??
        """);

    [Fact]
    public void Indexers_select_and_slice() => Lowers(
        "var h = con.memory[.., 0] + con.memory[TensorIndex.Colon, ^1] + con.memory[.., 1..3].sum(dim: 1);",
        """
        ??
        """);

    [Fact]
    public void An_ellipsis_counts_from_the_end() => Lowers(
        "var h = con.memory[TensorIndex.Ellipsis, 0, TensorIndex.Colon] * con.c[TensorIndex.Ellipsis, TensorIndex.Slice(0, hidden)];",
        """
        ??
        """);

    [Fact]
    public void A_part_of_a_chunk_is_taken_by_its_index() => Lowers(
        "var h = cat([state.h, con.c], 1).chunk(2, 1)[0] + cat([state.h, con.c], 1).split(hidden, 1)[^1];",
        """
        ??
        """);

    [Fact]
    public void Sizes_and_shapes_are_host_values() => Lowers(
        "var h = state.h.view(state.h.size(0), state.h.shape[1]) / state.h.numel() * state.h.dim();",
        """
        ??
        """);

    [Fact]
    public void A_run_time_size_is_read_off_the_constant() => Lowers(
        "var h = state.h / con.memory.shape[1] + con.memory.sum(dim: 1) / (con.memory.size(-2) * 2);",
        """
        ??
        """);

    [Fact]
    public void A_local_function_is_walked_where_it_is_called() => Lowers(
        """
        Tensor Squash(Tensor value, double scale = 0.5) => tanh(value * scale);
        var h = Squash(state.h) + Squash(scale: 2, value: con.c);
        """,
        """
        ??
        """);

    [Fact]
    public void A_lambda_kept_in_a_local_is_walked_where_it_is_called() => Lowers(
        """
        Func<Tensor, Tensor> twice = value => { var both = value + value; return both; };
        var h = twice(twice(state.h));
        """,
        """
        ??
        """);

    [Fact]
    public void A_static_function_of_another_file_is_walked() => Lowers(
        "var h = Gates.Blend(state.h, con.c, sigmoid(net.layer.call(seq.x)));",
        """
        ??
        """,
        others: """
        public static class Gates
        {
            public static Tensor Blend(Tensor old, Tensor candidate, Tensor gate)
            {
                if (ReferenceEquals(old, candidate))
                {
                    return old;
                }

                return old + gate * (candidate - old);
            }
        }
        """);

    [Fact]
    public void A_generic_function_is_walked() => Lowers(
        "var (h, _) = Second(1, (state.h + 1, con.c), 0);",
        """
        ??
        """,
        members: "static T Second<S, T>(S first, T second, S third) => second;");

    [Fact]
    public void A_loop_with_constant_bounds_runs_while_compiling() => Lowers(
        """
        var h = state.h;
        for (var i = 0; i < 3; i++)
        {
            h = h + con.c * i;
        }
        """,
        """
        ??
        """);

    [Fact]
    public void A_foreach_runs_over_a_known_list() => Lowers(
        """
        var h = state.h;
        foreach (var part in new[] { con.c, con.c * 2 })
        {
            h = h + part;
        }
        """,
        """
        ??
        """);

    [Fact]
    public void A_condition_on_sizes_makes_a_variant_for_each_outcome() => Lowers(
        """
        var h = net.layer.call(seq.x);
        if (features == hidden)
        {
            h = h + seq.x;
        }
        """,
        """
        ??
        """);

    [Fact]
    public void Training_makes_a_variant_for_each_outcome() => Lowers(
        "var h = Training ? state.h + rate : state.h;",
        """
        ??
        """);

    [Fact]
    public void Nested_conditions_make_only_the_variants_that_can_be() => Lowers(
        """
        var h = state.h;
        if (deep)
        {
            h = depth > 2 ? h.tanh() : h.sigmoid();
        }
        """,
        """
        ??
        """);

    [Fact]
    public void The_same_condition_is_decided_once() => Lowers(
        """
        var h = deep ? state.h + 1 : state.h;
        h = deep ? h * 2 : h;
        """,
        """
        ??
        """);

    [Fact]
    public void A_constant_condition_is_no_variant() => Lowers(
        """
        const int layers = 2;
        var h = layers > 1 ? state.h.tanh() : state.h;
        """,
        """
        ??
        """);

    [Fact]
    public void A_module_is_passed_to_a_function() => Lowers(
        "var h = Apply(net.layer, net.gain, seq.x);",
        """
        ??
        """,
        members: "static Tensor Apply(Linear layer, Parameter gain, Tensor x) => layer.call(x) * gain;");

    [Fact]
    public void A_weight_is_read_off_its_module() => Lowers(
        "var h = seq.x.matmul(net.layer.weight!.t()) + net.layer.bias! + net.gru.weight_hh!.sum();",
        """
        ??
        """);

    [Fact]
    public void Locals_of_Define_are_host_values() => Lowers(
        "var h = state.h[.., ..width].sum(1, keepdim: true) * scale + con.c;",
        """
        ??
        """,
        defined: "var width = hidden / 2; var scale = 1 / (rate + 1);");

    [Fact]
    public void Operators_take_numbers_on_either_side() => Lowers(
        "var h = 1 - state.h / 2 + -con.c % 3;",
        """
        ??
        """);

    [Fact]
    public void Comparisons_and_masks() => Lowers(
        "var h = where(state.h > 0 & con.c <= 1, state.h, con.c);",
        """
        ??
        """);

    [Fact]
    public void A_cell_is_read_by_its_equations() => Lowers(
        "var h = net.gru.call(seq.x, state.h);",
        """
        ??
        """);

    [Fact]
    public void An_operation_outside_the_table_is_called_as_it_is() => Lowers(
        "var h = state.h.cov().sum() + con.c;",
        """
        ??
        """);

    [Fact]
    public void A_random_operation_takes_the_shape_of_its_operand() => Lowers(
        "var h = state.h + rate * randn_like(state.h);",
        """
        ??
        """);

    [Fact]
    public void Values_are_named_after_the_first_local() => Lowers(
        """
        var first = state.h + 1;
        var second = first;
        var h = second * 2;
        """,
        """
        ??
        """);

    private static void Lowers(string step, string graph, string members = "", string defined = "", string others = "", [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    { var text = GraphText.Of(StepSource.Parse(step, members, defined, others)); System.IO.File.WriteAllText("/tmp/graph/" + name + ".txt", text); Assert.Equal(graph.ReplaceLineEndings("\n"), text); }
}
