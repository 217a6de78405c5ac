using System.Globalization;

namespace FluentRnn.Generators.Ir;

internal static partial class ShapeRules
{
    /// <summary>torch.matmul: vectors, matrices, and stacks of matrices whose leading axes broadcast.</summary>
    public static IReadOnlyList<TensorType> MatMul(ShapeContext context)
    {
        context.NeedAxes("self", 1);
        context.NeedAxes("other", 1);
        var element = ProductElement(context, "self", "other");
        if (context.Shape("self") is not { } left || context.Shape("other") is not { } right)
        {
            return OfUnknownShape(element);
        }

        Contract(context, "self", "other", left[left.Count - 1], right[Math.Max(right.Count - 2, 0)]);
        var leading = Broadcast(Leading(left), Leading(right), context.Show("self"), context.Show("other"));
        return One([.. leading, .. left.Count > 1 ? [left[left.Count - 2]] : Array.Empty<Dim>(), .. right.Count > 1 ? [right[right.Count - 1]] : Array.Empty<Dim>()], element);
    }

    /// <summary>A product of operands of fixed ranks: matrices (2, 2), stacks of matrices (3, 3), a matrix and a vector (2, 1), vectors (1, 1).</summary>
    public static ShapeRule Product(int leftRank, int rightRank) => context =>
    {
        context.NeedRank("self", leftRank);
        context.NeedRank("other", rightRank);
        if (leftRank == 3 && context.Shape("self") is { } left && context.Shape("other") is { } right && left[0].Agrees(right[0]) == Agreement.Different)
        {
            throw MatrixFailure(context, "self", "other", left[0], right[0]);
        }

        return MatMul(context);
    };

    /// <summary>input·weightᵀ + bias, the weight (out, in).</summary>
    public static IReadOnlyList<TensorType> Linear(ShapeContext context)
    {
        context.NeedAxes("input", 1);
        var element = ProductElement(context, "input", "weight");
        if (context.Shape("input") is not { } input || context.Shape("weight") is not { } weight)
        {
            return OfUnknownShape(element);
        }

        if (weight.Count is 0 or > 2)
        {
            throw context.RankFailure("weight", "2");
        }

        Contract(context, "input", "weight", input[input.Count - 1], weight[weight.Count - 1]);
        return One([.. input.Take(input.Count - 1), .. weight.Take(weight.Count - 1)], element);
    }

    /// <summary>The products of every element of one vector with every element of another.</summary>
    public static IReadOnlyList<TensorType> Outer(ShapeContext context)
    {
        context.NeedRank("self", 1);
        context.NeedRank("other", 1);
        var element = Common(context, ["self", "other"]);
        return context.Shape("self") is { } left && context.Shape("other") is { } right ? One([left[0], right[0]], element) : OfUnknownShape(element);
    }

    /// <summary>A matrix product added to something that broadcasts to it: self + left·right, both of that rank.</summary>
    public static ShapeRule AddedProduct(int leftRank, int rightRank) => context =>
    {
        context.NeedRank("left", leftRank);
        context.NeedRank("right", rightRank);
        var element = Common(context, ["self", "left", "right"]);
        if (context.Shape("left") is not { } left || context.Shape("right") is not { } right)
        {
            return OfUnknownShape(element);
        }

        Contract(context, "left", "right", left[leftRank - 1], right[Math.Max(rightRank - 2, 0)]);
        Dim[] product = [.. left.Take(leftRank - 1), .. rightRank > 1 ? [right[rightRank - 1]] : Array.Empty<Dim>()];
        if (context.Shape("self") is { } self)
        {
            _ = Broadcast(self, product, context.Show("self"), TensorType.Of(element, product).ToString());
        }

        return One(product, element);
    };

    /// <summary>x₁ᵀ·A·x₂ + b for every output, the weight (out, in1, in2).</summary>
    public static IReadOnlyList<TensorType> Bilinear(ShapeContext context)
    {
        context.NeedRank("weight", 3);
        context.NeedAxes("self", 1);
        context.NeedAxes("other", 1);
        var element = ProductElement(context, "self", "weight");
        if (context.Shape("self") is not { } left || context.Shape("other") is not { } right || context.Shape("weight") is not { } weight)
        {
            return OfUnknownShape(element);
        }

        Contract(context, "self", "weight", left[left.Count - 1], weight[1]);
        Contract(context, "other", "weight", right[right.Count - 1], weight[2]);
        return One([.. left.Take(left.Count - 1), weight[0]], element);
    }

    /// <summary>Attention: the query's rows with the value's columns; the axes before are broadcast.</summary>
    public static IReadOnlyList<TensorType> Attention(ShapeContext context)
    {
        var element = ProductElement(context, "query", "value");
        if (context.Shape("query") is not { Count: >= 2 } query || context.Shape("key") is not { Count: >= 2 } key || context.Shape("value") is not { Count: >= 2 } value)
        {
            return OfUnknownShape(element);
        }

        Contract(context, "query", "key", query[query.Count - 1], key[key.Count - 1]);
        Contract(context, "key", "value", key[key.Count - 2], value[value.Count - 2]);
        var keys = Broadcast([.. query.Take(query.Count - 2)], [.. key.Take(key.Count - 2)], context.Show("query"), context.Show("key"));
        var leading = Broadcast(keys, [.. value.Take(value.Count - 2)], context.Show("key"), context.Show("value"));
        return One([.. leading, query[query.Count - 2], value[value.Count - 1]], element);
    }

    /// <summary>Einstein's sum convention: <c>bi,ij->bj</c>. Unknown where the equation is not a literal, or has an ellipsis.</summary>
    public static IReadOnlyList<TensorType> Einsum(ShapeContext context)
    {
        var types = context.Types("tensors");
        var element = JoinedElement(types);
        if (EinsumEquation.Parse(context.Text("equation")) is not { } equation || types.Any(type => type.Shape is null))
        {
            return OfUnknownShape(element);
        }

        var ids = context.Find("tensors")!.Values;
        var sizes = new Dictionary<char, (Dim Size, int Operand)>();
        for (var i = 0; i < Math.Min(types.Count, equation.Operands.Count); i++)
        {
            var shape = types[i].Shape!.Value;
            if (shape.Count != equation.Operands[i].Length)
            {
                throw ShapeContext.Fail(
                    "FRNN052", context.Operation.Member, equation.Operands[i].Length.ToString(CultureInfo.InvariantCulture), context.Describe(ids[i]), shape.Count.ToString(CultureInfo.InvariantCulture));
            }

            for (var axis = 0; axis < shape.Count; axis++)
            {
                var label = equation.Operands[i][axis];
                if (!sizes.TryGetValue(label, out var known) || IsOne(known.Size) || (known.Size.IsRunTime && !IsOne(shape[axis])))
                {
                    sizes[label] = (shape[axis], i);
                }
                else if (!IsOne(shape[axis]) && known.Size.Agrees(shape[axis]) == Agreement.Different)
                {
                    throw ShapeContext.Fail(
                        "FRNN050",
                        context.Describe(ids[known.Operand]),
                        types[known.Operand].ToString(),
                        context.Describe(ids[i]),
                        types[i].ToString(),
                        known.Size.ToString(),
                        shape[axis].ToString());
                }
            }
        }

        return equation.Result.All(sizes.ContainsKey) ? One(equation.Result.Select(label => sizes[label].Size), element) : OfUnknownShape(element);
    }

    /// <summary>The axes before the last two.</summary>
    private static IReadOnlyList<Dim> Leading(IReadOnlyList<Dim> shape) => [.. shape.Take(Math.Max(shape.Count - 2, 0))];

    private static ElementType ProductElement(ShapeContext context, string left, string right) => ElementTypes.Promote(context.Element(left), context.Element(right));

    private static void Contract(ShapeContext context, string left, string right, Dim leftSize, Dim rightSize)
    {
        if (leftSize.Agrees(rightSize) == Agreement.Different)
        {
            throw MatrixFailure(context, left, right, leftSize, rightSize);
        }
    }

    private static ShapeException MatrixFailure(ShapeContext context, string left, string right, Dim leftSize, Dim rightSize) => ShapeContext.Fail(
        "FRNN050",
        context.Describe(left),
        context.Operand(left).ToString(),
        context.Describe(right),
        context.Operand(right).ToString(),
        leftSize.ToString(),
        rightSize.ToString());
}
