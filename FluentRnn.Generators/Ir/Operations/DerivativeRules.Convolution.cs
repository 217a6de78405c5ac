namespace FluentRnn.Generators.Ir;

internal static partial class DerivativeRules
{
    /// <summary>
    /// A convolution is a sum of matrix products, one for each place of the kernel, with the part of the image that this place sees; so are its
    /// gradients.
    /// </summary>
    public static DerivativeRule Convolution(int axes) => DerivativeRule.Of(
        ("input", d => ConvolvedImage(d, axes)),
        ("weight", d => ConvolvingWeight(d, axes)),
        ("bias", d => d.G.SumTo(TensorType.Of(d.G.Type.Element, [d.Shape("bias")[0], .. Enumerable.Repeat(Dim.One, axes)])).Flatten(0, -1)));

    /// <summary>The first of the largest gets the gradient of its window.</summary>
    public static DerivativeRule MaxPool(int axes) => DerivativeRule.Of("input", d =>
    {
        var window = new Window(d, axes, Kernel(d, axes));
        var (g, y, image) = (window.Batched(d.G), window.Batched(d.Y), window.Padded(window.Batched(d["input"]), double.NegativeInfinity));
        Term? taken = null;
        return window.Gradient(place =>
        {
            var largest = window.Seen(image, place).Is(y);
            var first = taken is { } before ? largest & !before : largest;
            taken = taken is { } earlier ? earlier | largest : largest;
            return g.Only(first);
        });
    });

    public static DerivativeRule AvgPool(int axes) => DerivativeRule.Of("input", d =>
    {
        var window = new Window(d, axes, Kernel(d, axes));
        var g = window.Batched(d.G);
        if (d.Shapes.Find("divisor") is not null && !d.IsAbsent("divisor"))
        {
            return window.Gradient(g / d["divisor"]);
        }

        if (d.Flag("count_include_pad"))
        {
            return window.Gradient(g / (long)window.Places.Count);
        }

        var inside = window.Padded(window.Batched(d["input"]).Apply(Creation.OnesLike, Term.Null, Term.Null), 0);
        return window.Gradient(g / window.Places.Select(place => window.Seen(inside, place)).Aggregate(static (sum, next) => sum + next));
    });

    /// <summary>Where the sizes divide, all windows are equal and do not overlap.</summary>
    public static DerivativeRule AdaptiveAvgPool(int axes) => DerivativeRule.Of("input", d =>
    {
        var (from, to) = (d.Shape("input"), d.Y.Shape);
        var gradient = d.G;
        for (var axis = from.Count - axes; axis < from.Count; axis++)
        {
            var size = from[axis].DivideExactly(to[axis]) ?? throw new DerivativeException($"windows of {from[axis]} in {to[axis]} parts are not equal");
            gradient = gradient.Apply(Shapes.RepeatInterleave, size, axis) / size;
        }

        return gradient;
    });

    private static Term ConvolvedImage(DerivativeContext d, int axes)
    {
        var window = new Window(d, axes, d.Shape("weight").Skip(2).ToList());
        var g = window.Grouped(window.Batched(d.G));
        return window.Gradient(place => window.Weight(place).Transposed().MatMul(g));
    }

    private static Term ConvolvingWeight(DerivativeContext d, int axes)
    {
        var window = new Window(d, axes, d.Shape("weight").Skip(2).ToList());
        var (g, image) = (window.Grouped(window.Batched(d.G)), window.Padded(window.Batched(d["input"]), 0));
        var places = window.Places.Select(place => g.MatMul(window.Grouped(window.Seen(image, place)).Transposed()).Sum([0], keep: false).Flatten(0, 1)).ToArray();
        return ((Term)places).Apply(Joining.Stack, -1).ReshapeTo(d["weight"].Type);
    }

    private static IReadOnlyList<Dim> Kernel(DerivativeContext d, int axes) => Required(d, "kernel", axes, null);

    private static IReadOnlyList<Dim> Required(DerivativeContext d, string name, int axes, IReadOnlyList<Dim>? otherwise) =>
        d.Shapes.Find(name) is null && otherwise is not null ? otherwise
        : ShapeRules.PerAxis(d.Shapes, name, axes, otherwise) ?? throw new DerivativeException($"'{name}' is computed");

    /// <summary>A window that is moved over the last axes of an image.</summary>
    private sealed class Window
    {
        private readonly DerivativeContext _d;
        private readonly IReadOnlyList<Dim> _stride;
        private readonly IReadOnlyList<Dim> _padding;
        private readonly IReadOnlyList<Dim> _dilation;
        private readonly int _axes;

        public Window(DerivativeContext d, int axes, IReadOnlyList<Dim> kernel)
        {
            _d = d;
            _axes = axes;
            var one = Enumerable.Repeat(Dim.One, axes).ToList();
            _stride = Required(d, "stride", axes, d.Shapes.Find("kernel") is null ? one : kernel);
            _padding = Required(d, "padding", axes, [.. one.Select(_ => Dim.Constant(0))]);
            _dilation = Required(d, "dilation", axes, one);
            if (d.Shapes.Find("ceil_mode") is not null && d.Flag("ceil_mode"))
            {
                throw new DerivativeException("windows may hang over the edge");
            }

            Places = kernel.Aggregate(
                (IReadOnlyList<long[]>)[[]],
                (places, size) => [.. places.SelectMany(
                    _ => Enumerable.Range(0, (int)(size.Value ?? throw new DerivativeException($"the kernel's size {size} is no plain number"))),
                    static (place, next) => (long[])[.. place, next])]);
        }

        /// <summary>The places of the kernel, row by row.</summary>
        public IReadOnlyList<long[]> Places { get; }

        private bool IsBatched => _d.Shape("input").Count == _axes + 2;

        private Term Groups => _d["groups"];

        /// <summary>An image, or its gradient, with the batch in front.</summary>
        public Term Batched(Term image) => IsBatched ? image : image.Unsqueeze(0);

        /// <summary>An image with its border.</summary>
        public Term Padded(Term image, Term with) => image.Apply(Shapes.Pad, Term.List(_padding.Reverse().SelectMany(static size => new[] { size, size })), with);

        /// <summary>The part of an image that a place of the kernel sees: as large as the result.</summary>
        public Term Seen(Term image, long[] place)
        {
            for (var i = 0; i < _axes; i++)
            {
                var (start, finish) = Range(place, i);
                image = image.Apply(Indexing.Slice, i + 2, start, finish, _stride[i]);
            }

            return image;
        }

        /// <summary>(batch, groups, channels of a group, pixels).</summary>
        public Term Grouped(Term image)
        {
            var pixels = image.Flatten(2, -1);
            var groups = Whole(Groups);
            var channels = pixels.Shape[1].DivideExactly(groups) ?? throw new DerivativeException($"{pixels.Shape[1]} channels in {groups} groups are not known to be equal");
            return pixels.Reshape([pixels.Shape[0], groups, channels, Dim.Constant(-1)]);
        }

        /// <summary>The weights of a place: (groups, results of a group, channels of a group).</summary>
        public Term Weight(long[] place)
        {
            var weight = Enumerable.Reverse(place).Aggregate(_d["weight"], static (term, index) => term.Apply(Indexing.Select, -1, index));
            var groups = Whole(Groups);
            var results = weight.Shape[0].DivideExactly(groups) ?? throw new DerivativeException($"{weight.Shape[0]} channels in {groups} groups are not known to be equal");
            return weight.Reshape([groups, results, weight.Shape[1]]);
        }

        /// <summary>The gradient of the image when all places have the same.</summary>
        public Term Gradient(Term ofPlace) => Gradient(_ => ofPlace);

        /// <summary>The gradient of the image from those of the places, put back where each sees it.</summary>
        public Term Gradient(Func<long[], Term> ofPlace)
        {
            var seen = Batched(_d.Y).Shape;
            var image = Batched(_d["input"]).Shape;
            var sum = Places.Select(place => Spread(ofPlace(place).Reshape([image[0], image[1], .. seen.Skip(2)]), place, image)).Aggregate(static (left, right) => left + right);
            var cut = sum.Apply(Shapes.Pad, Negated(Term.List(_padding.Reverse().SelectMany(static size => new[] { size, size }))), 0);
            return IsBatched ? cut : cut.Squeeze(0);
        }

        private Term Spread(Term part, long[] place, IReadOnlyList<Dim> image)
        {
            for (var i = 0; i < _axes; i++)
            {
                var (start, finish) = Range(place, i);
                var whole = part.Shape.Select((size, axis) => axis == i + 2 ? image[axis] + (Dim.Constant(2) * _padding[i]) : size).ToList();
                part = part.Apply(Creation.NewZeros, Term.List(whole), Term.Null, Term.Null).Apply(Indexing.SliceScatter, part, i + 2, start, finish, _stride[i]);
            }

            return part;
        }

        private (Dim Start, Dim Finish) Range(long[] place, int i)
        {
            var start = _dilation[i] * Dim.Constant(place[i]);
            var size = _d.Y.Shape[_d.Y.Rank - _axes + i];
            return (start, start + (_stride[i] * (size - Dim.One)) + Dim.One);
        }
    }
}
