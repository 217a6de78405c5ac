namespace FluentRnn.Tests.Compiler.Parsing;

/// <summary>What statements of a step become: C# above, the graph below.</summary>
public class LoweringTests
{
    [Fact]
    public void Named_arguments_go_where_the_operation_has_them() => Lowers(
        "var h = cat(dim: 1, tensors: [state.h, con.c]).narrow(length: hidden, start: 0, dim: 1);",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        cat = cat(tensors: [h, c], dim: 1) (B, 2 * hidden)
        h_1 = narrow(cat, dim: 1, start: 0, length: hidden) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Omitted_arguments_take_their_default_values() => Lowers(
        "var h = state.h * state.h.sum(1, keepdim: true) - state.h.softmax(-1);",
        """
        h: state h (B, hidden)
        sum = sum(h, dim: 1, keepdim: true, dtype: default) (B, 1)
        mul = mul(h, sum) (B, hidden)
        softmax = softmax(h, dim: -1, dtype: default) (B, hidden)
        h_1 = sub(mul, softmax) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_property_of_a_tensor_can_be_an_operation() => Lowers(
        "var h = tanh(state.h).real;",
        """
        h: state h (B, hidden)
        tanh = tanh(h) (B, hidden)
        h_1 = real(tanh) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Deconstruction_names_the_parts() => Lowers(
        """
        var (a, b) = (state.h + con.c, state.h - con.c);
        (a, b) = (b, a);
        var h = a / b;
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        a = add(h, c) (B, hidden)
        b = sub(h, c) (B, hidden)
        h_1 = div(b, a) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_tuple_is_read_by_position_and_by_name() => Lowers(
        """
        var pair = (sum: state.h + con.c, state.h);
        var h = pair.sum * pair.Item2;
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        add = add(h, c) (B, hidden)
        h_1 = mul(add, h) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Compound_assignment_makes_a_new_value() => Lowers(
        """
        var h = state.h;
        h += con.c;
        h *= 2;
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        h_1 = add(h, c) (B, hidden)
        h_2 = mul(h_1, other: 2) (B, hidden)
        next h = h_2
        sequence y = h_2
        """);

    [Fact]
    public void Collection_expressions_and_arrays_are_lists() => Lowers(
        """
        Tensor[] parts = [state.h, con.c];
        var h = stack([.. parts, state.h], 1).mean(new long[] { 1 });
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        stack = stack(tensors: [h, c, h], dim: 1) (B, 3, hidden)
        h_1 = mean(stack, dim: [1], keepdim: false, dtype: default) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Indexers_select_and_slice() => Lowers(
        "var h = con.memory[.., 0] + con.memory[TensorIndex.Colon, ^1] + con.memory[.., 1..3].sum(dim: 1);",
        """
        memory: constant memory (B, memory.shape[1], hidden)
        select = select(memory, dim: 1, index: 0) (B, hidden)
        select_1 = select(memory, dim: 1, index: -1) (B, hidden)
        add = add(select, select_1) (B, hidden)
        slice = slice(memory, dim: 1, start: 1, finish: 3, step: 1) (B, 2, hidden)
        sum = sum(slice, dim: 1, keepdim: false, dtype: default) (B, hidden)
        h = add(add, sum) (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void An_indexer_reads_a_parameter() => Lowers(
        "var h = state.h * net.gain[..] + net.gain[0];",
        """
        h: state h (B, hidden)
        gain: weight gain (hidden)
        mul = mul(h, gain) (B, hidden)
        select = select(gain, dim: 0, index: 0) ()
        h_1 = add(mul, select) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void An_ellipsis_counts_from_the_end() => Lowers(
        "var h = con.memory[TensorIndex.Ellipsis, 0, TensorIndex.Colon] * con.c[TensorIndex.Ellipsis, TensorIndex.Slice(0, hidden)];",
        """
        memory: constant memory (B, memory.shape[1], hidden)
        c: constant c (B, hidden)
        select = select(memory, dim: 1, index: 0) (B, hidden)
        slice = slice(c, dim: 1, start: 0, finish: hidden, step: 1) (B, hidden)
        h = mul(select, slice) (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void A_part_of_a_chunk_is_taken_by_its_index() => Lowers(
        "var h = cat([state.h, con.c], 1).chunk(2, 1)[0] + cat([state.h, con.c], 1).split(hidden, 1)[^1];",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        cat = cat(tensors: [h, c], dim: 1) (B, 2 * hidden)
        chunk, chunk_1 = chunk(cat, chunks: 2, dim: 1) (B, hidden)
        cat_1 = cat(tensors: [h, c], dim: 1) (B, 2 * hidden)
        split, split_1 = split(cat_1, size: hidden, dim: 1) (B, hidden)
        h_1 = add(chunk, split_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Sizes_and_shapes_are_host_values() => Lowers(
        "var h = state.h.view(state.h.size(0), state.h.shape[1]) / state.h.numel() * state.h.dim();",
        """
        h: state h (B, hidden)
        view = view(h, shape: [B, hidden]) (B, hidden)
        div = div(view, other: B * hidden) (B, hidden)
        h_1 = mul(div, other: 2) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_run_time_size_is_read_off_the_constant() => Lowers(
        "var h = state.h / con.memory.shape[1] + con.memory.sum(dim: 1) / (con.memory.size(-2) * 2);",
        """
        h: state h (B, hidden)
        memory: constant memory (B, memory.shape[1], hidden)
        div = div(h, other: memory.shape[1]) (B, hidden)
        sum = sum(memory, dim: 1, keepdim: false, dtype: default) (B, hidden)
        div_1 = div(sum, other: 2 * memory.shape[1]) (B, hidden)
        h_1 = add(div, div_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Host_arithmetic_goes_through_sizes_of_tensors() => Lowers(
        """
        var steps = con.memory.shape[1];
        steps += 1;
        var scale = 1 / Math.Sqrt(state.h.shape[^1] * steps) + (double)-con.memory.size(-2);
        var h = con.memory.size(-2) > 2 ? state.h * scale : state.h;
        """,
        """
        when memory.shape[1] > 2
        memory: constant memory (B, memory.shape[1], hidden)
        h: state h (B, hidden)
        h_1 = mul(h, other: ((1D / global::System.Math.Sqrt(({memory}.shape[1] * _hidden + _hidden))) + ((double)(-{memory}.shape[1])))) (B, hidden)
        next h = h_1
        sequence y = h_1
        when not memory.shape[1] > 2
        memory: constant memory (B, memory.shape[1], hidden)
        h: state h (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void Host_lists_have_a_length_and_can_be_walked() => Lowers(
        """
        var h = state.h;
        foreach (var factor in new[] { 2, 3 })
        {
            h = h * factor;
        }

        h = h + state.h.shape.Length;
        """,
        """
        h: state h (B, hidden)
        h_1 = mul(h, other: 2) (B, hidden)
        h_2 = mul(h_1, other: 3) (B, hidden)
        h_3 = add(h_2, other: 2) (B, hidden)
        next h = h_3
        sequence y = h_3
        """);

    [Fact]
    public void A_local_function_is_walked_where_it_is_called() => Lowers(
        """
        Tensor Squash(Tensor value, double scale = 0.5) => tanh(value * scale);
        var h = Squash(state.h) + Squash(scale: 2, value: con.c);
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        mul = mul(h, other: 0.5D) (B, hidden)
        tanh = tanh(mul) (B, hidden)
        mul_1 = mul(c, other: 2D) (B, hidden)
        tanh_1 = tanh(mul_1) (B, hidden)
        h_1 = add(tanh, tanh_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_lambda_kept_in_a_local_is_walked_where_it_is_called() => Lowers(
        """
        Func<Tensor, Tensor> twice = value => { var both = value + value; return both; };
        var h = twice(twice(state.h));
        """,
        """
        h: state h (B, hidden)
        both = add(h, h) (B, hidden)
        both_1 = add(both, both) (B, hidden)
        next h = both_1
        sequence y = both_1
        """);

    [Fact]
    public void A_static_function_of_another_file_is_walked() => Lowers(
        "var h = Gates.Blend(state.h, con.c, sigmoid(net.layer.call(seq.x)));",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        x: sequence x (B, features)
        weight: weight layer.weight (hidden, features)
        bias: weight layer.bias (hidden)
        linear = linear(x, weight, bias) (B, hidden)
        sigmoid = sigmoid(linear) (B, hidden)
        sub = sub(c, h) (B, hidden)
        change = mul(sigmoid, sub) (B, hidden)
        h_1 = add(h, change) (B, hidden)
        next h = h_1
        sequence y = h_1
        """,
        others: """
        public static class Gates
        {
            public static Tensor Blend(Tensor old, Tensor candidate, Tensor gate)
            {
                var change = gate * (candidate - old);
                return old + change;
            }
        }
        """);

    [Fact]
    public void A_function_that_cannot_be_walked_is_called_as_it_is() => Lowers(
        "var h = Gates.Blend(state.h * 2, con.c);",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        mul = mul(h, other: 2) (B, hidden)
        h_1 = call(`global::Gates.Blend(old: {0}, candidate: {1})`) on mul, c (unknown)
        next h = h_1
        sequence y = h_1
        """,
        others: """
        public static class Gates
        {
            public static Tensor Blend(Tensor old, Tensor candidate)
            {
                var sum = old + candidate;
                while (sum.IsInvalid)
                {
                    sum = old;
                }

                return sum;
            }
        }
        """);

    [Fact]
    public void A_recursive_function_has_locals_of_its_own() => Lowers(
        "var h = Sum(state.h, 2);",
        """
        h: state h (B, hidden)
        shifted = add(h, other: 2) (B, hidden)
        mul = mul(h, other: 2) (B, hidden)
        shifted_1 = add(mul, other: 1) (B, hidden)
        inner = mul(mul, other: 2) (B, hidden)
        inner_1 = mul(shifted_1, inner) (B, hidden)
        h_1 = mul(shifted, inner_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """,
        members: """
        static Tensor Sum(Tensor value, int depth)
        {
            if (depth == 0)
            {
                return value;
            }

            var shifted = value + depth;
            var inner = Sum(value * 2, depth - 1);
            return shifted * inner;
        }
        """);

    [Fact]
    public void A_local_function_may_change_a_local_around_it() => Lowers(
        """
        var sum = state.h;
        Tensor Add(Tensor value)
        {
            sum = sum + value;
            return sum;
        }

        var h = Add(con.c) * Add(con.c);
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        sum = add(h, c) (B, hidden)
        sum_1 = add(sum, c) (B, hidden)
        h_1 = mul(sum, sum_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Extension_methods_of_either_form_are_walked_or_called_as_static_ones() => Lowers(
        "var h = state.h.Twice(times: 3) + con.c.Plus(1).Endless();",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        add = add(h, h) (B, hidden)
        mul = mul(add, other: 3) (B, hidden)
        add_1 = add(c, other: 1) (B, hidden)
        call = call(`global::TensorExtensions.Endless(tensor: {0})`) on add_1 (unknown)
        h_1 = add(mul, call) (unknown)
        next h = h_1
        sequence y = h_1
        """,
        others: """
        public static class TensorExtensions
        {
            public static Tensor Plus(this Tensor tensor, int number) => tensor + number;

            extension(Tensor tensor)
            {
                public Tensor Twice(int times) => (tensor + tensor) * times;

                public Tensor Endless()
                {
                    while (true)
                    {
                        return tensor;
                    }
                }
            }
        }
        """);

    [Fact]
    public void Keywords_can_be_names() => Lowers(
        """
        int @int(int value) => value;
        var @this = state.h * Scale(@in: con.c, @class: 2) * @int(3);
        var h = @this + Unknown.@new(@out: @this);
        """,
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        mul = mul(c, other: 2) (B, hidden)
        mul_1 = mul(h, mul) (B, hidden)
        this = mul(mul_1, other: 3) (B, hidden)
        call = call(`global::Unknown.@new(@out: {0})`) on this (unknown)
        h_1 = add(this, call) (unknown)
        next h = h_1
        sequence y = h_1
        """,
        members: "static Tensor Scale(Tensor @in, int @class) => @in * @class;",
        others: "public static class Unknown { public static Tensor @new(Tensor @out) { while (true) { return @out; } } }");

    [Fact]
    public void A_generic_function_is_walked() => Lowers(
        "var (h, _) = Second(1, (state.h + 1, con.c), 0);",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        h_1 = add(h, other: 1) (B, hidden)
        next h = h_1
        sequence y = h_1
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
        h: state h (B, hidden)
        c: constant c (B, hidden)
        mul = mul(c, other: 0) (B, hidden)
        h_1 = add(h, mul) (B, hidden)
        mul_1 = mul(c, other: 1) (B, hidden)
        h_2 = add(h_1, mul_1) (B, hidden)
        mul_2 = mul(c, other: 2) (B, hidden)
        h_3 = add(h_2, mul_2) (B, hidden)
        next h = h_3
        sequence y = h_3
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
        h: state h (B, hidden)
        c: constant c (B, hidden)
        part = mul(c, other: 2) (B, hidden)
        h_1 = add(h, c) (B, hidden)
        h_2 = add(h_1, part) (B, hidden)
        next h = h_2
        sequence y = h_2
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
        when _features == _hidden
        x: sequence x (B, features)
        weight: weight layer.weight (hidden, features)
        bias: weight layer.bias (hidden)
        h = linear(x, weight, bias) (B, hidden)
        h_1 = add(h, x) (unknown)
        next h = h_1
        sequence y = h_1
        when not _features == _hidden
        x: sequence x (B, features)
        weight: weight layer.weight (hidden, features)
        bias: weight layer.bias (hidden)
        h = linear(x, weight, bias) (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void Training_makes_a_variant_for_each_outcome() => Lowers(
        "var h = Training ? state.h + rate : state.h;",
        """
        when training
        h: state h (B, hidden)
        h_1 = add(h, other: _rate) (B, hidden)
        next h = h_1
        sequence y = h_1
        when not training
        h: state h (B, hidden)
        next h = h
        sequence y = h
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
        when _deep and _depth > 2
        h: state h (B, hidden)
        h_1 = tanh(h) (B, hidden)
        next h = h_1
        sequence y = h_1
        when not _deep
        h: state h (B, hidden)
        next h = h
        sequence y = h
        when _deep and not _depth > 2
        h: state h (B, hidden)
        h_1 = sigmoid(h) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void The_same_condition_is_decided_once() => Lowers(
        """
        var h = deep ? state.h + 1 : state.h;
        h = deep ? h * 2 : h;
        """,
        """
        when _deep
        h: state h (B, hidden)
        h_1 = add(h, other: 1) (B, hidden)
        h_2 = mul(h_1, other: 2) (B, hidden)
        next h = h_2
        sequence y = h_2
        when not _deep
        h: state h (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void A_constant_condition_is_no_variant() => Lowers(
        """
        const int layers = 2;
        var h = layers > 1 ? state.h.tanh() : state.h;
        """,
        """
        h: state h (B, hidden)
        h_1 = tanh(h) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_module_is_passed_to_a_function() => Lowers(
        "var h = Apply(net.layer, net.gain, seq.x);",
        """
        x: sequence x (B, features)
        weight: weight layer.weight (hidden, features)
        bias: weight layer.bias (hidden)
        gain: weight gain (hidden)
        linear = linear(x, weight, bias) (B, hidden)
        h = mul(linear, gain) (B, hidden)
        next h = h
        sequence y = h
        """,
        members: "static Tensor Apply(Linear layer, Parameter gain, Tensor x) => layer.call(x) * gain;");

    [Fact]
    public void A_weight_is_read_off_its_module() => Lowers(
        "var h = seq.x.matmul(net.layer.weight!.t()) + net.layer.bias! + net.gru.weight_hh!.sum();",
        """
        x: sequence x (B, features)
        weight: weight layer.weight (hidden, features)
        bias: weight layer.bias (hidden)
        weight_hh: weight gru.weight_hh (unknown)
        t = t(weight) (features, hidden)
        matmul = matmul(x, t) (B, hidden)
        add = add(matmul, bias) (B, hidden)
        sum_all = sum_all(weight_hh, dtype: default) ()
        h = add(add, sum_all) (B, hidden)
        next h = h
        sequence y = h
        """);

    [Fact]
    public void Locals_of_Define_are_host_values() => Lowers(
        "var h = state.h[.., ..width].sum(1, keepdim: true) * scale + con.c;",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        slice = slice(h, dim: 1, start: 0, finish: (_hidden / 2), step: 1) (B, (_hidden / 2))
        sum = sum(slice, dim: 1, keepdim: true, dtype: default) (B, 1)
        mul = mul(sum, other: (1F / (_rate + 1F))) (B, 1)
        h_1 = add(mul, c) (B, hidden)
        next h = h_1
        sequence y = h_1
        """,
        defined: "var width = hidden / 2; var scale = 1 / (rate + 1);");

    [Fact]
    public void Operators_take_numbers_on_either_side() => Lowers(
        "var h = 1 - state.h / 2 + -con.c % 3;",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        div = div(h, other: 2) (B, hidden)
        sub = sub(self: 1, div) (B, hidden)
        neg = neg(c) (B, hidden)
        remainder = remainder(neg, other: 3) (B, hidden)
        h_1 = add(sub, remainder) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Comparisons_and_masks() => Lowers(
        "var h = where(state.h > 0 & con.c <= 1, state.h, con.c);",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        gt = gt(h, other: 0) (B, hidden)
        le = le(c, other: 1) (B, hidden)
        bitwise_and = bitwise_and(gt, le) (B, hidden)
        h_1 = where(bitwise_and, h, c) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_cell_is_read_by_its_equations() => Lowers(
        "var h = net.gru.call(seq.x, state.h);",
        """
        x: sequence x (B, features)
        h: state h (B, hidden)
        weight_ih: weight gru.weight_ih (3 * hidden, features)
        bias_ih: weight gru.bias_ih (3 * hidden)
        weight_hh: weight gru.weight_hh (3 * hidden, hidden)
        bias_hh: weight gru.bias_hh (3 * hidden)
        linear = linear(x, weight_ih, bias_ih) (B, 3 * hidden)
        linear_1 = linear(h, weight_hh, bias_hh) (B, 3 * hidden)
        chunk, chunk_1, chunk_2 = chunk(linear, chunks: 3, dim: 1) (B, hidden)
        chunk_3, chunk_4, chunk_5 = chunk(linear_1, chunks: 3, dim: 1) (B, hidden)
        add = add(chunk, chunk_3) (B, hidden)
        r = sigmoid(add) (B, hidden)
        add_1 = add(chunk_1, chunk_4) (B, hidden)
        z = sigmoid(add_1) (B, hidden)
        mul = mul(r, chunk_5) (B, hidden)
        add_2 = add(chunk_2, mul) (B, hidden)
        n = tanh(add_2) (B, hidden)
        sub = sub(h, n) (B, hidden)
        mul_1 = mul(z, sub) (B, hidden)
        h_1 = add(n, mul_1) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void An_operation_outside_the_table_is_called_as_it_is() => Lowers(
        "var h = state.h.cov().sum() + con.c;",
        """
        h: state h (B, hidden)
        c: constant c (B, hidden)
        call = call(`{0}.cov()`) on h (unknown)
        sum_all = sum_all(call, dtype: default) ()
        h_1 = add(sum_all, c) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void A_random_operation_takes_the_shape_of_its_operand() => Lowers(
        "var h = state.h + rate * randn_like(state.h);",
        """
        h: state h (B, hidden)
        randn_like = randn_like(h, dtype: default, device: null) (B, hidden)
        mul = mul(self: _rate, randn_like) (B, hidden)
        h_1 = add(h, mul) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Regularization_of_recurrent_networks_is_known() => Lowers(
        """
        var dropped = SequenceDropout(state.h, rate);
        var h = Zoneout(dropped * 2, state.h, p: 0.1);
        """,
        """
        h: state h (B, hidden)
        dropped = sequence_dropout(h, p: _rate) (B, hidden)
        mul = mul(dropped, other: 2) (B, hidden)
        h_1 = zoneout(mul, h, p: 0.1D) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    [Fact]
    public void Values_are_named_after_the_first_local() => Lowers(
        """
        var first = state.h + 1;
        var second = first;
        var h = second * 2;
        """,
        """
        h: state h (B, hidden)
        first = add(h, other: 1) (B, hidden)
        h_1 = mul(first, other: 2) (B, hidden)
        next h = h_1
        sequence y = h_1
        """);

    private static void Lowers(string step, string graph, string members = "", string defined = "", string? others = null) =>
        Assert.Equal(graph.ReplaceLineEndings("\n"), GraphText.Of(StepSource.Parse(step, members, defined, others is null ? [] : [others])));
}
